"""What everybody reads of the parts: what was published with the page, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from outcomes.plans.models import JointPlan
from partners.parts.models import PartSuggestion, PartVersion, PublishedPart
from partners.parts.selectors import latest_parts, published_parts
from partners.parts.services import show_parts
from partners.sharing.models import Share
from partners.sharing.services import end_share
from tests.factories import MembershipFactory, make_page
from tests.outcomes.payloads import PAYLOADS
from tests.partners.parts.saying import NOW, published, says

pytestmark = pytest.mark.django_db


def said_on(client, page):
    """The section of the public page, as text; empty where there is none."""
    answer = client.get(page.url)
    assert answer.status_code == 200
    found = html.fromstring(answer.content).xpath('//section[@aria-labelledby="parts"]')
    return " ".join(found[0].text_content().split()) if found else ""


def test_a_draft_is_nobodys_to_read(client, shared):
    says(shared, "trust", "Two clinics.")
    assert said_on(client, shared.page) == ""
    assert "Two clinics" not in client.get(shared.page.url).content.decode()


def test_what_was_published_is_read_with_who_says_it_the_lead_first(client, shared):
    published(shared, trust="Two clinics.", council="We lead.")
    words = said_on(client, shared.page)
    assert words.startswith("What each partner says")
    assert words.index("The council") < words.index("We lead.") < words.index("The trust")
    assert words.index("The trust") < words.index("Two clinics.")
    assert "The charity" not in words


def test_a_newer_draft_changes_nothing_that_is_read(client, shared):
    published(shared, trust="Two clinics.")
    says(shared, "trust", "No clinic at all.")
    assert "Two clinics." in said_on(client, shared.page)
    assert "No clinic" not in said_on(client, shared.page)


def test_what_is_published_next_replaces_what_was(shared):
    first = published(shared, trust="Two clinics.", charity="Forty volunteers.")
    second = says(shared, "trust", "Three clinics.")
    show_parts(shared.page.pk, {shared.trust.pk: second, shared.council.pk: None})
    assert published_parts(shared.page.pk) == {shared.trust.pk: second}
    cleared = says(shared, "trust", "")
    show_parts(shared.page.pk, {shared.trust.pk: cleared})
    assert published_parts(shared.page.pk) == {}
    assert PartVersion.objects.filter(pk__in=[version.pk for version in first.values()]).count() == 2


def test_a_version_of_another_partner_or_page_is_never_shown(shared):
    theirs = says(shared, "trust", "Two clinics.")
    with pytest.raises(ValueError, match="is not what partner"):
        show_parts(shared.page.pk, {shared.charity.pk: theirs})
    with pytest.raises(ValueError, match="is not what partner"):
        show_parts(make_page(type(shared.page)).pk, {shared.trust.pk: theirs})
    assert not PublishedPart.objects.exists()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_is_written_runs(client, shared, payload):
    published(shared, trust=f"Two clinics. {payload}")
    answer = client.get(shared.page.url)
    section = html.fromstring(answer.content).xpath('//section[@aria-labelledby="parts"]')[0]
    plain = {"section", "h2", "h3", "span", "a", "p", "br"}
    assert {element.tag for element in section.iter()} <= plain
    # The end of a line is drawn, not written.
    assert "".join(payload.split()) in "".join(section.text_content().split())


def test_more_partners_cost_no_more_queries(client, shared):
    published(shared, trust="Two clinics.")
    client.get(shared.page.url)
    with CaptureQueriesContext(connection) as few:
        client.get(shared.page.url)
    published(shared, trust="Three clinics.", charity="Forty volunteers.", council="We lead.")
    with CaptureQueriesContext(connection) as many:
        client.get(shared.page.url)
    assert len(many) == len(few)


def test_a_preview_shows_the_latest_of_all_to_who_may_see_the_draft(client, shared):
    published(shared, trust="Two clinics.")
    says(shared, "trust", "Three clinics.")
    says(shared, "charity", "Forty volunteers.")
    shared.page.save_revision()
    draft = f"/admin/pages/{shared.page.pk}/view_draft/"
    client.force_login(shared.council_editor)
    words = client.get(draft).content.decode()
    assert "Three clinics." in words
    assert "Forty volunteers." in words
    assert "Two clinics." not in words
    client.force_login(shared.college_editor)
    assert b"clinics" not in client.get(draft).content


def test_a_plan_names_who_has_committed_to_nothing_yet(client, shared):
    plan = make_page(JointPlan, lead=shared.council, contributors=[shared.trust, shared.charity])
    words = said_on(client, plan)
    assert words.endswith("No commitments recorded yet from The council, The trust and The charity.")


class TestALeaver:
    """A partner whose part in the page ends."""

    @pytest.fixture
    def left(self, shared):
        """The charity has published something, was asked to change it, and suggested a change itself."""
        versions = published(shared, charity="Forty volunteers.", trust="Two clinics.")
        facts = {"page": shared.page, "made_at": NOW}
        PartSuggestion.objects.create(
            partner=shared.charity, for_partner=shared.trust, text="Say fifty.", **facts
        )
        PartSuggestion.objects.create(
            partner=shared.trust, for_partner=shared.charity, text="Say 3.", **facts
        )
        PartSuggestion.objects.create(
            partner=shared.trust, for_partner=shared.council, text="Say 4.", **facts
        )
        share = Share.objects.get(page=shared.page, partner=shared.charity)
        end_share(share=share, by=MembershipFactory(partner=shared.council, role="approver").user)
        return versions

    def test_is_gone_from_the_site_at_once(self, client, shared, left):
        words = said_on(client, shared.page)
        assert "Forty volunteers" not in words
        assert "Two clinics." in words

    def test_keeps_what_it_said_and_signed(self, shared, left):
        assert latest_parts(shared.page.pk)[shared.charity.pk] == left[shared.charity.pk]

    def test_has_nothing_left_to_answer(self, shared, left):
        open_ones = PartSuggestion.objects.filter(answer="")
        assert [each.text for each in open_ones] == ["Say 4."]
        closed = PartSuggestion.objects.exclude(answer="")
        assert {each.answer for each in closed} == {PartSuggestion.Answer.WITHDRAWN}


def test_all_goes_with_the_page(shared):
    published(shared, charity="Forty volunteers.")
    PartSuggestion.objects.create(
        page=shared.page, partner=shared.charity, for_partner=shared.trust, text="Say fifty.", made_at=NOW
    )
    shared.page.delete()
    assert not any(kind.objects.exists() for kind in (PublishedPart, PartVersion, PartSuggestion))
