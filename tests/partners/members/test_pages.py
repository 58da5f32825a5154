"""What invited people, people who ask, and people who leave see."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from partners.agencies.models import Membership, Role
from partners.members.models import Invitation, JoinRequest, MailDomain
from partners.people.models import User
from tests.factories import PASSWORD, MembershipFactory, PartnerFactory, UserFactory
from tests.partners.members.conftest import NOW, make_member, make_person, role_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
NAME = {"first_name": "Kit", "last_name": "Lee"}


@pytest.fixture
def link(send, clock):
    """The address of the page in a letter to kit@example.org."""
    return f"/invitations/{send()}/"


@pytest.fixture
def clock(time_machine):
    """The time at which the tests' invitations are sent."""
    time_machine.move_to(NOW, tick=False)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_page_says_who_invites_to_what(client, link):
    page = text_of(client.get(link))
    for words in ("Join Mersey Bank Council?", "Ada Admin invites you", "Editor: writes", "11 March 2026"):
        assert words in page
    assert client.get(link).headers["Cache-Control"].startswith("max-age=0")


def test_looking_at_the_page_changes_nothing(client, link):
    for verb in (client.get, client.head):
        verb(link)
    assert "sessionid" not in client.cookies
    assert Invitation.objects.get().outcome == ""
    for step in ("accept/", "decline/", "account/"):
        assert client.get(link + step).status_code == 405


def open_account(client, link, **fields):
    """Go from the link to the form for a new account and send it."""
    step = client.post(f"{link}account/")
    form = text_of(client.get(step.url))
    data = {
        **NAME,
        "email": "kit@example.org",
        "password1": "a quite different phrase",
        "next": link,
        **fields,
    }
    return form, client.post("/account/signup/", {**data, **fields})


def test_somebody_without_an_account_opens_one_and_accepts(client, link, council):
    form, sent = open_account(client, link)
    assert 'value="kit@example.org"' in form
    assert "You were invited at this address." in form
    assert sent.url == link
    assert [m.subject for m in mail.outbox] == ["Mersey Bank Council invites you"]
    kit = User.objects.get(email="kit@example.org")
    assert EmailAddress.objects.get(user=kit).verified
    assert "Accept" in text_of(client.get(link))
    answer = client.post(f"{link}accept/")
    assert answer.url == "/account/"
    assert "You belong to Mersey Bank Council now." in text_of(client.get(answer.url))
    assert role_of(kit, council) == Role.EDITOR


def test_the_link_proves_no_other_address(client, link):
    open_account(client, link, email="ceo@council.example")
    assert [user.email for user in User.objects.exclude(first_name="Ada")] == ["kit@example.org"]


def test_an_invited_person_may_open_an_account_where_others_may_not(client, link, settings):
    settings.OPEN_SIGN_UP = False
    assert "Open an account" not in text_of(client.get("/account/signup/"))
    open_account(client, link)
    assert User.objects.filter(email="kit@example.org").exists()


def test_somebody_with_an_account_signs_in_and_accepts(client, link, council):
    kit = make_person("kit@example.org")
    step = client.post(f"{link}accept/")
    assert step.url == f"/account/login/?next={link}"
    done = client.post(step.url, {"login": kit.email, "password": PASSWORD, "next": link})
    assert done.url == link
    client.post(f"{link}accept/")
    assert role_of(kit, council) == Role.EDITOR


