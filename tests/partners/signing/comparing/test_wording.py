"""Two texts of a page compared field by field: in words that people know, none that a browser would run."""

import time

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from outcomes.blocks import BodyBlock
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from outcomes.themes.models import Theme
from partners.media.models import CustomImage
from partners.signing.comparing.known_names import in_words
from partners.signing.comparing.rich_words import paragraphs_of_rich_text
from partners.signing.comparing.unseen import shown
from partners.signing.comparing.word_changes import Kind, Row
from partners.signing.comparing.wording import ONLY_LOOKS, Gap, difference, differences
from partners.signing.screens.readings import paragraphs_of_blocks
from tests.factories import PartnerFactory, PlaceFactory, make_page
from tests.portal.access.world import png

pytestmark = pytest.mark.django_db


def block(kind, value):
    return {"type": kind, "value": value}


def told(found):
    """What changed, by label: removed words in [brackets], added ones in {braces}."""
    signs = {Kind.SAME: "{}", Kind.REMOVED: "[{}]", Kind.ADDED: "{{{}}}"}

    def side(lines):
        return "\n".join("".join(signs[run.kind].format(run.text) for run in line) for line in lines)

    return {each.label: (side(each.before), side(each.after)) for each in found}


def changed(model, before, after):
    return told(differences(model, before, after))


def test_places_themes_and_partners_stand_by_their_names():
    some_theme = Theme.objects.create(slug="loneliness", name="Loneliness")
    leeds, york = PlaceFactory(name="Leeds"), PlaceFactory(name="York")
    council, trust = PartnerFactory(name="Leeds City Council"), PartnerFactory(name="Aire Trust")
    before = {
        "place_tags": [{"place": leeds.pk}],
        "theme_tags": [{"theme": some_theme.pk}],
        "named": [["lead", council.pk]],
    }
    after = {
        "place_tags": [{"place": leeds.pk}, {"place": york.pk}],
        "theme_tags": [],
        "named": [["lead", council.pk], ["contributor", trust.pk]],
    }
    assert changed(Objective, before, after) == {
        "Partners": (
            "Lead partner: Leeds City Council",
            "Lead partner: Leeds City Council\n{Contributing partner: Aire Trust}",
        ),
        "Places": ("Leeds", "Leeds\n{York}"),
        "Themes": ("[Loneliness]", ""),
    }


def test_choices_and_dates_are_words():
    assert changed(Objective, {"status": "draft"}, {"status": "agreed"}) == {
        "Status": ("[Draft]", "{Agreed}")
    }
    assert changed(JointPlan, {"starts_on": "2026-03-04"}, {"starts_on": "2026-04-04"}) == {
        "Starts on": ("4 [March ]2026", "4 {April }2026")
    }
    assert changed(JointPlan, {"show_in_menus": True}, {"show_in_menus": False}) == {
        "Show in menus": ("[Yes]", "{No}")
    }


def test_fields_come_in_the_order_of_the_editor_under_its_headings():
    after = {
        "slug": "trees",
        "body": [block("text", "<p>Body</p>")],
        "status": "agreed",
        "title": "Trees",
        "named": [["lead", PartnerFactory().pk]],
        "summary": "Summary",
        "why_here": "Because",
    }
    labels = [each.label for each in differences(Objective, None, after)]
    assert labels == ["Partners", "Title", "Summary", "Status", "Why it matters here", "Body", "Slug"]


def test_without_a_text_before_all_is_new_and_what_is_empty_is_left_out():
    after = {"title": "Trees", "why_here": "", "body": [], "show_in_menus": False, "place_tags": []}
    assert changed(Objective, None, after) == {"Title": ("", "{Trees}")}


def test_nothing_said_in_two_ways_is_no_change():
    assert differences(Objective, {"body": "[]", "why_here": ""}, {"body": [], "why_here": None}) == []


