from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from outcomes.cards import page_card
from outcomes.casestudies.models import CaseStudy, MeasuredEffect, Provider
from outcomes.objectives.models import Objective, ObjectiveIndex
from outcomes.pages import CARD_RELATIONS
from outcomes.plans.models import JointPlan
from partners.freshness.models import PageReview
from partners.sharing.models import Share
from search import cards
from search.documents import split_key
from search.lookups import Lookups, PlaceTag
from search.sources import SOURCES, visible_keys
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def built(*pages):
    return SOURCES["page"].build([page.pk for page in pages], Lookups()).documents


def built_one(page):
    return built(page)[page.pk]


@pytest.fixture
def trafford(site):
    north_west = PlaceFactory(code="E12000002", kind="region", name="North West")
    return PlaceFactory(code="E08000009", kind="district", name="Trafford", inside=[north_west])


def test_an_objective_says_all_that_its_readers_read(trafford):
    page = make_page(
        Objective,
        title="Fewer lonely people",
        reference="TRAFFORD-3",
        why_here="Because of the towers.",
        who_was_involved="Residents.",
        long_term_outcome="Everybody knows a neighbour.",
        lead=PartnerFactory(name="Mersey Bank Council", slug="mersey-bank-council"),
        contributors=[PartnerFactory(name="Moorside Neighbours", slug="moorside-neighbours")],
        places=[PlaceFactory(code="E05000001", name="Priory", qualifier="Trafford", inside=[trafford])],
        themes=[theme("loneliness")],
        body=[("heading", "How"), ("text", "<p>By talking.</p>")],
    )
    document = built_one(page)
    assert document.key == f"page-{page.pk}"
    assert (document.kind, document.title) == ("objective", "Fewer lonely people")
    assert (
        document.body == "Because of the towers.\nResidents.\nEverybody knows a neighbour.\nHow\nBy talking."
    )
    assert document.themes == ("loneliness", "social")
    assert document.partners == ("mersey-bank-council", "moorside-neighbours")
    assert set(document.places) == {
        PlaceTag("E05000001", "ward"),
        PlaceTag("E08000009", "district"),
        PlaceTag("E12000002", "region"),
    }
    assert {"Mersey Bank Council", "Priory", "Trafford", "North West", "Loneliness and isolation"} <= set(
        document.names
    )
    assert {"Social well-being", "TRAFFORD-3"} <= set(document.names)
    assert (document.evidence, document.years) == ("", ())
    assert document.date == page.first_published_at


def test_a_card_needs_no_page(trafford):
    page = make_page(CaseStudy, title="Warm spaces", places=[trafford], themes=[theme("food")])
    card = built_one(page).card
    assert (card["title"], card["url"], card["kind_label"]) == ("Warm spaces", page.url, "Case study")
    assert (card["places"], card["themes"]) == (["Trafford"], ["Good food"])
    assert set(card["partner"]) == {"name", "slug", "kind"}


@pytest.mark.parametrize("model", [Objective, CaseStudy, JointPlan])
def test_a_card_says_what_lists_of_pages_say(trafford, model):
    ward = PlaceFactory(code="E05000001", name="Priory", qualifier="Trafford", inside=[trafford])
    facts = {"status": "agreed"} if model is Objective else {}
    page = make_page(
        model,
        lead=PartnerFactory(name="Mersey Bank Council"),
        contributors=[PartnerFactory(), PartnerFactory()],
        places=[trafford, ward],
        themes=[theme("food"), theme("loneliness")],
        **facts,
    )
    PageReview.objects.update_or_create(page=page, defaults={"review_on": date(2027, 3, 8)})
    [listed] = model.objects.filter(pk=page.pk).prefetch_related(*CARD_RELATIONS)
    assert built_one(page).card == cards.stored(page_card(listed))
    assert (built_one(page).card["contributors"], built_one(page).review_on) == (2, date(2027, 3, 8))


def test_a_card_names_whoever_led_before_until_a_text_names_the_new_lead(site):
    old, new = PartnerFactory(), PartnerFactory()
    page = make_page(Objective, lead=old)
    Share.objects.filter(page=page).update(role="contributor")
    Share.objects.create(page=page, partner=new, role="lead")
    document = built_one(page)
    assert document.partners == (old.slug,)
    assert (document.card["partner"]["slug"], document.card["contributors"]) == (old.slug, 0)


def test_a_case_study_has_its_year_and_the_strength_of_its_evidence(site):
    study = make_page(CaseStudy, year=2024, evidence_strength="compared", what_did_not_work="The evenings.")
    bare = make_page(CaseStudy)
    documents = built(study, bare)
    assert (documents[study.pk].years, documents[study.pk].evidence) == (("2024",), "compared")
    assert (documents[bare.pk].years, documents[bare.pk].evidence) == (("not_recorded",), "not_recorded")
    assert "The evenings." in documents[study.pk].body


def test_a_case_study_says_what_changed_and_is_found_by_what_was_measured(site):
    study, bare = make_page(CaseStudy, effect="worse", consulted="A tenants' panel."), make_page(CaseStudy)
    MeasuredEffect.objects.create(
        page=study,
        measure="Falls in a month",
        before="41 of 120",
        after="52 of 120",
        how_measured="Ward diaries",
    )
    documents = built(study, bare)
    assert (documents[study.pk].effect, documents[bare.pk].effect) == ("worse", "not_recorded")
    for words in ("A tenants' panel.", "Falls in a month", "52 of 120", "Ward diaries"):
        assert words in documents[study.pk].body
    assert documents[study.pk].version != documents[bare.pk].version


