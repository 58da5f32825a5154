"""The guide in the admin: each chapter opens, its links lead somewhere, and screens lead to it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from partners.agencies.models import Role
from partners.policy.table import rows
from portal.guide.chapters import CHAPTERS, THINGS, next_to, policy_of_pages
from tests.factories import MembershipFactory
from tests.partners.signing.screens.looks import address, signed_in, words_of
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def member():
    return signed_in(MembershipFactory(role=Role.MEMBER).user)


def test_the_contents_name_every_chapter_and_the_menu_leads_there(member):
    answer = member.get(reverse("guide:contents"))
    said = words_of(answer)
    assert all(chapter.title in said and chapter.about in said for chapter in CHAPTERS)
    assert reverse("guide:contents") in member.get(reverse("wagtailadmin_home")).content.decode()


def test_every_chapter_opens_and_every_link_in_it_leads_somewhere(member):
    for chapter in CHAPTERS:
        answer = member.get(reverse("guide:page", args=[chapter.slug]))
        main = answer.content.decode().split('class="cw-guide', 1)[1].split("</main>", 1)[0]
        links = set(re.findall(r'href="(/[^"#]*)"', main))
        assert links, chapter.slug
        for link in links:
            assert member.get(link).status_code == 200, (chapter.slug, link)


def test_one_chapter_leads_to_the_next():
    assert next_to(CHAPTERS[0]) == (None, CHAPTERS[1])
    assert next_to(CHAPTERS[-1]) == (CHAPTERS[-2], None)


def test_a_chapter_that_there_is_not_is_not_found(member):
    assert member.get(reverse("guide:page", args=["no-such-chapter"])).status_code == 404


def test_who_may_do_what_says_what_the_policy_says(member):
    said = words_of(member.get(reverse("guide:page", args=["who-may-do-what"])))
    told = [row for _, lines in policy_of_pages() for row in lines]
    assert told == [row for row in rows() if row.thing in THINGS]
    for row in told:
        action = row.action[0].upper() + row.action[1:]
        assert f"{action} {row.relation} {row.least.label}" in said


@pytest.mark.parametrize("name", ["page", "submit", "sign", "withdraw"])
def test_each_screen_of_signing_leads_to_its_chapter(name):
    together = a_page_together("Aire Council")
    browser = signed_in(together.approvers[together.partners[0].pk])
    html = browser.get(address(name, together.page)).content.decode()
    assert re.search(rf'href="{reverse("guide:contents")}[a-z-]+/"', html)


def test_it_is_for_people_of_the_admin():
    assert Client().get(reverse("guide:contents")).status_code == 302
