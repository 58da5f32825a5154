"""`manage.py audit_verify` finds every kind of tampering, and nothing else."""

import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from partners.audit.chain import canonical
from partners.audit.models import AuditPerson, AuditRow
from partners.audit.services import erase_person
from partners.audit.triggers import install_triggers, remove_triggers
from tests.factories import UserFactory
from tests.partners.audit.chains import NOW, note, sql, tamper

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ALL = [field.column for field in AuditRow._meta.concrete_fields]


def verify(**options):
    """Run the command. Returns what it printed and what it ended with: nothing when all is well."""
    out = io.StringIO()
    try:
        call_command("audit_verify", stdout=out, stderr=io.StringIO(), **options)
    except CommandError as problem:
        return out.getvalue(), str(problem)
    return out.getvalue(), ""


@pytest.fixture
def chain():
    user = UserFactory()
    return [note(by=user, changed={"rows": number}) for number in range(6)]


def insert_copy(of, sequence):
    """Return the statement that adds a copy of a row under another number."""
    columns = ", ".join(f'"{name}"' for name in ALL)
    values = ", ".join(str(sequence) if name == "sequence" else f'"{name}"' for name in ALL)
    return f"INSERT INTO audit_auditrow ({columns}) SELECT {values} FROM audit_auditrow WHERE sequence = {of}"


def test_an_empty_chain_is_well():
    said, problem = verify()
    assert problem == ""
    assert "0 rows" in said


def test_a_chain_as_it_was_written_is_well(chain):
    said, problem = verify()
    assert problem == ""
    assert "All is well: 6 rows" in said


@pytest.mark.parametrize("column", [name for name in ALL if name not in ("sequence", "by_id", "about_id")])
def test_an_edited_row_is_named_whichever_part_of_it_was_edited(chain, column):
    value = {
        "at": "'2026-01-01 00:00:00+00:00'",
        "partner_key": "7",
        "changed": """'{"rows": 1}'""",
    }.get(column, "'x'")
    tamper(f'UPDATE audit_auditrow SET "{column}" = {value} WHERE sequence = 3')
    said, problem = verify()
    assert problem
    assert "Row 3 was edited." in said


def test_a_row_put_in_another_persons_name_is_named(chain):
    other = note(by=UserFactory()).by_id
    tamper(f"UPDATE audit_auditrow SET by_id = {other} WHERE sequence = 3")
    said, _ = verify()
    assert "Row 3 was edited." in said


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["DELETE FROM audit_auditrow WHERE sequence = 3"], "Row 3 is missing."),
        (["DELETE FROM audit_auditrow WHERE sequence IN (2, 3, 4)"], "Rows 2 to 4 are missing."),
        (["DELETE FROM audit_auditrow WHERE sequence = 1"], "Row 1 is missing."),
        (["DELETE FROM audit_auditrow WHERE sequence = 6"], "ends with row 5, and should end with row 6"),
        (["DELETE FROM audit_auditrow"], "should end with row 6"),
        (["DELETE FROM audit_audithead"], "Row 1 was added"),
        ([insert_copy(6, 7)], "Row 7 was added at the end"),
        (
            [
                "DELETE FROM audit_auditrow WHERE sequence = 3",
                insert_copy(2, 3),
            ],
            "Row 3 was edited.",
        ),
        (
            [
                "UPDATE audit_auditrow SET sequence = 99 WHERE sequence = 2",
                "UPDATE audit_auditrow SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit_auditrow SET sequence = 3 WHERE sequence = 99",
            ],
            "Row 2 was edited.",
        ),
        (["UPDATE audit_auditperson SET label = 'Somebody else'"], "the name of person"),
        (
            ["UPDATE audit_auditperson SET label = '', salt = '', erased_at = '2026-01-01 00:00:00+00:00'"],
            "was erased, and no row tells of it",
        ),
    ],
    ids=[
        "removed",
        "several removed",
        "first removed",
        "end cut",
        "emptied",
        "head gone",
        "added",
        "exchanged",
        "swapped",
        "renamed",
        "erased",
    ],
)
def test_tampering_is_found(chain, statements, words):
    tamper(*statements)
    said, problem = verify()
    assert problem.startswith("The audit is not as it was written")
    assert words in said


