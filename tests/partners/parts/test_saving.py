"""Saving a part: each partner for itself, nothing over what nobody has read, and every version stays."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from outcomes.casestudies.models import CaseStudyIndex
from partners.agencies.models import Membership, Role
from partners.audit.models import AuditRow
from partners.parts import rules
from partners.parts.content import content_digest
from partners.parts.models import PartVersion, PermanentPartError
from partners.parts.selectors import latest_part, latest_parts
from partners.parts.services import StalePartError, save_part
from partners.parts.signals import part_saved
from partners.parts.triggers import TABLE
from partners.policy.refusals import NotAllowed
from partners.sharing.models import Share
from tests.factories import MembershipFactory, UserFactory, as_acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.sections]
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def save(shared, by, statement, *, based_on=None, **more):
    """Save a statement for the partner that somebody acts for."""
    content = {"statement": statement} if statement else {}
    return save_part(page=shared.page, by=by, at=NOW, content=content, based_on=based_on, **more)


def test_what_is_saved_is_what_the_partner_says(shared):
    version = save(shared, shared.trust_editor, "We open two clinics.")
    assert latest_parts(shared.page.pk) == {shared.trust.pk: version}
    assert version.content == {"statement": "We open two clinics."}
    assert (version.partner, version.saved_by, version.saved_at) == (shared.trust, shared.trust_editor, NOW)
    assert version.digest == content_digest({"statement": "We open two clinics."}) != ""


def test_everybody_is_told_inside_the_transaction(shared):
    heard = []

    def listener(sender, **facts):
        assert transaction.get_connection().in_atomic_block
        heard.append({"sender": sender, **facts})

    part_saved.connect(listener)
    try:
        version = save(shared, shared.council_editor, "We lead.")
        save(shared, shared.council_editor, "We lead.", based_on=version.pk)
    finally:
        part_saved.disconnect(listener)
    (told,) = heard
    assert told["sender"] is PartVersion
    assert (told["page"].pk, told["partner"], told["by"]) == (
        shared.page.pk,
        shared.council,
        shared.council_editor,
    )
    assert (told["at"], told["version"]) == (NOW, version)


def test_versions_follow_each_other_and_all_stay(shared):
    first = save(shared, shared.trust_editor, "One clinic.")
    second = save(shared, shared.trust_editor, "Two clinics.", based_on=first.pk)
    assert latest_part(shared.page.pk, shared.trust.pk) == second
    assert [each.content["statement"] for each in PartVersion.objects.order_by("pk")] == [
        "One clinic.",
        "Two clinics.",
    ]


def test_the_same_words_again_are_no_new_version(shared):
    first = save(shared, shared.trust_editor, "One clinic.")
    # Sent twice by one form: the second is based on nothing, as the first was.
    assert save(shared, shared.trust_editor, "  One clinic.\r\n") == first
    assert PartVersion.objects.count() == 1
    assert AuditRow.objects.filter(action="part.saved").count() == 1


def test_nothing_said_is_no_version_until_something_was(shared):
    assert save(shared, shared.trust_editor, "") is None
    first = save(shared, shared.trust_editor, "One clinic.")
    cleared = save(shared, shared.trust_editor, " \n ", based_on=first.pk)
    assert (cleared.digest, cleared.content, cleared.is_empty) == ("", {}, True)
    assert latest_part(shared.page.pk, shared.trust.pk) == cleared


def test_what_a_colleague_saved_meanwhile_is_not_saved_over(shared):
    colleague = MembershipFactory(partner=shared.trust, role=Role.EDITOR).user
    first = save(shared, shared.trust_editor, "One clinic.")
    second = save(shared, colleague, "Two clinics.", based_on=first.pk)
    with pytest.raises(StalePartError) as refusal:
        save(shared, shared.trust_editor, "One clinic and a van.", based_on=first.pk)
    assert refusal.value.latest == second
    with pytest.raises(StalePartError):
        save(shared, shared.trust_editor, "One clinic and a van.")
    assert latest_part(shared.page.pk, shared.trust.pk) == second


def test_another_partners_version_is_no_ground_to_build_on(shared):
    theirs = save(shared, shared.trust_editor, "One clinic.")
    with pytest.raises(StalePartError):
        save(shared, shared.council_editor, "We lead.", based_on=theirs.pk)


@pytest.mark.parametrize("whose", ["council", "trust", "college"])
def test_nobody_writes_for_another_partner(shared, whose):
    partner = getattr(shared, whose)
    with pytest.raises(NotAllowed) as refusal:
        save(shared, shared.charity_editor, "They do nothing.", partner_id=partner.pk)
    assert str(refusal.value) == rules.NOT_YOURS
    assert not PartVersion.objects.exists()
    row = AuditRow.objects.get(action="part.refused")
    assert (row.by.user, row.partner_key) == (shared.charity_editor, shared.charity.pk)
    assert row.object_key == str(shared.page.pk)


def test_a_partner_without_a_part_says_nothing(shared):
    with pytest.raises(NotAllowed, match=rules.NO_PART):
        save(shared, shared.college_editor, "We too.")
    row = AuditRow.objects.get(action="part.refused")
    # Whoever guesses the key of a page does not learn its title from the record of their own partner.
    assert row.object_label == "A page of other partners"


def test_who_left_the_page_writes_no_more(shared):
    # The page was open in their editor, and they are known to have had a part in it.
    rules.may_see_parts(shared.charity_editor, shared.page)
    Share.objects.get(page=shared.page, partner=shared.charity).delete()
    with pytest.raises(NotAllowed, match=rules.NO_PART):
        save(shared, shared.charity_editor, "Still here.")


def test_who_lost_the_role_writes_no_more(shared):
    assert rules.may_write(shared.trust_editor, shared.page, shared.trust.pk)
    Membership.objects.filter(user=shared.trust_editor).update(role=Role.MEMBER)
    with pytest.raises(NotAllowed, match=rules.NOT_YOURS):
        save(shared, shared.trust_editor, "Still an editor.")


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.MEMBER, False), (Role.EDITOR, True), (Role.APPROVER, True), (Role.ADMIN, True)],
)
def test_editors_write_and_members_do_not(shared, role, allowed):
    person = MembershipFactory(partner=shared.trust, role=role).user
    assert rules.may_write(person, shared.page, shared.trust.pk) is allowed


def test_operators_speak_for_nobody_not_even_for_their_own_partner(shared):
    operator = UserFactory(is_superuser=True)
    MembershipFactory(user=operator, partner=shared.trust, role=Role.ADMIN)
    for partner in (shared.council, shared.trust, shared.college):
        with pytest.raises(NotAllowed):
            save(shared, operator, "By order.", partner_id=partner.pk)
    assert not PartVersion.objects.exists()


def test_the_partner_that_one_acts_for_decides(shared):
    both = UserFactory()
    MembershipFactory(user=both, partner=shared.council)
    MembershipFactory(user=both, partner=shared.trust)
    version = save(shared, as_acting_for(both, shared.trust), "One clinic.")
    assert version.partner == shared.trust
    with pytest.raises(NotAllowed):
        save(shared, as_acting_for(both, shared.trust), "We lead.", partner_id=shared.council.pk)


def test_pages_without_parts_take_none(shared):
    page = CaseStudyIndex.objects.get()
    Share.objects.create(page=page, partner=shared.trust)
    with pytest.raises(NotAllowed, match=rules.NO_PARTS_HERE):
        save_part(page=page, by=shared.trust_editor, at=NOW, content={"statement": "Hm."}, based_on=None)


@pytest.mark.parametrize(
    "content", [{"statement": "x" * 1501}, {"statement": ["a"]}, {"statement": "a\0b"}, {"statement": None}]
)
def test_what_the_form_would_refuse_is_refused_from_everywhere(shared, content):
    with pytest.raises(ValidationError):
        save_part(page=shared.page, by=shared.trust_editor, at=NOW, content=content, based_on=None)
    assert not PartVersion.objects.exists()


def test_only_what_the_form_knows_is_kept(shared):
    content = {"statement": "One clinic.", "partner": shared.council.pk, "approved": True}
    version = save_part(page=shared.page, by=shared.trust_editor, at=NOW, content=content, based_on=None)
    assert version.content == {"statement": "One clinic."}


def test_no_way_through_the_models_changes_or_deletes_a_version(shared):
    version = save(shared, shared.trust_editor, "One clinic.")
    version.content = {"statement": "No clinic."}
    for forbidden in (
        version.save,
        version.delete,
        PartVersion.objects.all().delete,
        lambda: PartVersion.objects.update(content={}),
    ):
        with pytest.raises(PermanentPartError):
            forbidden()
    assert PartVersion.objects.get().content == {"statement": "One clinic."}


@pytest.mark.parametrize("column", ["content", "digest", "partner_id", "page_id", "saved_at"])
def test_the_database_itself_refuses_to_change_a_version(shared, column):
    save(shared, shared.trust_editor, "One clinic.")
    before = PartVersion.objects.values().get()
    with (
        pytest.raises(DatabaseError, match="cannot be changed"),
        transaction.atomic(),
        transaction.get_connection().cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {TABLE} SET {column} = {column}")
    assert PartVersion.objects.values().get() == before


def test_who_saved_it_may_be_forgotten(shared):
    version = save(shared, shared.trust_editor, "One clinic.")
    shared.trust_editor.delete()
    assert PartVersion.objects.get(pk=version.pk).saved_by is None


def test_versions_go_with_their_page(shared):
    save(shared, shared.trust_editor, "One clinic.")
    shared.page.delete()
    assert not PartVersion.objects.exists()
