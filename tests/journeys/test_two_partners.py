"""Somebody who works for two partners: every page says for which, and no tab saves for the wrong one."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import manage

EDITOR = "editor@mersey-bank.example"
JOIN = """
from partners.agencies.models import Membership, Partner
from partners.people.models import User
partner = Partner.objects.get(name="Moorside Neighbours")
Membership.objects.create(user=User.objects.get(email="{email}"), partner=partner, role="editor")
"""
TYPED = 'Typed in the first tab, with "quotes" & <b>tags</b>.'


@pytest.fixture
def person(var, sign_in):
    """The council's editor, who writes for a voluntary group from today on."""
    manage(var, "shell", "-c", JOIN.format(email=EDITOR))
    return sign_in(EDITOR)


def act_for(page, partner):
    page.get_by_text("Act for another partner").click()
    page.get_by_role("button", name=f"Act for {partner} instead").click()
    expect(page.get_by_text(f"You act for {partner} now.")).to_be_visible()


def test_a_tab_that_was_opened_for_the_council_saves_for_the_council(person):
    person.get_by_role("link", name="Write a case study", exact=True).click()
    person.locator("#id_title").fill("Two hats")
    person.get_by_role("button", name="Save draft").click()
    expect(person.get_by_text("'Two hats' created")).to_be_visible()

    other = person.context.new_page()
    other.goto("/admin/images/")
    act_for(other, "Moorside Neighbours")
    assert other.url.endswith("/admin/images/")

    person.bring_to_front()
    # Wagtail notices what is typed only after it has looked at the form as it was loaded.
    person.wait_for_timeout(4000)
    person.locator("#id_summary").fill(TYPED)
    expect(person.get_by_text("Nothing was saved: this was opened for Mersey Bank Council")).to_be_visible()
    person.get_by_role("button", name="Save draft").click()
    expect(person.get_by_role("heading", name="Nothing was saved")).to_be_visible()
    person.get_by_role("button", name="Act for Mersey Bank Council again and go on").click()
    expect(person.locator("#id_summary")).to_have_value(TYPED)
    expect(person.get_by_text("You act for Mersey Bank Council")).to_be_visible()
