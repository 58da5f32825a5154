"""What was opened for one partner is not saved for another: in words, and with all that was typed."""

import re
from html import unescape

import pytest
from django.test import Client

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from partners.agencies.opened_for import AGAIN, FIELD, HEADER
from partners.sharing.models import ShareInvitation
from portal.accounts.second_factor import GIVEN
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
TYPED = "Please join us.\n<script>alert('&amp;')</script>"


@pytest.fixture
def strict():
    """A browser: forms need their token here, and their partner."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def council():
    return PartnerFactory(name="Council")


@pytest.fixture
def person(strict, council):
    """Somebody who writes for a council and a charity, which both have a part in a page."""
    user = UserFactory()
    for partner in (council, PartnerFactory(name="Charity")):
        MembershipFactory(user=user, partner=partner, role=Role.EDITOR)
    strict.force_login(user)
    session = strict.session
    session[GIVEN] = user.pk
    session.save()
    return user


@pytest.fixture
def charity(person):
    return person.memberships.get(partner__name="Charity").partner


@pytest.fixture
def address(council, charity):
    """A form of ours, that both may open and the lead may send."""
    page = make_page(CaseStudy, lead=council, contributors=[charity], live=False)
    PartnerFactory(name="College")
    return f"/admin/sharing/pages/{page.pk}/partners/"


def fields_of(html, action):
    """The hidden fields of the form that is sent to this address."""
    form = re.search(rf'<form action="{re.escape(action)}".*?</form>', html, re.DOTALL)[0]
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return {unescape(name): unescape(value) for name, value in inputs}


def opened(strict, address):
    """What a form on this page holds when it is opened."""
    return fields_of(strict.get(address).content.decode(), address)


def switch(strict, partner):
    """Act for another partner, as in another tab."""
    fields = opened_bar(strict.get("/admin/").content.decode())
    assert strict.post("/admin/acting/", {**fields, "partner": partner.pk}).status_code == 302


def opened_bar(html):
    return fields_of(html, "/admin/acting/")


def test_every_form_says_for_which_partner_it_was_opened(strict, address, council):
    assert opened(strict, address)[FIELD] == str(council.pk)


def test_what_was_opened_for_this_partner_is_saved(strict, address):
    sent = {**opened(strict, address), "partner": "College"}
    assert strict.post(address, sent).status_code == 302
    assert ShareInvitation.objects.get().partner.name == "College"


def test_what_was_opened_for_another_partner_is_not_saved_but_kept(strict, address, charity):
    sent = {**opened(strict, address), "partner": "College", "message": TYPED}
    switch(strict, charity)
    answer = strict.post(address, sent)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "this was opened for Council, and you act for Charity now" in html
    assert not ShareInvitation.objects.exists()
    assert fields_of(html, address)["message"] == TYPED
    assert "<script>alert('" not in html


def test_one_press_saves_it_after_all_for_the_partner_that_it_was_for(strict, address, charity, council):
    sent = {**opened(strict, address), "partner": "College", "message": TYPED}
    switch(strict, charity)
    kept = fields_of(strict.post(address, sent).content.decode(), address)
    assert strict.post(address, {**kept, AGAIN: kept[FIELD]}).status_code == 302
    assert ShareInvitation.objects.get().message == TYPED
    assert opened(strict, address)[FIELD] == str(council.pk)


def test_a_field_that_was_sent_several_times_is_kept_each_time(strict, address, charity):
    sent = {**opened(strict, address), "id": ["1", "2", "3"]}
    switch(strict, charity)
    html = strict.post(address, sent).content.decode()
    assert re.findall(r'name="id" value="(\d)"', html) == ["1", "2", "3"]


@pytest.mark.parametrize("mark", [None, "", "0", "x", "999999"])
def test_what_says_no_partner_of_mine_is_refused_and_not_kept(strict, address, mark):
    """No button here: it would send what nobody of mine has opened."""
    sent = {**opened(strict, address), "partner": "College", "message": TYPED, FIELD: mark}
    if mark is None:
        del sent[FIELD]
    for more in ({}, {AGAIN: mark or ""}):
        answer = strict.post(address, {**sent, **more})
        assert answer.status_code == 409
        assert "Please join us." not in answer.content.decode()
    assert not ShareInvitation.objects.exists()


def test_nobody_acts_again_for_a_partner_that_they_have_left(strict, person, address, charity, council):
    """The membership went without its sessions, which it never does: the form must not rely on that."""
    sent = {**opened(strict, address), "partner": "College", AGAIN: str(council.pk)}
    person.memberships.filter(partner=council)._raw_delete("default")
    answer = strict.post(address, sent)
    assert answer.status_code == 409
    assert not ShareInvitation.objects.exists()


def test_a_forged_form_is_refused_before_and_shows_nothing(strict, address, charity):
    sent = {FIELD: str(charity.pk), AGAIN: str(charity.pk), "message": TYPED}
    answer = strict.post(address, sent)
    assert answer.status_code == 403
    assert "Please join us." not in answer.content.decode()


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {"X-Requested-With": "XMLHttpRequest"}])
def test_a_script_is_told_why(strict, address, charity, headers):
    sent = opened(strict, address)
    switch(strict, charity)
    answer = strict.post(address, sent, headers=headers)
    assert answer.status_code == 409
    assert answer.json()["success"] is False
    assert "this was opened for Council" in answer.json()["error_message"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_script_says_the_partner_in_a_header(strict, address, charity, council, method):
    fields = opened(strict, address)
    headers = {"X-CSRFToken": fields["csrfmiddlewaretoken"], "Accept": "application/json"}
    send = getattr(strict, method)
    kind = {"content_type": "application/json", "headers": {**headers, HEADER: str(council.pk)}}
    before = send("/admin/dismissibles/", {"a": True}, **kind)
    assert before.status_code == (200 if method == "patch" else 405)
    switch(strict, charity)
    assert send("/admin/dismissibles/", {"a": True}, **kind).status_code == 409


def test_signing_out_and_switching_work_in_every_tab(strict, address, charity, council):
    old = opened_bar(strict.get("/admin/").content.decode())
    switch(strict, charity)
    assert strict.post("/admin/acting/", {**old, "partner": council.pk}).status_code == 302
    switch(strict, charity)
    assert strict.post("/admin/logout/", old).status_code == 302
    assert "_auth_user_id" not in strict.session


def test_public_forms_say_nothing_of_partners(strict, person):
    assert FIELD not in strict.get("/proposals/new/").content.decode()


def test_files_are_said_to_be_lost(strict, charity, person):
    from django.core.files.base import ContentFile

    fields = opened_bar(strict.get("/admin/").content.decode())
    switch(strict, charity)
    file = ContentFile(b"GIF89a", name="oak.gif")
    answer = strict.post("/admin/images/add/", {**fields, "title": "Oak", "file": file})
    assert answer.status_code == 409
    assert "choose them again afterwards" in answer.content.decode()
