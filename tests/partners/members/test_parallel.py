"""Several at once: threads with connections of their own, on a database where commits are real."""

import pytest

from partners.agencies.acting import standing_of
from partners.agencies.models import Membership, Role
from partners.members import invitations, memberships, requests
from partners.members.invitations import NoSuchInvitationError
from partners.members.models import JoinRequest, MailDomain
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from tests import threads
from tests.factories import PartnerFactory
from tests.partners.members.conftest import NOW, make_member, make_person

pytestmark = [
    pytest.mark.idempotent,
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]
ROUNDS = 5


def at_once(*actions):
    """Do all of these in threads that start together. Returns what each returned, or its refusal."""
    told = (NotAllowed, NoSuchInvitationError, Membership.DoesNotExist)
    return threads.at_once(lambda number: actions[number](), len(actions), told)


def admins_of(partner):
    return Membership.objects.filter(partner=partner, role=Role.ADMIN).count()


def knowing(user):
    """The person as a request knows them that has begun: with the role of that moment."""
    found = User.objects.get(pk=user.pk)
    standing_of(found)
    return found


@pytest.mark.parametrize("verb", ["demote", "end", "leave"])
def test_two_admins_at_once_never_leave_a_partner_without_one(verb):
    for _ in range(ROUNDS):
        council = PartnerFactory()
        first, second = make_member(council), make_member(council)
        rows = {m.user_id: m for m in Membership.objects.filter(partner=council)}

        def act(by, to, rows=rows):
            by = knowing(by)
            if verb == "demote":
                return lambda: memberships.change_role(membership=rows[to.pk], role=Role.EDITOR, by=by)
            return lambda: memberships.end(membership=rows[by.pk if verb == "leave" else to.pk], by=by)

        results = at_once(act(first, second), act(second, first))
        assert sum(isinstance(result, NotAllowed) for result in results) == 1
        assert admins_of(council) == 1


def test_four_admins_who_all_demote_each_other_leave_one():
    council = PartnerFactory()
    admins = [make_member(council) for _ in range(4)]
    rows = {m.user_id: m for m in Membership.objects.filter(partner=council)}

    def demote_the_next(number):
        by, to = knowing(admins[number]), admins[(number + 1) % 4]
        return lambda: memberships.change_role(membership=rows[to.pk], role=Role.EDITOR, by=by)

    at_once(*map(demote_the_next, range(4)))
    assert admins_of(council) >= 1


def test_one_link_opened_eight_times_at_once_lets_in_once(monkeypatch):
    council = PartnerFactory()
    kit, admin = make_person("kit@example.org"), make_member(council)
    keys = []
    monkeypatch.setattr(invitations.mails, "invitation", lambda sent, key: keys.append(key))
    invitations.invite(partner=council, address=kit.email, role=Role.EDITOR, by=admin, at=NOW)
    accept = lambda: invitations.accept(key=keys[0], by=User.objects.get(pk=kit.pk), at=NOW)  # noqa: E731
    results = at_once(*[accept] * 8)
    assert sum(isinstance(result, Membership) for result in results) == 1
    assert Membership.objects.filter(user=kit).count() == 1


def test_one_request_sent_eight_times_at_once_is_one():
    council = PartnerFactory()
    MailDomain.objects.create(partner=council, domain="council.example")
    kit = make_person("kit@council.example")
    ask = lambda: requests.ask(  # noqa: E731
        partner=council, user=User.objects.get(pk=kit.pk), address=kit.email, message="Me", at=NOW
    )
    results = at_once(*[ask] * 8)
    assert sum(isinstance(result, JoinRequest) for result in results) == 1
    assert JoinRequest.objects.count() == 1


def test_of_two_partners_that_add_one_domain_at_once_one_gets_it():
    partners = [PartnerFactory(), PartnerFactory()]
    admins = [make_member(p, email=f"a{n}@shared.example") for n, p in enumerate(partners)]

    def add(number):
        by = knowing(admins[number])
        return lambda: requests.add_domain(
            partner=partners[number], domain="shared.example", includes_subdomains=False, by=by, at=NOW
        )

    results = at_once(add(0), add(1))
    assert sum(isinstance(result, NotAllowed) for result in results) == 1
    assert MailDomain.objects.count() == 1
