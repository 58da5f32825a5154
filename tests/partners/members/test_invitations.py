"""An invitation works once, for a while, for one address, and while who sent it may still invite."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.agencies.models import Membership, Role
from partners.audit.models import AuditRow
from partners.mail.models import Letter
from partners.members import invitations, memberships, selectors
from partners.members.invitations import NoSuchInvitationError
from partners.members.models import Invitation
from partners.members.rules import MOST_A_DAY
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.partners.members.conftest import NOW, fresh, make_member, make_person, role_of

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site")]
Outcome = Invitation.Outcome
WEEK = timedelta(days=7)


def works(key, person=None, at=NOW):
    """Whether a link works for somebody."""
    try:
        invitations.invitation_for(key, fresh(person) if person else None, at)
    except NoSuchInvitationError:
        return False
    return True


def test_the_invited_person_becomes_a_member_once(send, council):
    key, kit = send(role=Role.APPROVER), make_person("kit@example.org")
    membership = invitations.accept(key=key, by=kit, at=NOW)
    assert (membership.partner, membership.role) == (council, Role.APPROVER)
    assert Invitation.objects.get().outcome == Outcome.ACCEPTED
    with pytest.raises(NoSuchInvitationError):
        invitations.accept(key=key, by=kit, at=NOW)
    Membership.objects.filter(user=kit).delete()
    assert not works(key, kit)


def test_the_database_does_not_hold_the_key(send):
    key = send()
    for model in (Invitation, AuditRow, Letter):
        assert key not in repr(list(model.objects.values()))


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_person("other@example.org"),
        lambda: UserFactory(email="kit@example.org"),
        lambda: make_person("kit@example.org.uk"),
    ],
    ids=["another address", "the address, not confirmed", "a longer address"],
)
def test_nobody_else_can_accept(send, council, make):
    key, person = send(), make()
    with pytest.raises(NoSuchInvitationError):
        invitations.accept(key=key, by=person, at=NOW)
    assert role_of(person, council) is None


def test_any_confirmed_address_of_the_account_will_do(send):
    key, kit = send("kit@work.example"), make_person("kit@home.example")
    assert not works(key, kit)
    address = EmailAddress.objects.create(user=kit, email="Kit@Work.example", verified=False)
    assert not works(key, kit)
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert works(key, kit)


def test_it_works_for_seven_days(send):
    key, kit = send(), make_person("kit@example.org")
    assert works(key, kit, NOW + WEEK - timedelta(seconds=1))
    assert not works(key, kit, NOW + WEEK)


def test_a_new_password_by_mail_ends_it_for_good(send):
    key, kit = send(), make_person("kit@example.org")
    other = send("other@example.org")
    password_reset.send(sender=User, request=None, user=kit)
    assert not works(key, kit)
    assert not works(key)
    assert works(other)
    assert Invitation.objects.get(address="kit@example.org").outcome == Outcome.RESET
    assert AuditRow.objects.get(action="invitation.ended").changed == {"why": "password reset"}


def test_somebody_elses_unconfirmed_address_ends_nothing(send):
    key, squatter = send(), make_person("squatter@example.org")
    EmailAddress.objects.create(user=squatter, email="kit@example.org", verified=False)
    password_reset.send(sender=User, request=None, user=squatter)
    assert works(key)


@pytest.mark.parametrize(
    "lose",
    [
        lambda m: memberships.change_role(membership=m, role=Role.APPROVER, by=fresh(m.user)),
        lambda m: memberships.end(membership=m, by=fresh(m.user)),
        lambda m: Membership.objects.filter(pk=m.pk).delete(),
        lambda m: close_account(m.user),
    ],
    ids=["another role", "left", "deleted by other code", "account closed"],
)
def test_it_ends_for_good_when_who_sent_it_is_no_admin_any_more(send, council, admin, lose):
    make_member(council)
    key = send()
    lose(Membership.objects.get(user=admin))
    assert not works(key)
    assert Invitation.objects.get().outcome == Outcome.INVITER_GONE
    Membership.objects.filter(user=admin).delete()
    MembershipFactory(user=admin, partner=council, role=Role.ADMIN)
    User.objects.filter(pk=admin.pk).update(is_active=True)
    assert not works(key)


def close_account(user):
    user.is_active = False
    user.save()


def test_it_does_not_work_even_where_no_signal_told_of_the_lost_role(send, admin):
    key = send()
    Membership.objects.filter(user=admin).update(role=Role.EDITOR)
    assert not works(key)


def test_an_operator_invites_the_first_admin(send, council):
    operator = UserFactory(is_superuser=True)
    key, kit = send(role=Role.ADMIN, by=operator), make_person("kit@example.org")
    invitations.accept(key=key, by=kit, at=NOW)
    assert role_of(kit, council) == Role.ADMIN


def test_inviting_again_replaces_the_open_one(send):
    old, new = send(), send("KIT@example.org", Role.APPROVER)
    assert not works(old)
    assert works(new)
    assert [each.outcome for each in Invitation.objects.order_by("pk")] == [Outcome.REPLACED, ""]


def test_it_can_be_taken_back(send, admin):
    key = send()
    invitations.take_back(invitation=Invitation.objects.get(), by=fresh(admin), at=NOW)
    assert not works(key)
    with pytest.raises(NotAllowed, match="answered already"):
        invitations.take_back(invitation=Invitation.objects.get(), by=fresh(admin), at=NOW)


@pytest.mark.parametrize("signed_in", [True, False])
def test_it_can_be_declined_with_and_without_an_account(send, council, signed_in):
    key, kit = send(), make_person("kit@example.org")
    invitations.decline(key=key, by=kit if signed_in else None, at=NOW)
    assert not works(key, kit)
    assert role_of(kit, council) is None


def test_who_joins_another_way_needs_no_invitation(send, council):
    key, kit = send(), make_person("kit@example.org")
    MembershipFactory(user=kit, partner=council)
    assert not works(key, kit)
    assert not works(key)
    assert Invitation.objects.get().outcome == Outcome.JOINED


def test_a_member_is_not_invited(send, editor):
    with pytest.raises(NotAllowed, match="belongs to a member already"):
        send(editor.email.upper())


@pytest.mark.parametrize(
    ("make", "allowed"),
    [
        (lambda council: make_member(council, Role.APPROVER), False),
        (lambda council: make_member(PartnerFactory()), False),
        (lambda council: UserFactory(), False),
        (lambda council: make_member(council), True),
        (lambda council: UserFactory(is_superuser=True), True),
    ],
    ids=["approver", "admin of another partner", "stranger", "admin", "operator"],
)
def test_who_invites(send, council, make, allowed):
    who = make(council)
    if allowed:
        send(by=who)
    else:
        with pytest.raises(NotAllowed, match="Only a partner admin of Mersey Bank Council"):
            send(by=who)
    assert Invitation.objects.exists() is allowed


def test_an_admin_of_two_partners_invites_for_the_one_acted_for(council):
    both = make_member(PartnerFactory())
    MembershipFactory(user=both, partner=council, role=Role.ADMIN)
    with pytest.raises(NotAllowed):
        invitations.invite(partner=council, address="kit@example.org", role=Role.EDITOR, by=both, at=NOW)


def test_a_partner_sends_only_so_many_a_day(send, council):
    Invitation.objects.bulk_create(
        Invitation(
            partner=council,
            address=f"p{number}@example.org",
            invited_at=NOW - timedelta(hours=number % 23),
            expires_at=NOW + WEEK,
            digest=str(number),
        )
        for number in range(MOST_A_DAY - 1)
    )
    send()
    with pytest.raises(NotAllowed, match="Send the rest tomorrow"):
        send("one.more@example.org")
    send("one.more@example.org", at=NOW + timedelta(days=1, seconds=1))


def test_a_shared_mailbox_must_be_confirmed_and_that_is_kept(send):
    with pytest.raises(NotAllowed, match="looks like a mailbox that several people read"):
        send("info@charity.example")
    send("info@charity.example", shared_confirmed=True)
    send("ada@charity.example", shared_confirmed=True)
    assert [i.is_shared_mailbox for i in Invitation.objects.order_by("pk")] == [True, False]
    kept = [row.changed for row in AuditRow.objects.filter(action="invitation.sent").order_by("sequence")]
    assert [facts["shared_mailbox_confirmed"] for facts in kept] == [True, False]


def test_letters_for_known_and_unknown_addresses_are_alike(send):
    make_person("known@example.org")
    letters = []
    for address in ("known@example.org", "nobody@example.org"):
        key = send(address)
        letter = mail.outbox[-1]
        html = letter.alternatives[0].content
        letters.append((letter.subject, letter.body.replace(key, ""), html.replace(key, "")))
    assert letters[0] == letters[1]


def test_known_and_unknown_addresses_cost_the_same(council, admin, django_capture_on_commit_callbacks):
    """Every query of one is a query of the other: neither the page nor its time tells who has an account."""
    make_person("known@example.org")
    counts = []
    for address in ("known@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks():
            invitations.invite(partner=council, address=address, role=Role.EDITOR, by=fresh(admin), at=NOW)
        counts.append([query["sql"].split(" ")[0] for query in queries])
    assert counts[0] == counts[1]


def test_the_audit_names_no_address(send):
    make_person("kit@example.org")
    send()
    row = AuditRow.objects.get(action="invitation.sent")
    assert row.about is None
    assert "kit" not in repr(AuditRow.objects.values().get(pk=row.pk))


def test_sign_on_lets_in_whom_the_partner_invited(send, council):
    other = PartnerFactory()
    send(at=timezone.now())
    assert selectors.is_invited(council, " Kit@Example.org ")
    assert not selectors.is_invited(other, "kit@example.org")
    assert not selectors.is_invited(council, "other@example.org")


def test_the_database_keeps_one_open_invitation_per_address(council):
    facts = {"partner": council, "address": "a@example.org", "invited_at": NOW, "expires_at": NOW + WEEK}
    Invitation.objects.create(digest="1", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(digest="2", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(digest="3", **{**facts, "address": "b@example.org", "expires_at": NOW})
