"""What a page shows of others like it: worked out in the background, and shown only while it is public."""

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from outcomes.casestudies.models import CaseStudy, CaseStudyIndex, ObjectiveLink, PlanLink
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.places.models import PlaceClosure
from search.drain import drain
from search.engines.choice import engine
from search.models import RelatedItem, RelatedNote
from search.rebuild import rebuild
from search.related.making import refresh
from search.related.noting import note_everything
from search.related.shown import related_to
from search.tasks import drain_outbox
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme
from tests.search.test_visibility import WAYS

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site")]

WARM = "Damp cold rented homes are insulated so that children with asthma breathe."
BUSES = "Evening buses bring apprentices from outlying villages to college."


def follow():
    """Do what follows a change, to the end."""
    drain()
    return refresh(60)


def alike(page):
    return [card.title for card in related_to(page).alike]


def elsewhere(page):
    return [card.title for card in related_to(page).elsewhere]


@pytest.fixture
def pages(search_index):
    """Two subjects: warm homes, of each kind of page, and buses."""
    homes, jobs = {"themes": [theme("homes")]}, {"themes": [theme("work-and-skills")]}
    made = {
        "aim": make_page(Objective, title="Warm homes", summary=WARM, **homes),
        "plan": make_page(JointPlan, title="Warm rented homes plan", summary=WARM, **homes),
        "story": make_page(CaseStudy, title="Insulating rented homes", summary=WARM, **homes),
        "bus aim": make_page(Objective, title="Buses to college", summary=BUSES, **jobs),
        "bus story": make_page(CaseStudy, title="Evening buses", summary=BUSES, **jobs),
    }
    follow()
    return made


def test_an_objective_shows_what_worked_elsewhere_and_what_is_like_it(pages):
    assert elsewhere(pages["aim"]) == ["Insulating rented homes"]
    assert alike(pages["aim"]) == ["Warm rented homes plan"]
    assert elsewhere(pages["bus aim"]) == ["Evening buses"]
    assert alike(pages["bus aim"]) == []


def test_a_case_study_shows_all_that_is_like_it(pages):
    assert set(alike(pages["story"])) == {"Warm homes", "Warm rented homes plan"}
    assert elsewhere(pages["story"]) == []


def test_words_do_without_a_theme_and_themes_without_words(pages):
    made = make_page(CaseStudy, title="Insulated at last", summary=WARM)
    other = make_page(CaseStudy, title="Rooftops", summary="Panels.", themes=[theme("homes")])
    follow()
    assert {made.title, other.title} <= set(elsewhere(pages["aim"]))
    assert made.title not in elsewhere(pages["bus aim"])


def test_a_place_in_common_counts_among_those_alike(search_index):
    here, there = PlaceFactory(), PlaceFactory()
    facts = {"summary": WARM, "themes": [theme("homes")]}
    aim = make_page(Objective, title="Aim", places=[here], **facts)
    make_page(Objective, title="There", places=[there], **facts)
    make_page(Objective, title="Here", places=[here], **facts)
    follow()
    assert alike(aim) == ["Here", "There"]


def test_a_card_says_who_leads_and_where(search_index):
    lead, place = PartnerFactory(name="Warm Council"), PlaceFactory(name="Sale")
    facts = {"summary": WARM, "themes": [theme("homes")]}
    aim = make_page(Objective, title="Aim", **facts)
    make_page(CaseStudy, title="Story", slug="story", lead=lead, places=[place], **facts)
    follow()
    (card,) = related_to(aim).elsewhere
    assert (card.title, card.url, card.kind_label) == ("Story", "/case-studies/story/", "Case study")
    assert (card.partner.name, card.places, card.summary) == ("Warm Council", ["Sale"], WARM)


def test_what_is_new_shows_up_where_it_is_like_something_older(pages):
    newer = make_page(CaseStudy, title="Homes made warm and dry", summary=WARM, themes=[theme("homes")])
    follow()
    assert newer.title in elsewhere(pages["aim"])
    assert newer.title not in elsewhere(pages["bus aim"])


def test_a_change_of_subject_is_followed(pages):
    story = pages["story"]
    story.theme_tags.all().delete()
    story.title, story.summary = "Late buses", BUSES
    story.save()
    follow()
    assert set(alike(story)) == {"Buses to college", "Evening buses"}


@pytest.mark.parametrize("hide", WAYS)
def test_what_is_hidden_is_gone_at_once(pages, hide):
    aim = pages["aim"]
    assert elsewhere(aim) == ["Insulating rented homes"]
    hide(pages["story"])
    assert RelatedItem.objects.filter(page_id=aim.pk, other_id=pages["story"].pk).exists()
    assert elsewhere(aim) == []


def test_a_private_branch_is_gone_at_once_and_back_at_once(pages):
    gate = PageViewRestriction.objects.create(
        page=CaseStudyIndex.objects.get(), restriction_type=PageViewRestriction.LOGIN
    )
    assert elsewhere(pages["aim"]) == []
    gate.delete()
    assert elsewhere(pages["aim"]) == ["Insulating rented homes"]


def test_what_was_unpublished_keeps_no_list(pages):
    pages["aim"].unpublish()
    follow()
    assert not RelatedItem.objects.filter(page_id=pages["aim"].pk).exists()


def test_it_is_the_same_whichever_engine_answers(either_engine, pages):
    assert engine().name == either_engine
    assert elsewhere(pages["aim"]) == ["Insulating rented homes"]
    assert alike(pages["aim"]) == ["Warm rented homes plan"]


