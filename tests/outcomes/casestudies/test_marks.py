"""The three marks: what they say, what their scales mean, and that no step is harder to have than another."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from outcomes.casestudies import costs, effects, evidence
from outcomes.casestudies.costs import CostBand
from outcomes.casestudies.effects import Effect
from outcomes.casestudies.evidence import EvidenceStrength
from outcomes.casestudies.marks import marks_for, scales
from outcomes.casestudies.models import CaseStudy
from tests.factories import INDEXES, make_page

MEANINGS = [
    (CostBand, costs.MEANS),
    (Effect, effects.MEANS),
    (Effect, effects.IN_SHORT),
    (EvidenceStrength, evidence.MEANS),
    (EvidenceStrength, evidence.IN_SHORT),
]


@pytest.mark.parametrize(("choices", "means"), MEANINGS)
def test_every_step_of_a_scale_is_explained_and_each_in_its_own_words(choices, means):
    assert list(means) == list(choices)
    assert len(set(means.values())) == len(choices)


def filled(mark):
    return "".join("x" if pip.filled else "-" for pip in mark.pips)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, [("", "", ""), ("", "", ""), ("", "", "")]),
        (
            {
                "band": "from_5000",
                "cost_in_figures": "£5,200 (2025)",
                "effect": "no_change",
                "evidence_strength": "followed_up",
            },
            [
                ("£5,200 (2025)", "£5,000 to under £25,000", "xx----"),
                ("No change", effects.IN_SHORT[Effect.NO_CHANGE], "-x---"),
                ("Followed up", "They asked again afterwards", "xx--"),
            ],
        ),
        (
            {"band": "no_extra_cost", "effect": "worse", "evidence_strength": "own_account"},
            [
                ("No extra cost", "", "------"),
                ("Got worse", effects.IN_SHORT[Effect.WORSE], "x----"),
                ("Own account", "Told by those who did it", "x---"),
            ],
        ),
        (
            {"band": "from_1000000", "effect": "much_better", "evidence_strength": "independent"},
            [
                ("£1 million or more", "", "xxxxxx"),
                ("Much better", effects.IN_SHORT[Effect.MUCH_BETTER], "----x"),
                ("Independently evaluated", "Checked by somebody else", "xxxx"),
            ],
        ),
        ({"in_words": True}, [("In words only", "", ""), ("", "", ""), ("", "", "")]),
        ({"effect": "nonsense"}, [("", "", ""), ("", "", ""), ("", "", "")]),
    ],
)
def test_a_mark_says_its_step_and_draws_it(facts, said):
    assert [(mark.value, mark.meaning, filled(mark)) for mark in marks_for(**facts)] == said


def test_effects_are_drawn_alike_whether_it_worked_or_not():
    assert {filled(marks_for(effect=effect)[1]).count("x") for effect in Effect.values} == {1}


@pytest.mark.django_db
def test_the_page_of_marks_explains_every_step_and_says_what_is_not_claimed(client, site):
    html = client.get(reverse("casestudies:marks")).content.decode()
    for scale in scales():
        assert f'id="{scale.anchor}"' in html
        for step in scale.steps:
            assert step.label in html
    words = re.sub(r"\s+", " ", html)
    assert "Lists show the newest first, whatever the effect." in words
    assert "Why what failed is welcome" in words


@pytest.mark.django_db
def test_every_mark_of_a_case_study_leads_to_its_explanation(client, site, council):
    page = make_page(CaseStudy, lead=council, effect="worse", evidence_strength="compared")
    html = client.get(page.url).content.decode()
    explained = client.get("/case-studies/marks/").content.decode()
    links = re.findall(r'href="/case-studies/marks/#(\w+)"', html)
    assert links == ["cost", "effect", "evidence"]
    for anchor in links:
        assert f'id="{anchor}"' in explained
    assert "Got worse" in html


@pytest.mark.django_db
def test_no_case_study_takes_the_address_of_the_explanation(site):
    page = make_page(CaseStudy, title="Marks")
    index = INDEXES[CaseStudy].objects.get()
    made = CaseStudy(title="Marks", summary="In a sentence.", live=False)
    index.add_child(instance=made)
    assert made.slug == "marks-2"
    page.slug = "marks"
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["slug"]


@pytest.mark.django_db
def test_the_list_shows_the_newest_first_whatever_the_effect(client, site, council):
    for number, effect in enumerate(["much_better", "worse", "", "better"]):
        make_page(CaseStudy, lead=council, title=f"Study {number}", effect=effect)
    html = client.get("/case-studies/").content.decode()
    order = sorted(range(4), key=lambda number: html.index(f"Study {number}"))
    assert order == [3, 2, 1, 0]
