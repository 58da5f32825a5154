"""Who has a confirmed address in a partner's mail domain may ask to join; its admins decide."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from partners.agencies.models import Role
from partners.members import requests
from partners.members.models import JoinRequest, MailDomain
from partners.members.selectors import joinable
from partners.policy.refusals import NotAllowed
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.partners.members.conftest import NOW, fresh, make_member, make_person, role_of

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site")]
Answer = JoinRequest.Answer


@pytest.fixture
def domain(council):
    return MailDomain.objects.create(partner=council, domain="council.example")


@pytest.fixture
def kit(domain):
    return make_person("kit@council.example", first_name="Kit", last_name="Lee")


@pytest.fixture
def asked(council, kit, admin):
    return ask(council, kit)


def ask(partner, user):
    return requests.ask(partner=partner, user=user, address=user.email, message="I plan parks.", at=NOW)


def partners_open_to(user):
    return [each.partner for each in joinable(fresh(user))]


@pytest.mark.parametrize(
    ("address", "below", "found"),
    [
        ("kit@council.example", False, True),
        ("Kit@COUNCIL.example", False, True),
        ("kit@schools.council.example", False, False),
        ("kit@schools.council.example", True, True),
        ("kit@notcouncil.example", True, False),
        ("kit@council.example.org", True, False),
    ],
)
def test_which_addresses_may_ask(council, domain, address, below, found):
    MailDomain.objects.update(includes_subdomains=below)
    user = make_person(address)
    assert (partners_open_to(user) == [council]) is found


def test_an_address_that_is_not_confirmed_opens_nothing(council, domain):
    user = make_person("kit@home.example")
    EmailAddress.objects.create(user=user, email="kit@council.example", verified=False)
    assert partners_open_to(user) == []
    with pytest.raises(NotAllowed, match="no confirmed mail address in a domain"):
        requests.ask(partner=council, user=user, address="kit@council.example", message="Me", at=NOW)


def test_every_confirmed_address_counts_and_each_partner_is_named_once(council, domain):
    trust = PartnerFactory(name="A trust")
    MailDomain.objects.create(partner=trust, domain="trust.example")
    MailDomain.objects.create(partner=trust, domain="trust.example.org")
    user = make_person("kit@council.example")
    for address in ("kit@trust.example", "kit@trust.example.org"):
        EmailAddress.objects.create(user=user, email=address, verified=True)
    assert partners_open_to(user) == [trust, council]


def test_members_and_those_who_asked_are_not_offered_it_again(council, kit, asked):
    assert partners_open_to(kit) == []
    with pytest.raises(NotAllowed, match="have asked Mersey Bank Council already"):
        ask(council, kit)
    MembershipFactory(user=kit, partner=council)
    asked.refresh_from_db()
    assert asked.answer == Answer.JOINED
    assert partners_open_to(kit) == []
    with pytest.raises(NotAllowed, match="belong to Mersey Bank Council already"):
        ask(council, kit)


def test_the_admins_are_told_and_nobody_else(
    council, kit, admin, editor, mailoutbox, django_capture_on_commit_callbacks
):
    second = make_member(council)
    make_member(council, is_active=False)
    make_member(PartnerFactory())
    with django_capture_on_commit_callbacks(execute=True):
        ask(council, kit)
    assert {letter.to[0] for letter in mailoutbox} == {admin.email, second.email}
    assert all("I plan parks." in letter.body for letter in mailoutbox)


def test_an_admin_lets_the_person_in(
    council, kit, admin, asked, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        requests.approve(request=asked, role=Role.APPROVER, by=fresh(admin), at=NOW)
    assert role_of(kit, council) == Role.APPROVER
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.role) == (Answer.APPROVED, admin, Role.APPROVER)
    assert [letter.to for letter in mailoutbox] == [[kit.email]]
    assert "Approver: signs and answers" in mailoutbox[0].body


def test_an_admin_says_no_with_a_reason(
    council, kit, admin, asked, mailoutbox, django_capture_on_commit_callbacks
):
    with pytest.raises(NotAllowed, match="Say why"):
        requests.refuse(request=asked, reason="  ", by=fresh(admin), at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        requests.refuse(request=asked, reason="We do not know you.", by=fresh(admin), at=NOW)
    assert role_of(kit, council) is None
    assert "We do not know you." in mailoutbox[0].body
    with pytest.raises(NotAllowed, match="answered already"):
        requests.approve(request=asked, role=Role.EDITOR, by=fresh(admin), at=NOW)
    ask(council, fresh(kit))


@pytest.mark.parametrize(
    "make",
    [
        lambda council: make_member(council, Role.APPROVER),
        lambda council: make_member(PartnerFactory()),
        lambda council: UserFactory(),
    ],
    ids=["approver", "admin of another partner", "stranger"],
)
def test_only_the_partners_admins_answer(council, kit, asked, make):
    who = make(council)
    for act in (
        lambda: requests.approve(request=asked, role=Role.MEMBER, by=who, at=NOW),
        lambda: requests.refuse(request=asked, reason="No.", by=who, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="Only a partner admin"):
            act()
    assert role_of(kit, council) is None


@pytest.mark.parametrize("lost", ["address", "domain", "account"])
def test_what_let_them_ask_must_still_hold(council, kit, admin, asked, lost):
    if lost == "address":
        EmailAddress.objects.filter(user=kit).update(verified=False)
    elif lost == "domain":
        MailDomain.objects.all().delete()
    else:
        type(kit).objects.filter(pk=kit.pk).update(is_active=False)
    with pytest.raises(NotAllowed, match="no longer has a confirmed address"):
        requests.approve(request=asked, role=Role.EDITOR, by=fresh(admin), at=NOW)
    assert role_of(kit, council) is None


def test_the_person_takes_it_back(council, kit, admin, asked):
    with pytest.raises(NotAllowed, match="somebody else's"):
        requests.take_back(request=asked, by=admin, at=NOW)
    requests.take_back(request=asked, by=kit, at=NOW)
    with pytest.raises(NotAllowed, match="answered already"):
        requests.approve(request=asked, role=Role.EDITOR, by=fresh(admin), at=NOW)


def add(partner, domain, by):
    return requests.add_domain(
        partner=partner, domain=domain, includes_subdomains=False, by=fresh(by), at=NOW
    )


def test_an_admin_adds_the_domain_of_the_own_address_only(council, admin):
    assert add(council, "council.example", admin).domain == "council.example"
    for other in ("trust.example", "example", "sub.council.example"):
        with pytest.raises(NotAllowed, match="only the domain of your own confirmed mail address"):
            add(council, other, admin)


def test_an_operator_adds_any(council):
    assert add(council, "trust.example", UserFactory(is_superuser=True)).partner == council


def test_no_two_partners_have_one_domain(council, admin, domain):
    trust = PartnerFactory(name="Trust")
    operator = UserFactory(is_superuser=True)
    with pytest.raises(NotAllowed, match="Another partner has the domain"):
        add(trust, "council.example", operator)
    with pytest.raises(NotAllowed, match="Mersey Bank Council has the domain"):
        add(council, "council.example", admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        MailDomain.objects.create(partner=trust, domain="council.example")


def test_only_its_admins_remove_a_domain(council, admin, domain, editor, kit):
    MembershipFactory(user=kit, partner=council)
    for who in (editor, make_member(PartnerFactory())):
        with pytest.raises(NotAllowed):
            requests.remove_domain(domain=domain, by=fresh(who))
    requests.remove_domain(domain=domain, by=fresh(admin))
    assert not MailDomain.objects.exists()
    assert role_of(kit, council) == Role.EDITOR


def test_asking_costs_two_queries(kit, django_assert_num_queries):
    for number in range(5):
        MailDomain.objects.create(partner=PartnerFactory(), domain=f"d{number}.example")
        EmailAddress.objects.create(user=kit, email=f"kit@d{number}.example", verified=True)
    user = fresh(kit)
    with django_assert_num_queries(2):
        assert len(joinable(user)) == 6
