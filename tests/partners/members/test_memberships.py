"""Roles and ends of memberships; a partner never loses its last admin."""

import pytest

from partners.agencies.acting import standing_of
from partners.agencies.models import Membership, Role
from partners.members import memberships
from partners.members.models import Invitation
from partners.policy.refusals import NotAllowed
from tests.factories import PartnerFactory, UserFactory
from tests.partners.members.conftest import fresh, make_member, role_of

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site")]
LAST = "is the only partner admin of Mersey Bank Council. Make somebody else partner admin first"


def membership(user):
    return Membership.objects.select_related("partner", "user").get(user=user)


def change(user, role, by):
    memberships.change_role(membership=membership(user), role=role, by=fresh(by))


def end(user, by):
    memberships.end(membership=membership(user), by=fresh(by))


@pytest.mark.parametrize(
    ("make", "allowed"),
    [
        (lambda council: make_member(council, Role.MEMBER), False),
        (lambda council: make_member(council, Role.APPROVER), False),
        (lambda council: make_member(PartnerFactory()), False),
        (lambda council: UserFactory(), False),
        (lambda council: make_member(council), True),
        (lambda council: UserFactory(is_superuser=True), True),
    ],
    ids=["member", "approver", "admin of another partner", "stranger", "admin", "operator"],
)
@pytest.mark.parametrize("what", ["role", "end"])
def test_who_changes_and_ends(council, admin, editor, make, allowed, what):
    by = make(council)
    act = (lambda: change(editor, Role.APPROVER, by)) if what == "role" else (lambda: end(editor, by))
    if allowed:
        act()
    else:
        with pytest.raises(NotAllowed, match="Only a partner admin"):
            act()
    assert role_of(editor, council) == ({"role": Role.APPROVER}.get(what) if allowed else Role.EDITOR)


def test_everybody_may_leave(council, admin, editor):
    end(editor, editor)
    assert role_of(editor, council) is None


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR, Role.APPROVER])
def test_the_last_admin_keeps_the_role(council, admin, editor, role):
    for by in (admin, UserFactory(is_superuser=True)):
        with pytest.raises(NotAllowed, match=LAST):
            change(admin, role, by)
    assert role_of(admin, council) == Role.ADMIN


def test_the_last_admin_cannot_leave_or_be_ended(council, admin, editor):
    for by in (admin, UserFactory(is_superuser=True)):
        with pytest.raises(NotAllowed, match=LAST):
            end(admin, by)
    assert role_of(admin, council) == Role.ADMIN


def test_after_handing_over_the_first_admin_may_go(council, admin, editor):
    change(editor, Role.ADMIN, admin)
    end(admin, admin)
    assert role_of(editor, council) == Role.ADMIN
    with pytest.raises(NotAllowed, match=LAST):
        end(editor, editor)


def test_an_admin_whose_account_is_closed_does_not_count(council, admin):
    make_member(council, is_active=False)
    with pytest.raises(NotAllowed, match=LAST):
        end(admin, admin)


def test_an_admin_whose_account_is_closed_can_be_ended(council, admin):
    closed = make_member(council, is_active=False)
    end(closed, admin)
    assert role_of(closed, council) is None


def test_who_lost_the_role_meanwhile_changes_nothing(council, admin, editor):
    """A request that knew its sender as admin when it began, and waited."""
    second = make_member(council)
    late = fresh(second)
    assert standing_of(late).label == "partner admins"
    change(second, Role.EDITOR, admin)
    with pytest.raises(NotAllowed, match="Only a partner admin"):
        memberships.change_role(membership=membership(editor), role=Role.ADMIN, by=late)


def test_ending_signs_the_person_out_everywhere(client, council, admin, editor):
    client.force_login(editor)
    assert client.get("/account/name/").status_code == 200
    end(editor, admin)
    assert client.get("/account/name/").status_code == 302


@pytest.mark.parametrize("what", ["role", "end"])
def test_the_person_is_told(council, admin, editor, mailoutbox, django_capture_on_commit_callbacks, what):
    with django_capture_on_commit_callbacks(execute=True):
        change(editor, Role.APPROVER, admin) if what == "role" else end(editor, admin)
    (letter,) = mailoutbox
    assert letter.to == [editor.email]
    said = "Approver: signs and answers" if what == "role" else "ended your membership"
    assert said in letter.body
    assert said in letter.alternatives[0].content


def test_the_same_role_again_changes_and_tells_nothing(council, admin, editor, mailoutbox):
    change(editor, Role.EDITOR, admin)
    assert mailoutbox == []


def test_nobody_without_wagtails_rights_gains_any(council, admin, send):
    send(role=Role.ADMIN)
    assert Invitation.objects.get().role == Role.ADMIN
    for right in ("auth.add_user", "people.change_user", "auth.change_group", "wagtailcore.add_site"):
        assert not fresh(admin).has_perm(right)
