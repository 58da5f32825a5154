"""The screens of partner admins: their own partner's members, and nobody else's."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.agencies.models import Membership, Role
from partners.members.models import Invitation, JoinRequest, MailDomain
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.partners.members.conftest import make_member, make_person, role_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def text_of(response):
    return " ".join(response.content.decode().split())


def is_refused(response):
    """Whether a screen turned somebody away. Wagtail leads them home with a sentence."""
    return response.status_code == 403 or (response.status_code == 302 and response.url == "/admin/")


def at(partner, rest=""):
    return f"/admin/members/{partner.pk}/{rest}"


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


def test_the_menu_leads_admins_to_their_members(as_admin, council):
    assert "/admin/members/" in text_of(as_admin.get("/admin/"))
    assert as_admin.get("/admin/members/").url == at(council)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR, Role.APPROVER])
def test_others_have_no_way_there(client, council, role):
    client.force_login(make_member(council, role))
    assert "/admin/members/" not in text_of(client.get("/admin/"))
    for address in ("/admin/members/", at(council), at(council, "invitations/new/")):
        assert client.get(address).status_code == 403


def test_only_the_partner_acted_for_is_managed(as_admin, council, admin):
    second = PartnerFactory(name="Trust")
    MembershipFactory(user=admin, partner=second, role=Role.ADMIN)
    assert is_refused(as_admin.get(at(second)))
    as_admin.post("/admin/acting/", {"partner": second.pk})
    assert as_admin.get(at(second)).status_code == 200
    assert is_refused(as_admin.get(at(council)))
    assert is_refused(as_admin.get("/admin/members/999999/"))


def test_an_operator_chooses_a_partner(client, council, admin, editor):
    nobody = PartnerFactory(name="Trust without members")
    client.force_login(UserFactory(is_superuser=True))
    page = text_of(client.get("/admin/members/"))
    assert "Mersey Bank Council" in page
    assert "Nobody" in page
    assert "Mersey Bank" not in text_of(client.get("/admin/members/?q=trust"))
    assert "as partner admin: they can invite the rest" in text_of(client.get(at(nobody)))


def test_the_list_says_who_is_what(as_admin, council, admin, editor):
    make_member(council, Role.MEMBER, is_active=False)
    page = text_of(as_admin.get(at(council)))
    for words in ("Ada Admin", "ada@council.example · you", "Editor: writes", "Never", "account closed"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=edie", True),
        ("q=ada", False),
        ("role=editor", True),
        ("role=member", False),
        ("q=edie+council", True),
    ],
)
def test_the_list_can_be_searched(as_admin, council, editor, query, found):
    assert ("edie@council.example" in text_of(as_admin.get(at(council, f"?{query}")))) is found


def test_a_role_is_changed(as_admin, council, editor):
    address = at(council, f"member/{editor.memberships.get().pk}/")
    assert "Editor: writes" in text_of(as_admin.get(address))
    assert as_admin.post(address, {"role": "approver"}).url == at(council)
    assert role_of(editor, council) == Role.APPROVER
    assert "not one of the available" in text_of(as_admin.post(address, {"role": "king"}))


def test_the_last_admin_stays_and_the_screen_says_why(as_admin, council, admin):
    address = at(council, f"member/{admin.memberships.get().pk}/")
    page = text_of(as_admin.post(address, {"role": "editor"}))
    assert "Ada Admin is the only partner admin of Mersey Bank Council." in page
    assert as_admin.post(f"{address}end/").url.endswith("/leave/")
    assert role_of(admin, council) == Role.ADMIN


def test_who_gives_up_the_role_is_led_home(as_admin, council, admin):
    make_member(council)
    answer = as_admin.post(at(council, f"member/{admin.memberships.get().pk}/"), {"role": "editor"})
    assert answer.url == "/admin/"
    assert as_admin.get(at(council)).status_code == 403


def test_a_membership_is_ended_after_a_question(as_admin, council, editor):
    address = at(council, f"member/{editor.memberships.get().pk}/end/")
    assert "is signed out everywhere at once" in text_of(as_admin.get(address))
    assert role_of(editor, council) == Role.EDITOR
    as_admin.post(address)
    assert role_of(editor, council) is None


def test_several_people_are_invited_at_once(as_admin, council, django_capture_on_commit_callbacks):
    form = {"addresses": "kit@example.org\nLee@example.org, kit@example.org", "role": "editor"}
    with django_capture_on_commit_callbacks(execute=True):
        assert as_admin.post(at(council, "invitations/new/"), form).url == at(council, "invitations/")
    assert sorted(letter.to[0] for letter in mail.outbox) == ["kit@example.org", "lee@example.org"]
    page = text_of(as_admin.get(at(council, "invitations/")))
    assert "2 invitations are sent." in page
    assert "lee@example.org" in page


def test_each_address_has_its_own_error_and_what_was_typed_stays(as_admin, council, editor):
    form = {"addresses": f"kit@example.org\nnobody@\n{editor.email}", "role": "approver"}
    page = text_of(as_admin.post(at(council, "invitations/new/"), form))
    assert "“nobody@” is not a mail address." in page
    assert "edie@council.example belongs to a member already." in page
    assert "nobody@ edie@council.example</textarea>" in page
    assert '<option value="approver" selected>' in page
    assert not Invitation.objects.exists()


def test_a_mailbox_of_several_people_is_asked_about(as_admin, council):
    address = at(council, "invitations/new/")
    assert "shared_confirmed" not in text_of(as_admin.get(address))
    form = {"addresses": "info@charity.example", "role": "admin"}
    page = text_of(as_admin.post(address, form))
    assert "info@charity.example looks like a mailbox that several people read." in page
    assert "shared_confirmed" in page
    as_admin.post(address, {**form, "shared_confirmed": "on"})
    assert Invitation.objects.get().is_shared_mailbox


def test_too_many_at_once_are_refused(as_admin, council):
    form = {"addresses": "\n".join(f"p{n}@example.org" for n in range(21)), "role": "editor"}
    page = text_of(as_admin.post(at(council, "invitations/new/"), form))
    assert "Invite at most 20 people at once. These are 21." in page


def test_of_too_many_in_a_day_none_is_sent(as_admin, council, monkeypatch):
    monkeypatch.setattr("partners.members.rules.MOST_A_DAY", 2)
    form = {"addresses": "a@example.org b@example.org c@example.org", "role": "editor"}
    assert "Send the rest tomorrow." in text_of(as_admin.post(at(council, "invitations/new/"), form))
    assert not Invitation.objects.exists()


def test_the_answer_is_the_same_for_known_and_unknown_addresses(as_admin, council):
    make_person("known@example.org")
    pages = []
    for name in ("known", "nobody"):
        form = {"addresses": f"{name}@example.org", "role": "editor"}
        answer = as_admin.post(at(council, "invitations/new/"), form, follow=True)
        pages.append(without_what_differs(answer, name))
        Invitation.objects.all().delete()
    assert "1 invitation is sent." in pages[0]
    assert pages[0] == pages[1]


def without_what_differs(answer, name):
    """A page without the tokens of its forms, the address, and the key of the row."""
    page = re.sub(r'"[A-Za-z0-9]{64}"', "TOKEN", text_of(answer)).replace(name, "NAME")
    return re.sub(r"invitations/\d+/", "invitations/ROW/", page)


def test_an_invitation_is_sent_again_and_taken_back(as_admin, council, send):
    send()
    old = Invitation.objects.get()
    as_admin.post(at(council, f"invitations/{old.pk}/again/"))
    new = Invitation.objects.unanswered().get()
    assert (new.address, new.role) == (old.address, old.role)
    assert new.digest != old.digest
    for verb in ("again", "take-back"):
        answer = as_admin.post(at(council, f"invitations/{old.pk}/{verb}/"), follow=True)
        assert "This was answered already, so nothing was changed." in text_of(answer)
    assert Invitation.objects.unanswered().get() == new
    as_admin.post(at(council, f"invitations/{new.pk}/take-back/"))
    assert not Invitation.objects.unanswered().exists()


@pytest.fixture
def asked(council):
    MailDomain.objects.create(partner=council, domain="council.example")
    kit = make_person("kit@council.example", first_name="Kit", last_name="Lee")
    return JoinRequest.objects.create(user=kit, partner=council, address=kit.email, message="I plan parks.")


def test_a_request_is_approved(as_admin, council, asked):
    assert "Requests to join (1)" in text_of(as_admin.get(at(council)))
    assert "I plan parks." in text_of(as_admin.get(at(council, "requests/")))
    address = at(council, f"requests/{asked.pk}/")
    assert "kit@council.example, confirmed" in text_of(as_admin.get(address))
    assert as_admin.post(address, {"approve": "yes", "role": "approver"}).url == at(council, "requests/")
    assert role_of(asked.user, council) == Role.APPROVER
    assert "This was answered already" in text_of(as_admin.get(address, follow=True))


def test_a_request_is_refused_with_a_reason(as_admin, council, asked):
    address = at(council, f"requests/{asked.pk}/")
    assert "Say why. The person reads it." in text_of(as_admin.post(address, {"refuse": "yes", "reason": ""}))
    as_admin.post(address, {"refuse": "yes", "reason": "We do not know you."})
    asked.refresh_from_db()
    assert (asked.answer, asked.reason) == ("refused", "We do not know you.")


def test_a_request_that_lost_its_ground_says_so(as_admin, council, asked):
    MailDomain.objects.all().delete()
    page = text_of(as_admin.post(at(council, f"requests/{asked.pk}/"), {"approve": "yes", "role": "editor"}))
    assert "Kit Lee no longer has a confirmed address in a domain of Mersey Bank Council." in page


def test_a_mail_domain_is_added_and_removed(as_admin, council):
    address = at(council, "mail-domains/")
    for typed, said in (
        ("gmail.com", "Anybody can have an address at gmail.com"),
        ("nowhere", "is not a domain"),
        ("trust.example", "only the domain of your own confirmed mail address"),
    ):
        page = text_of(as_admin.post(address, {"domain": typed}))
        assert said in page
        assert f'value="{typed}"' in page
    as_admin.post(address, {"domain": "@Council.example", "includes_subdomains": "on"})
    found = MailDomain.objects.get()
    assert (found.domain, found.includes_subdomains) == ("council.example", True)
    assert "council.example, and everything below it" in text_of(as_admin.get(address))
    as_admin.post(f"{address}{found.pk}/remove/")
    assert not MailDomain.objects.exists()


def test_nothing_of_another_partner_is_touched_through_ones_own(as_admin, council, asked, editor):
    """Their ids below our address: what an admin of ours could try."""
    other = PartnerFactory()
    them = make_member(other, Role.EDITOR)
    theirs = {
        "member": Membership.objects.get(user=them).pk,
        "request": JoinRequest.objects.create(user=UserFactory(), partner=other, address="a@b.org").pk,
        "domain": MailDomain.objects.create(partner=other, domain="other.example").pk,
    }
    for rest in (
        f"member/{theirs['member']}/",
        f"member/{theirs['member']}/end/",
        f"requests/{theirs['request']}/",
        f"mail-domains/{theirs['domain']}/remove/",
    ):
        assert is_refused(as_admin.post(at(council, rest), {"role": "admin", "approve": "yes"}))
    assert role_of(them, other) == Role.EDITOR
    assert MailDomain.objects.filter(partner=other).exists()


@pytest.mark.parametrize("rest", ["", "invitations/", "requests/", "mail-domains/"])
def test_every_list_makes_a_fixed_number_of_queries(as_admin, council, admin, send, rest):
    counts = []
    for number in (1, 12):
        for each in range(number):
            name = f"p{number}-{each}"
            make_member(council, Role.EDITOR, email=f"{name}@council.example")
            send(f"{name}@example.org")
            MailDomain.objects.create(partner=council, domain=f"{name}.example", added_by=admin)
            JoinRequest.objects.create(
                user=make_person(f"{name}@asks.example"), partner=council, address="a@b.org", message="x"
            )
        as_admin.get(at(council, rest))
        with CaptureQueriesContext(connection) as queries:
            assert as_admin.get(at(council, rest)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25