def forge(sequence):
    """Do what a clever forger would: change a row and make all hashes after it anew, the head's too."""
    from partners.audit.chain import hash_of

    remove_triggers(using="default")
    previous = AuditRow.objects.get(sequence=sequence - 1).hash
    for row in AuditRow.objects.filter(sequence__gte=sequence).order_by("sequence"):
        row.changed = {"rows": 1_000} if row.sequence == sequence else row.changed
        row.previous_hash = previous
        previous = row.hash = hash_of(row)
        sql(
            "UPDATE audit_auditrow SET changed = %s, previous_hash = %s, hash = %s WHERE sequence = %s",
            canonical(row.changed).decode(),
            row.previous_hash,
            row.hash,
            row.sequence,
        )
    sql("UPDATE audit_audithead SET hash = %s", previous)
    install_triggers(using="default")


def test_a_chain_made_anew_is_found_by_its_seal(chain, tmp_path):
    seal = tmp_path / "seal"
    assert verify(seal=seal, renew_seal=True)[1] == ""
    forge(3)
    assert verify()[1] == ""
    said, problem = verify(seal=seal)
    assert problem
    assert "not the one that was sealed at row 6" in said


def test_an_end_cut_together_with_the_head_is_found_by_the_seal(chain, tmp_path):
    seal = tmp_path / "seal"
    verify(seal=seal, renew_seal=True)
    tamper(
        "DELETE FROM audit_auditrow WHERE sequence > 4",
        f"UPDATE audit_audithead SET sequence = 4, hash = '{chain[3].hash}'",
    )
    assert verify()[1] == ""
    assert "sealed at row 6" in verify(seal=seal)[0]


def test_a_seal_holds_while_the_chain_grows(chain, tmp_path, settings):
    settings.AUDIT_SEAL_FILE = str(tmp_path / "seal")
    assert "Sealed at row 6" in verify(renew_seal=True)[0]
    note()
    assert verify()[1] == ""
    assert "Sealed at row 7" in verify(renew_seal=True)[0]


def test_a_broken_chain_is_never_sealed_again(chain, tmp_path):
    seal = tmp_path / "seal"
    verify(seal=seal, renew_seal=True)
    before = seal.read_text()
    tamper("UPDATE audit_auditrow SET action = 'x' WHERE sequence = 2")
    assert verify(seal=seal, renew_seal=True)[1]
    assert seal.read_text() == before


@pytest.mark.parametrize("text", ["", "nonsense", "eyJzZXF1ZW5jZSI6MX0:1wAAAA:forged", "\xff"])
def test_a_seal_that_we_did_not_sign_is_refused(chain, tmp_path, text):
    seal = tmp_path / "seal"
    seal.write_text(text, encoding="latin-1")
    assert "The seal cannot be read" in verify(seal=seal)[1]


def test_a_missing_seal_is_not_passed_over(chain, tmp_path):
    assert "The seal cannot be read" in verify(seal=tmp_path / "none")[1]
    assert "Name the file of the seal" in verify(renew_seal=True)[1]


def test_missing_guards_are_reported(chain):
    remove_triggers(using="default")
    said, problem = verify()
    assert problem
    assert "The guard audit_row_update is not in place." in said


def test_an_erased_person_breaks_nothing():
    user, other = UserFactory(), UserFactory()
    note(by=user)
    note(by=other, on=user)
    erase_person(user=user, by=other, at=NOW)
    assert verify()[1] == ""
    assert AuditPerson.objects.filter(erased_at__isnull=False).count() == 1


def test_it_reads_the_chain_in_batches(chain, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        verify()


facts = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=300))


@given(changed=st.fixed_dictionaries({}, optional={"rows": facts, "format": st.lists(facts, max_size=4)}))
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_recorded_reads_back_as_it_was_hashed(changed):
    note(changed=changed, label=str(changed)[:300])
    assert verify()[1] == ""
