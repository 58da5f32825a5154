"""The demonstration's content: enough of it, varied, and true to the shipped places and themes."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from outcomes.blocks import Consent
from outcomes.casestudies.commissioning import (
    WEIGHTS,
    CommissioningRoute,
    ConsideredBefore,
    weight_problems,
)
from outcomes.casestudies.costs import CostBand, band_of
from outcomes.casestudies.effects import Effect
from outcomes.casestudies.models import EvidenceStrength
from outcomes.casestudies.rows import SHORT
from outcomes.objectives.models import ObjectiveStatus
from outcomes.themes.services import TAXONOMY
from partners import places
from partners.agencies.models import PartnerKind
from portal.demonstration.accounts import ACCOUNTS
from portal.demonstration.content import KINDS, entries
from portal.demonstration.parts import content_of

PAGES = {kind: list(entries(kind)) for kind in ("objective", "case_study", "joint_plan")}
MODELS = {kind: model for kind, model, _ in KINDS}
EVERY_PAGE = [facts for pages in PAGES.values() for facts in pages]
PARTNERS = {facts["slug"] for facts in entries("partner")}
THEMES = set(re.findall(r'^slug = "(.+)"', TAXONOMY.read_text(), re.MULTILINE)) - {
    "economic",
    "social",
    "environmental",
}
PLACE_TABLE = Path(places.__path__[0]) / "data" / "places.csv"


@pytest.fixture(scope="module")
def codes():
    with PLACE_TABLE.open(newline="") as lines:
        return {row["code"] for row in csv.DictReader(lines)}


def test_there_is_enough():
    assert len(PARTNERS) >= 8
    assert len(PAGES["objective"]) >= 30
    assert len(PAGES["case_study"]) >= 66
    assert len(PAGES["joint_plan"]) >= 6
    assert any(not facts["live"] for facts in EVERY_PAGE)


def test_costs_fill_several_bands_and_each_amount_has_its_year():
    costs = [facts for facts in PAGES["case_study"] if "cost_amount" in facts]
    assert all(facts["cost_year"] and "cost_band" not in facts for facts in costs)
    assert len({band_of(facts["cost_amount"]) for facts in costs}) >= 4
    assert len(costs) < len(PAGES["case_study"])


def test_case_studies_say_what_changed_whether_it_worked_or_not():
    effects = Counter(facts.get("effect", "") for facts in PAGES["case_study"])
    assert set(effects) == {"", *Effect.values}
    assert effects["no_change"] >= 5
    measured = [row for facts in PAGES["case_study"] for row in facts.get("effects", [])]
    assert len(measured) >= 30
    assert all(row["measure"] and row["after"] and len(row["after"]) <= SHORT for row in measured)


def test_case_studies_say_how_it_was_bought():
    routes = {facts["buying_route"] for facts in PAGES["case_study"] if "buying_route" in facts}
    assert routes == set(CommissioningRoute.values)
    for facts in PAGES["case_study"]:
        assert not weight_problems({name: facts.get(name) for name in WEIGHTS})
    assert {
        facts["considered_before"] for facts in PAGES["case_study"] if "considered_before" in facts
    } == set(ConsideredBefore.values)


def test_what_case_studies_serve_exists(codes):
    slugs = {kind: {facts["slug"] for facts in pages} for kind, pages in PAGES.items()}
    for facts in PAGES["case_study"]:
        assert set(facts.get("objectives", [])) <= slugs["objective"]
        assert set(facts.get("plans", [])) <= slugs["joint_plan"]
        assert {facts.get("base_place", facts["places"][0])} <= codes


def test_who_is_quoted_agreed_before_it_was_published():
    quotes = [(facts, block) for facts in EVERY_PAGE for block in facts["body"] if block["type"] == "quote"]
    assert len(quotes) >= 30
    for facts, quote in quotes:
        assert quote["agreed"] in Consent.values
        assert quote["agreed_on"] < facts["published"]


def test_addresses_are_unique():
    for pages in PAGES.values():
        assert max(Counter(facts["slug"] for facts in pages).values()) == 1


def test_everything_named_exists(codes):
    for facts in EVERY_PAGE:
        assert {facts["lead"], *facts["contributors"]} <= PARTNERS
        assert set(facts["places"]) <= codes
        assert set(facts["themes"]) <= THEMES
        assert facts.get("status", "agreed") in ObjectiveStatus.values
        assert facts.get("evidence_strength", "") in ["", *EvidenceStrength.values]
        assert facts.get("cost_band", "") in ["", *CostBand.values]
        assert {row["sector"] for row in facts.get("providers", [])} <= set(PartnerKind.values)
    assert {account.partner for account in ACCOUNTS} <= PARTNERS
    assert {facts["partner"] for facts in entries("contact")} <= PARTNERS
    assert {code for facts in entries("registration") for code in facts["places"]} <= codes


def test_parts_are_what_named_partners_may_say_there():
    pages = {facts["slug"]: (kind, facts) for kind, entered in PAGES.items() for facts in entered}
    assert len(pages) == len(EVERY_PAGE)
    said = list(entries("part"))
    assert len({(facts["page"], facts["partner"]) for facts in said}) == len(said) >= 25
    assert {facts["page"] for facts in said} >= {facts["slug"] for facts in PAGES["joint_plan"]}
    for facts in said:
        kind, page = pages[facts["page"]]
        assert facts["partner"] in (page["lead"], *page["contributors"])
        content = content_of(facts)
        assert content == MODELS[kind].part_kind.checked(content) != {}
    for facts in entries("part_suggestion"):
        _, page = pages[facts["page"]]
        assert {facts["partner"], facts["for_partner"]} <= {page["lead"], *page["contributors"]}


def test_checks_are_of_published_pages_and_one_is_overdue():
    checks = list(entries("check"))
    assert {facts["slug"] for facts in checks} <= {facts["slug"] for facts in EVERY_PAGE if facts["live"]}
    assert all(facts["mail"].endswith(".example") and facts["contact"] for facts in checks)
    assert min(facts["due_in"] for facts in checks) < 0 < max(facts["due_in"] for facts in checks)


def test_every_theme_is_used():
    assert {slug for facts in EVERY_PAGE if facts["live"] for slug in facts["themes"]} == THEMES


def test_summaries_fit_their_cards():
    assert all(0 < len(facts["summary"]) <= 300 for facts in EVERY_PAGE)


def test_no_page_leads_and_contributes_at_once():
    assert all(facts["lead"] not in facts["contributors"] for facts in EVERY_PAGE)


def words_of(value):
    """Every text inside an entry."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from words_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_of(inner)


def test_no_sentence_is_written_twice():
    sentences = Counter()
    for facts in [*EVERY_PAGE, *entries("part"), *entries("part_suggestion")]:
        texts = [facts.get("summary", ""), *words_of(facts.get("body", facts))]
        found = {sentence.strip() for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text)}
        sentences.update(sentence for sentence in found if len(sentence.split()) >= 5)
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_what_retells_something_published_names_its_source():
    retold = [facts for facts in PAGES["case_study"] if facts["lead"] == "commonweal-library"]
    assert len(retold) == 6
    assert all(facts["source_title"] and facts["source_publisher"] for facts in retold)
    assert not any("cost_amount" in facts or "cost_band" in facts for facts in retold)