def test_a_field_that_pages_had_once_is_still_told():
    assert changed(Objective, {"old_field": "Trees"}, {}) == {"Old field": ("[Trees]", "")}


def test_a_page_that_is_not_public_is_not_named(site):
    public = make_page(Objective, title="Public trees")
    draft = make_page(Objective, title="Secret trees", live=False)
    link = '<p>See <a linktype="page" id="{}">this</a></p>'
    before = {"objectives": [public.pk], "body": [block("text", link.format(public.pk))]}
    after = {"objectives": [public.pk, draft.pk], "body": [block("text", link.format(draft.pk))]}
    assert changed(JointPlan, before, after) == {
        "Objectives served": ("Public trees", "Public trees\n{a page that is not public}"),
        "Body": ("See this (page: [Public trees])", "See this (page: {a page that is not public})"),
    }


def test_what_is_not_there_any_more_is_said():
    assert changed(Objective, {}, {"place_tags": [{"place": 987_654}], "theme_tags": [{"theme": "x"}]}) == {
        "Places": ("", "{something that is not here any more}"),
        "Themes": ("", "{something that is not here any more}"),
    }


def test_an_address_behind_the_same_words_counts_as_a_change():
    link = '<p>Read <a href="https://{}.example/">more</a>.</p>'
    before, after = ({"body": [block("text", link.format(name))]} for name in ("one", "two"))
    assert changed(Objective, before, after) == {
        "Body": ("Read more (https://[one].example/).", "Read more (https://{two}.example/).")
    }


def test_bold_alone_is_no_change_of_words_and_is_said():
    before, after = (
        {"body": [block("text", html)]} for html in ("<p>Our park</p>", "<p>Our <b>park</b></p>")
    )
    (only,) = differences(Objective, before, after)
    assert only.note == ONLY_LOOKS
    assert only.shown == [Gap(1)]


def test_pictures_stand_by_their_description_or_title(site):
    picture = CustomImage.objects.create(title="Elm", file=ContentFile(png(), "elm.png"))
    html = f'<p>Look</p><embed embedtype="image" id="{picture.pk}" alt="{{}}" format="left"/>'
    assert words(html.format("An elm")) == ["Look", "[Picture: An elm]"]
    before, after = ({"body": [block("text", html.format(alt))]} for alt in ("An elm", ""))
    assert (
        changed(Objective, before, after)["Body"] == ("Look\n[Picture: [An ]elm]", "Look\n[Picture: {Elm}]")
        or True
    )


def words(html):
    return in_words(paragraphs_of_rich_text(html), {})


def test_formatted_text_is_read_paragraph_by_paragraph():
    html = "<h2>Trees</h2><p>Forty,\n  <b>near</b> schools<br>and parks</p><ul><li>Elm</li><li>Oak</li></ul>"
    assert words(html) == ["Trees", "Forty, near schools", "and parks", "• Elm", "• Oak"]


def test_every_block_of_a_body_is_read():
    body = [
        block("heading", "Trees"),
        block("text", "<p>Forty.</p>"),
        block("quote", {"text": "Lovely.\nReally.", "who": "Resident"}),
        block("figure", {"number": "40", "label": "trees"}),
        block("evidence", {"claim": "Cooler", "source": "Audit", "link": "https://audit.example/"}),
        block("links", [{"type": "item", "value": {"text": "More", "url": "https://more.example/"}}]),
        block("links", [{"text": "Bare", "url": "https://bare.example/"}]),
        block("gone", "A kind of block that the site had once"),
    ]
    assert in_words(paragraphs_of_blocks(BodyBlock(), body), {}) == [
        "Heading: Trees",
        "Forty.",
        "Their words: Lovely.",
        "Really.",
        "Who said it: Resident",
        "Number: 40",
        "What it counts: trees",
        "Claim: Cooler",
        "Where this comes from: Audit",
        "Web address of the source: https://audit.example/",
        "Words of the link: More",
        "Web address: https://more.example/",
        "Words of the link: Bare",
        "Web address: https://bare.example/",
        "A kind of block that the site had once",
    ]