def test_without_an_index_it_waits(no_index, site):
    aim = make_page(Objective, title="Aim", summary=WARM, themes=[theme("homes")])
    make_page(Objective, title="Other", summary=WARM, themes=[theme("homes")])
    note_everything()
    assert refresh(60) == 0
    assert RelatedNote.objects.count() == 2
    rebuild()
    assert refresh(60) == 2
    assert alike(aim) == ["Other"]


def test_the_worker_does_it_after_the_index(search_index, settings):
    aim = make_page(Objective, title="Aim", summary=WARM, themes=[theme("homes")])
    make_page(Objective, title="Other", summary=WARM, themes=[theme("homes")])
    drain_outbox.func()
    assert alike(aim) == ["Other"]


def test_the_command_that_builds_the_index_works_out_all(pages, capsys):
    RelatedItem.objects.all().delete()
    RelatedItem.objects.create(page_id=999_999, other_id=1, rank=0, is_elsewhere=False)
    call_command("search_index")
    assert elsewhere(pages["aim"]) == ["Insulating rented homes"]
    assert not RelatedItem.objects.filter(page_id=999_999).exists()
    assert "5 lists of related pages made" in capsys.readouterr().out


def test_a_site_that_never_did_it_does_it_by_the_clock(pages):
    RelatedItem.objects.all().delete()
    call_command("search_drain")
    assert elsewhere(pages["aim"]) == ["Insulating rented homes"]


def test_rows_are_made_once_however_often_it_is_noted(pages):
    before = list(
        RelatedItem.objects.order_by("page_id", "is_elsewhere", "rank").values_list("page_id", "other_id")
    )
    note_everything()
    RelatedNote.objects.bulk_create([RelatedNote(page_id=pages["aim"].pk, spreads=True) for _ in range(3)])
    refresh(60)
    after = list(
        RelatedItem.objects.order_by("page_id", "is_elsewhere", "rank").values_list("page_id", "other_id")
    )
    assert after == before
    assert not RelatedNote.objects.exists()


def test_the_page_shows_them_and_a_preview_none(client, pages):
    said = client.get(pages["aim"].url).content.decode()
    assert said.index("What worked elsewhere") < said.index("Insulating rented homes")
    assert said.index('id="related"') < said.index("Warm rented homes plan")
    preview = pages["aim"].make_preview_request(RequestFactory().get("/"))
    assert b"What worked elsewhere" not in preview.content


def test_showing_them_takes_two_queries_however_many_there_are(pages, django_assert_num_queries):
    for number in range(15):
        make_page(
            CaseStudy, title=f"Story {number}", summary=WARM, lead=PartnerFactory(), places=[PlaceFactory()]
        )
    follow()
    related_to(pages["aim"])
    with django_assert_num_queries(2):
        assert len(related_to(pages["aim"]).elsewhere) == 3


def tried(page):
    return [card.title for card in related_to(page).tried]


def test_a_case_study_that_names_an_objective_or_a_plan_comes_first_and_once(pages):
    story = pages["story"]
    ObjectiveLink.objects.create(page=story, objective=pages["aim"])
    PlanLink.objects.create(page=story, plan=pages["plan"])
    for page in (pages["aim"], pages["plan"]):
        assert tried(page) == ["Insulating rented homes"]
        assert "Insulating rented homes" not in elsewhere(page) + alike(page)
    assert tried(pages["bus aim"]) == tried(story) == []


def test_those_that_name_it_are_shown_newest_first_and_six_at_most(pages):
    for number in range(8):
        page = make_page(CaseStudy, title=f"Study {number}", summary=BUSES)
        ObjectiveLink.objects.create(page=page, objective=pages["aim"])
    assert tried(pages["aim"]) == [f"Study {number}" for number in (7, 6, 5, 4, 3, 2)]


# The database itself keeps a row that is linked to from being deleted past Django.
@pytest.mark.parametrize("hide", [way for way in WAYS if "raw_delete" not in way.__name__])
def test_one_that_names_it_and_is_hidden_is_gone_at_once(pages, hide):
    ObjectiveLink.objects.create(page=pages["bus story"], objective=pages["aim"])
    assert tried(pages["aim"]) == ["Evening buses"]
    hide(pages["bus story"])
    assert tried(pages["aim"]) == []


def test_elsewhere_is_not_here_nor_inside(search_index):
    town, ward, county = (PlaceFactory(name=name) for name in ("Town", "Ward", "County"))
    for inner, outer in ((ward, town), (town, county), (ward, county)):
        PlaceClosure.objects.create(ancestor=outer, descendant=inner, share=1)
    facts = {"summary": WARM, "themes": [theme("homes")]}
    aim = make_page(Objective, title="Aim", places=[town], **facts)
    for place in (town, ward, county):
        make_page(CaseStudy, title=f"In the {place.name}", places=[place], **facts)
    follow()
    assert elsewhere(aim) == ["In the County"]
    assert set(alike(aim)) == {"In the Town", "In the Ward"}


def test_the_page_says_what_was_tried_for_it(client, pages):
    ObjectiveLink.objects.create(page=pages["bus story"], objective=pages["aim"])
    said = client.get(pages["aim"].url).content.decode()
    assert said.index("What was tried for this objective") < said.index("Evening buses")
    assert said.index("Evening buses") < said.index("What worked elsewhere")