def test_who_has_an_account_is_told_so_by_mail(client, link, django_capture_on_commit_callbacks):
    make_person("kit@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        open_account(client, link)
    assert User.objects.filter(email="kit@example.org").count() == 1
    assert "You have one already" in mail.outbox[-1].body


DEAD = ["made up", "used", "taken back", "expired", "somebody else's", "a member's"]


def dead_link(kind, link, council, time_machine):
    """A link that does not work for the person who is signed in, and that person."""
    kit = make_person("kit@example.org")
    if kind == "made up":
        return "/invitations/made-up/", kit
    if kind in ("used", "taken back"):
        Invitation.objects.update(outcome="accepted" if kind == "used" else "taken back", answered_at=NOW)
    if kind == "expired":
        time_machine.move_to(NOW + timedelta(days=7), tick=False)
    if kind == "a member's":
        Membership.objects.bulk_create([Membership(user=kit, partner=council)])
    return link, make_person("other@example.org") if kind == "somebody else's" else kit


@pytest.mark.parametrize("kind", DEAD)
def test_links_that_do_not_work_look_alike(client, link, council, time_machine, kind):
    known = text_of(Client().get("/invitations/made-up/")).split("<main")[1]
    address, person = dead_link(kind, link, council, time_machine)
    client.force_login(person)
    for answer in (
        client.get(address),
        client.post(f"{address}accept/"),
        client.post(f"{address}decline/"),
        client.post(f"{address}account/"),
    ):
        assert answer.status_code == 410
        assert text_of(answer).split("<main")[1] == known
        assert "Mersey Bank Council" not in text_of(answer)


def test_no_key_gets_into_the_log(client, link, caplog):
    client.force_login(make_person("other@example.org"))
    assert client.get(link).status_code == client.post(f"{link}accept/").status_code == 410
    assert link.split("/")[2] not in caplog.text


def test_declining_needs_no_account(client, link):
    assert "You do not join Mersey Bank Council" in text_of(client.post(f"{link}decline/"))
    assert client.get(link).status_code == 410


def test_a_new_password_ends_the_link_the_whole_way(client, link, django_capture_on_commit_callbacks):
    make_person("kit@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/password/reset/", {"email": "kit@example.org"})
    reset = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    form = client.get(reset, follow=True)
    new = {"password1": "four more plain words", "password2": "four more plain words"}
    client.post(form.redirect_chain[-1][0], new)
    assert client.get(link).status_code == 410
    assert Client().get(link).status_code == 410


def test_a_new_approver_is_held_until_there_is_a_second_factor(client, send, clock, council):
    link = f"/invitations/{send(role=Role.APPROVER)}/"
    open_account(client, link)
    assert client.post(f"{link}accept/").status_code == 302
    for address in ("/admin/", "/account/"):
        assert client.get(address).url.startswith("/account/second-factor/")
    kit = User.objects.get(email="kit@example.org")
    assert not Authenticator.objects.filter(user=kit).exists()
    assert client.post("/admin/acting/", {"partner": council.pk}).url.startswith("/account/second-factor/")


def test_somebody_leaves(client, council, admin, editor):
    client.force_login(editor)
    leave = f"/account/memberships/{editor.memberships.get().pk}/leave/"
    assert leave in text_of(client.get("/account/"))
    assert "Leave Mersey Bank Council?" in text_of(client.get(leave))
    answer = client.post(leave)
    assert answer.url == "/account/login/"
    assert "You left Mersey Bank Council and were signed out." in text_of(client.get(answer.url))
    assert role_of(editor, council) is None


def test_the_last_admin_is_told_to_hand_over(client, council, admin):
    client.force_login(admin)
    leave = f"/account/memberships/{admin.memberships.get().pk}/leave/"
    for answer in (client.get(leave), client.post(leave)):
        assert "Hand over first" in text_of(answer)
        assert f"/admin/members/{council.pk}/" in text_of(answer)
    assert role_of(admin, council) == Role.ADMIN


def test_nobody_leaves_for_somebody_else(client, council, admin, editor):
    client.force_login(make_member(council, Role.EDITOR))
    leave = f"/account/memberships/{editor.memberships.get().pk}/leave/"
    assert client.get(leave).status_code == client.post(leave).status_code == 403
    assert client.get("/account/memberships/999999/leave/").status_code == 403
    assert role_of(editor, council) == Role.EDITOR


@pytest.fixture
def kit(council):
    MailDomain.objects.create(partner=council, domain="council.example")
    return make_person("kit@council.example")


def test_somebody_asks_and_takes_it_back(client, council, admin, kit):
    client.force_login(kit)
    ask = f"/account/join/{council.pk}/"
    assert ask in text_of(client.get("/account/"))
    empty = text_of(client.post(ask, {"message": " "}))
    assert "Write a sentence, so that they know who asks." in empty
    assert client.post(ask, {"message": "I plan parks."}).url == "/account/"
    home = text_of(client.get("/account/"))
    assert "Nobody has answered yet." in home
    assert ask not in home
    assert client.post(ask, {"message": "Again"}).status_code == 403
    back = f"/account/join/requests/{JoinRequest.objects.get().pk}/take-back/"
    assert back in home
    client.post(back)
    assert JoinRequest.objects.get().answer == "taken back"
    assert ask in text_of(client.get("/account/"))


def test_nobody_asks_a_partner_of_another_domain_or_takes_back_for_others(client, council, admin, kit):
    other = PartnerFactory()
    client.force_login(kit)
    for partner in (other.pk, 999999):
        assert client.post(f"/account/join/{partner}/", {"message": "Me"}).status_code == 403
    theirs = JoinRequest.objects.create(user=UserFactory(), partner=other, address="a@b.org", message="x")
    for number in (theirs.pk, 999999):
        assert client.post(f"/account/join/requests/{number}/take-back/").status_code == 403
    MembershipFactory(user=kit, partner=council)
    assert client.get(f"/account/join/{council.pk}/").status_code == 403