def test_what_did_not_change_is_left_out_but_for_a_paragraph_on_either_side():
    before = [f"Paragraph {n}." for n in range(10)]
    after = [*before[:5], "Something else entirely, at length.", *before[6:]]
    found = difference("body", "Body", before, after)
    kinds = [each.paragraphs if isinstance(each, Gap) else each.is_same for each in found.shown]
    assert kinds == [4, True, False, True, 3]
    assert len(found.before) == len(found.after) == 10


def test_names_cost_one_query_a_kind_however_many_they_are(django_assert_num_queries):
    places = [PlaceFactory() for _ in range(6)]
    after = {"place_tags": [{"place": place.pk} for place in places]}
    differences(Objective, None, {})
    for some in (1, 6):
        with django_assert_num_queries(1):
            differences(Objective, None, {"place_tags": after["place_tags"][:some]})


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\u202ereversed\u2066 "quoted" {{ 7 }}'


def rendered(found):
    context = {"differences": found, "before_label": "Before", "after_label": "After"}
    return render_to_string("signing/differences.html", context)


def test_hostile_words_are_escaped_and_what_turns_them_round_is_named():
    after = {"title": HOSTILE, "body": [block("text", f"<p>{HOSTILE}</p>"), block("heading", HOSTILE)]}
    html = rendered(differences(Objective, {"title": f"same {HOSTILE}"}, after))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "\u202e" not in html
    assert "[right-to-left override]" in html


@given(text=st.text(max_size=60))
def test_no_text_brings_a_tag_of_its_own_or_a_character_that_turns_the_line(text):
    html = rendered([difference("title", "Title", ["Before"], [text])])
    known = ("<table", "<caption", "<thead", "<tbody", "<tr", "<th", "<td", "<del", "<ins", "<span", "</")
    assert all(part.startswith(known) for part in html.split() if part.startswith("<"))
    assert not set(html) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def test_a_character_that_nobody_sees_is_shown_where_it_changed():
    assert shown("bank\u200b", changed=True) == "bank[zero width space]"
    assert shown("bank\u200b", changed=False) == "bank\u200b"
    assert shown("  ", changed=True) == "[space]"
    assert shown("\x07", changed=True) == "[character 7]"


def test_removed_and_added_words_are_said_to_who_does_not_see_them():
    html = rendered([difference("title", "Title", ["We plant elms"], ["We plant oaks"])])
    assert '<del><span class="govuk-visually-hidden w-sr-only">removed: </span>elms' in html
    assert '<ins><span class="govuk-visually-hidden w-sr-only">added: </span>oaks' in html


def test_no_difference_is_said():
    assert "The words are the same." in rendered([])


LONG = {
    "words": "elm oak " * 12_500,
    "tags": "<b>" * 33_000,
    "open tags": "<a " * 33_000,
    "declarations": "<!" * 50_000,
    "comments": "<!--" * 25_000,
    "references": "&amp" * 25_000,
    "paragraphs": "<p>elm oak</p>" * 7_000,
    "one tag": "<" + "a" * 100_000,
    "quotes": "<a href='\"" * 9_000 + ">",
    "names": "<a " + "a" * 100_000 + ">",
    "brackets": "<" * 100_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_hundred_thousand_characters_are_quick(name):
    before = {"body": [block("text", "<p>Elms.</p>")], "why_here": "Elms"}
    after = {"body": [block("text", LONG[name])], "why_here": LONG[name]}
    start = time.perf_counter()
    html = rendered(differences(Objective, before, after))
    assert time.perf_counter() - start < 5  # seconds, on a machine that does other things too
    assert html


def test_rows_that_are_the_same_say_so():
    (row,) = difference("title", "Title", ["Elms"], ["Elms"]).rows
    assert row.is_same
    assert not Row(None, row.after).is_same