def test_where_it_is_run_from_is_for_files_and_not_for_filters(trafford):
    base = PlaceFactory(code="E08000035", kind="district", name="Leeds")
    document = built_one(make_page(CaseStudy, places=[trafford], base_place=base))
    assert document.record["base_place"] == ["E08000035", "Leeds"]
    assert "E08000035" not in {place.code for place in document.places}


def test_a_case_study_has_its_cost_and_the_sectors_of_who_provided_it(site):
    study, bare = make_page(CaseStudy, cost_amount=2900, cost_year=2025), make_page(CaseStudy)
    for name, sector in (("Moorside Choir", "vcse"), ("Corner Cafe", "business"), ("Sale Choir", "vcse")):
        Provider.objects.create(page=study, name=name, sector=sector)
    documents = built(study, bare)
    assert (documents[study.pk].cost, documents[study.pk].sectors) == ("under_5000", ("vcse", "business"))
    assert {"Moorside Choir", "Corner Cafe", "Sale Choir"} <= set(documents[study.pk].names)
    assert (documents[bare.pk].cost, documents[bare.pk].sectors) == ("not_recorded", ("not_recorded",))


def test_only_what_could_be_recorded_is_said_not_to_be(site):
    """An objective or a plan has no cost or provider here, and a case study no status."""
    objective, plan, study = make_page(Objective, status="agreed"), make_page(JointPlan), make_page(CaseStudy)
    documents = built(objective, plan, study)
    facts = {
        page.kind: (document.cost, document.sectors, document.status, document.years, document.themes)
        for page, document in ((page, documents[page.pk]) for page in (objective, plan, study))
    }
    unknown = ("not_recorded",)
    assert facts == {
        "objective": ("", (), "agreed", (), unknown),
        "plan": ("", (), "", unknown, unknown),
        "case_study": ("not_recorded", unknown, "", unknown, unknown),
    }


@pytest.mark.parametrize(
    ("starts", "ends", "years"),
    [
        (date(2024, 4, 1), date(2026, 3, 31), ("2024", "2025", "2026")),
        (date(2024, 4, 1), None, ("2024",)),
        (None, date(2026, 3, 31), ("2026",)),
        (None, None, ("not_recorded",)),
    ],
)
def test_a_plan_is_of_every_year_of_its_period(site, starts, ends, years):
    assert built_one(make_page(JointPlan, starts_on=starts, ends_on=ends)).years == years


def test_a_place_counts_as_inside_another_only_when_it_wholly_is(trafford):
    from partners.places.models import PlaceClosure

    force = PlaceFactory(code="E23000005", kind="police_force_area", name="Force")
    PlaceClosure.objects.create(ancestor=force, descendant=trafford, share=0.6)
    assert (
        PlaceTag("E23000005", "police_force_area")
        not in built_one(make_page(Objective, places=[trafford])).places
    )


def test_only_published_public_pages_have_documents(site):
    public, draft = make_page(Objective), make_page(Objective, live=False)
    private, below = make_page(Objective), make_page(CaseStudy)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    PageViewRestriction.objects.create(page=below.get_parent(), restriction_type="password", password="x")
    assert set(built(public, draft, private, below)) == {public.pk}
    assert SOURCES["page"].visible([public.pk, draft.pk, private.pk, below.pk, 999_999]) == {public.pk}


def test_a_branch_names_the_page_and_all_above_it(site):
    page = make_page(Objective)
    above = Page.objects.filter(pk=page.pk).get().get_ancestors(inclusive=True)
    assert set(built_one(page).branch) == {each.pk for each in above}


def test_other_pages_have_none(site):
    index = ObjectiveIndex.objects.get()
    assert SOURCES["page"].build([index.pk], Lookups()).documents == {}
    assert index.pk not in SOURCES["page"].ids_after(0, 100)


def test_one_that_cannot_be_built_does_not_hold_up_the_others(site, monkeypatch):
    good, bad = make_page(Objective), make_page(Objective)
    Objective.objects.filter(pk=bad.pk).update(body='[{"type": "quote", "value": "not a struct"}]')
    outcome = SOURCES["page"].build([good.pk, bad.pk], Lookups())
    assert set(outcome.documents) == {good.pk}
    assert set(outcome.failures) == {bad.pk}


def test_building_many_takes_no_more_queries_than_building_few(trafford):
    def queries(times):
        kinds = (Objective, CaseStudy, JointPlan) * times
        pages = [make_page(model, places=[trafford], themes=[theme("food")]) for model in kinds]
        with CaptureQueriesContext(connection) as captured:
            assert len(built(*pages)) == len(pages)
        return len(captured)

    queries(1)
    assert queries(1) == queries(5)


def test_keys_are_taken_apart_and_sorted_out(site):
    page = make_page(Objective)
    assert split_key(f"page-{page.pk}") == ("page", page.pk)
    assert visible_keys({f"page-{page.pk}", "page-999999", "proposal-1"}) == {f"page-{page.pk}"}
