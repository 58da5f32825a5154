"""What `record` writes, and what it refuses to write."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from partners.audit.actions import ACTIONS, BY_NAME, table
from partners.audit.chain import START
from partners.audit.context import HEADER, current_person, current_request_id
from partners.audit.models import AuditHead, AuditPerson, AuditRow
from partners.audit.services import UnknownActionError, erase_person, record
from tests.factories import PartnerFactory, UserFactory
from tests.partners.audit.chains import NOW, note

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_row_says_who_for_whom_what_and_when():
    user, partner = (
        UserFactory(first_name="Edie", last_name="Marsh", email="edie@example.org"),
        PartnerFactory(),
    )
    row = record(
        action="audit.exported", by=user, for_partner=partner, on=partner, changed={"rows": 3}, at=NOW
    )
    row = AuditRow.objects.get(pk=row.pk)
    assert str(row.by) == "Edie Marsh <edie@example.org>"
    assert (row.partner_key, row.partner_name) == (partner.pk, partner.name)
    assert (row.object_type, row.object_key, row.object_label) == (
        "agencies.partner",
        str(partner.pk),
        partner.name,
    )
    assert (row.action, row.at, row.changed) == ("audit.exported", NOW, {"rows": 3})


def test_each_row_is_bound_to_the_one_before():
    rows = [note() for _ in range(3)]
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == [START, rows[0].hash, rows[1].hash]
    head = AuditHead.objects.get()
    assert (head.sequence, head.hash) == (3, rows[2].hash)


def test_what_is_undone_leaves_no_row():
    def change_and_fail():
        with transaction.atomic():
            note()
            raise RuntimeError

    note()
    with pytest.raises(RuntimeError):
        change_and_fail()
    assert note().sequence == 2


@pytest.mark.parametrize(
    ("action", "changed"),
    [("page.exploded", {}), ("audit.exported", {"password": "secret"}), ("", {})],
    ids=["action", "fact", "nothing"],
)
def test_only_what_the_table_names_is_recorded(action, changed):
    with pytest.raises(UnknownActionError):
        record(action=action, by=None, changed=changed)
    assert not AuditRow.objects.exists()


def test_long_facts_are_shortened_and_unprintable_ones_cleaned():
    row = note(changed={"format": "x" * 5_000 + "\0"}, label="y" * 5_000)
    assert len(row.changed["format"]) == 200
    assert len(row.object_label) == 255
    assert "\0" not in str(AuditRow.objects.get().changed)


def test_a_persons_name_stands_only_beside_the_rows():
    user = UserFactory(email="someone@example.org", first_name="Someone")
    record(action="audit.exported", by=user, on=user)
    row = AuditRow.objects.values().get()
    assert "someone" not in str(row).lower()
    assert AuditRow.objects.get().about.label.startswith("Someone")


def test_one_name_is_kept_once_and_a_new_name_beside_it():
    user = UserFactory(first_name="Pat", last_name="One")
    first, again = note(by=user), note(by=user)
    user.last_name = "Two"
    user.save()
    renamed = note(by=user)
    assert first.by_id == again.by_id != renamed.by_id
    assert {person.label.split(" <")[0] for person in AuditPerson.objects.all()} == {"Pat One", "Pat Two"}


def test_a_deleted_account_keeps_its_rows_and_name():
    user = UserFactory(email="gone@example.org")
    note(by=user)
    user.delete()
    row = AuditRow.objects.get()
    assert row.by.user is None
    assert "gone@example.org" in row.by.label


def test_an_erased_person_keeps_rows_without_a_name():
    user, admin = UserFactory(email="erase@example.org"), UserFactory()
    note(by=user)
    assert erase_person(user=user, by=admin, at=NOW) == 1
    assert str(AuditRow.objects.get(sequence=1).by).startswith("Erased person")
    assert not AuditPerson.objects.filter(label__contains="erase@example.org").exists()
    told = AuditRow.objects.get(sequence=2)
    assert (told.action, told.by.user) == ("audit.person_erased", admin)


def test_actions_are_named_once_and_described():
    assert len(BY_NAME) == len(ACTIONS)
    for action in ACTIONS:
        assert action.name.count(".") == 1
        assert len(action.name) <= AuditRow._meta.get_field("action").max_length
        assert f"| `{action.name}` | {action.says} |" in table()


def test_every_answer_carries_an_id_of_ours():
    first = Client().get("/health/live", headers={HEADER: "mine"})
    second = Client().get("/health/live", headers={HEADER: "mine"})
    assert first[HEADER] != second[HEADER]
    assert "mine" not in (first[HEADER], second[HEADER])
    assert len(first[HEADER]) == 24


def test_outside_of_a_request_there_is_no_id_and_nobody():
    assert current_request_id() == ""
    assert current_person() is None
    assert note().request_id == ""


def test_the_guide_shows_the_table_of_actions():
    guide = Path(settings.BASE_DIR) / "docs" / "audit.md"
    assert table() in guide.read_text(), "Print it again: manage.py audit_actions"
