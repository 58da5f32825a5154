"""Components say what is missing, and let nothing through that is not safe."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from outcomes.cards import Card
from partners.agencies.models import Partner, PartnerKind
from portal.design.templatetags.design import facet_values
from search.labels import labels_of
from search.presentation import shown_facet
from search.request import SearchRequest

SCRIPT = "<script>alert(1)</script>"


def card(**facts):
    return Card(
        **{
            "title": "A warm room",
            "url": "/objectives/a-warm-room/",
            "kind": "objective",
            "kind_label": "Objective",
            **facts,
        }
    )


def summary_card(**facts):
    return render_to_string("components/summary_card.html", {"card": card(**facts)})


def test_a_card_shows_what_is_known():
    html = summary_card(
        partner=Partner(name="Mersey Bank Council", kind="council"),
        contributors=2,
        places=["Sale Moor, Trafford", "Urmston, Trafford"],
        themes=["Loneliness and isolation"],
        date=date(2026, 3, 4),
        status="Agreed",
    )
    for words in (
        "Mersey Bank Council",
        "and 2 others",
        "Sale Moor, Trafford; Urmston, Trafford",
        "4 March 2026",
        "Agreed",
    ):
        assert words in html


def test_a_card_names_three_places_and_counts_the_rest():
    assert "A; B; C and 2 more" in summary_card(places=list("ABCDE"))


def test_highlights_stand_instead_of_the_summary():
    html = summary_card(summary="All of it", highlights=[mark_safe("a <mark>warm</mark> room")])
    assert "a <mark>warm</mark> room" in html
    assert "All of it" not in html


@pytest.mark.parametrize("name", ["title", "summary", "status", "kind_label"])
def test_a_card_escapes_what_people_wrote(name):
    assert SCRIPT not in summary_card(**{name: SCRIPT})


@pytest.mark.parametrize("kind", PartnerKind)
def test_every_kind_of_partner_has_a_colour_and_says_what_it_is(kind, stylesheet):
    html = render_to_string(
        "components/partner_tag.html", {"name": "A partner", "kind": kind.value, "kind_label": kind.label}
    )
    assert f"cw-partner--{kind.value}" in html
    assert kind.label in html
    assert f".cw-partner--{kind.value}" in stylesheet


@pytest.mark.parametrize("kind", ["objective", "case_study", "plan", "proposal", "place", "theme", "partner"])
def test_every_kind_of_thing_has_an_icon(kind, built):
    assert f'id="{kind}"' in (built / "images/icons.svg").read_text()


def test_a_fact_that_is_missing_is_said():
    assert "Not recorded" in render_to_string("components/fact.html", {"label": "Cost", "value": ""})


def test_a_block_escapes_what_editors_wrote():
    value = {
        "text": SCRIPT,
        "who": SCRIPT,
        "claim": SCRIPT,
        "source": SCRIPT,
        "number": SCRIPT,
        "label": SCRIPT,
    }
    for block in ("quote", "figure", "evidence"):
        assert SCRIPT not in render_to_string(f"blocks/{block}.html", {"value": value})


def test_sections_that_are_empty_are_named_once_with_a_way_to_start():
    sections = [
        {"key": "objective", "title": "Objectives", "groups": []},
        {"key": "plan", "title": "Joint plans", "cards": []},
    ]
    context = {
        "sections": sections,
        "text": "Say what should change.",
        "url": "/proposals/new/",
        "label": "Propose",
    }
    html = render_to_string("components/sections.html", context)
    assert html.count("Nothing here yet") == 1
    assert "Objectives" in html
    assert "Joint plans" in html
    assert 'href="/proposals/new/"' in html


def shown(number, chosen=()):
    """The HTML of a facet with so many years."""
    counts = {str(year): 1 for year in range(2000, 2000 + number)}
    request = SearchRequest(years=tuple(map(str, chosen)))
    facet = shown_facet("year", counts, request, labels_of("year", list(counts)))
    return render_to_string("components/facet.html", {"facet": facet})


@pytest.mark.parametrize("number", [1, 10, 11, 80])
def test_a_facet_lists_every_value_and_ticks_what_is_chosen(number):
    html = shown(number, chosen=[2000])
    assert html.count("checked") == 1
    assert html.count('name="year"') == len(set(re.findall(r'id="(year-\d+)"', html))) == number


def test_a_facet_escapes_what_its_values_are_called():
    values = [{"value": SCRIPT, "label": SCRIPT, "count": 1234, "selected": False}]
    html = facet_values("partner", values, before=8)
    assert SCRIPT not in html
    assert 'id="partner-9"' in html
    assert 'for="partner-9"' in html
    assert "(1,234)" in html


def test_only_a_long_facet_is_folded_and_has_a_box_to_find_a_value():
    short, long = shown(10), shown(11)
    assert "Show all" not in short
    assert "data-cw-find" not in short
    assert "Show all 11" in long
    assert 'data-cw-find="Find in year"' in long


def test_what_is_chosen_is_never_folded_away():
    folded = '<details class="cw-facet__more" >'
    assert folded in shown(11)
    assert folded in shown(11, chosen=[2010])
    assert folded not in shown(11, chosen=[2000])


def test_the_page_for_a_broken_server_needs_nothing():
    assert "Something went wrong" in render_to_string("500.html")


def test_an_origin_that_nobody_may_read_is_named_without_a_link():
    origin = SimpleNamespace(
        reference="P-7K3FQ2", title="Somewhere warm", url=None, place="Sale Moor, Trafford", proposer=""
    )
    html = render_to_string("objectives/origin.html", {"origin": origin})
    assert "Somewhere warm" in html
    assert "<a " not in html
