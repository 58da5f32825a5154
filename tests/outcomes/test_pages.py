"""What holds for objectives, case studies and plans alike."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.sharing.models import Share, ShareRole
from tests.factories import PartnerFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
KINDS = [Objective, CaseStudy, JointPlan]
kinds = pytest.mark.parametrize("model", KINDS, ids=lambda model: model.kind)


@kinds
def test_a_page_shows_its_partners_places_and_themes(client, model, council, ward):
    trust = PartnerFactory(name="Ship Canal Health", kind="nhs")
    page = make_page(model, lead=council, contributors=[trust], places=[ward], themes=[theme("loneliness")])
    html = client.get(page.url).content.decode()
    for words in (page.title, council.name, trust.name, "Sale Central, Trafford", "Loneliness and isolation"):
        assert words in html


@kinds
def test_a_draft_is_not_found(client, model, council):
    draft = make_page(model, lead=council, live=False)
    assert client.get(f"{draft.get_parent().url}{draft.slug}/").status_code == 404


@kinds
def test_the_list_shows_what_is_live_and_nothing_else(client, model):
    live, draft = (
        make_page(model, title="Out in the open"),
        make_page(model, title="Still a draft", live=False),
    )
    html = client.get(live.get_parent().url).content.decode()
    assert live.title in html
    assert draft.title not in html


@kinds
@pytest.mark.parametrize("page", ["", "?page=2", "?page=999", "?page=-1", "?page=x", "?page=%00"])
def test_the_list_answers_any_page_number(client, model, page):
    shown = make_page(model)
    assert client.get(shown.get_parent().url + page).status_code == 200


@pytest.mark.both
def test_a_page_has_one_lead_partner(council):
    page = make_page(Objective, lead=council)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(page=page, partner=PartnerFactory(), role=ShareRole.LEAD)


@pytest.mark.both
def test_a_partner_has_one_part_in_a_page(council):
    page = make_page(Objective, lead=council)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(page=page, partner=council, role=ShareRole.CONTRIBUTOR)


@pytest.mark.both
def test_two_objectives_cannot_have_one_reference():
    make_page(Objective, reference="LEEDS-3")
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        make_page(Objective, reference="LEEDS-3")


def test_objectives_without_a_reference_do_not_clash():
    make_page(Objective)
    make_page(Objective)


def test_a_plan_that_ends_before_it_starts_is_refused_beside_the_field():
    plan = make_page(JointPlan)
    plan.starts_on, plan.ends_on = "2026-04-01", "2026-03-01"
    with pytest.raises(ValidationError) as refused:
        plan.full_clean()
    assert refused.value.message_dict["ends_on"] == ["The plan must end after it starts."]


def test_a_plan_names_only_objectives_that_anybody_may_read(client):
    shown, hidden = make_page(Objective, title="Seen"), make_page(Objective, title="Unseen", live=False)
    plan = make_page(JointPlan)
    plan.objectives.set([shown, hidden])
    plan.save()
    html = client.get(plan.url).content.decode()
    assert "Seen" in html
    assert "Unseen" not in html


def count(client, url, django_assert_max_num_queries):
    """How many queries a page takes once the content types and the site are known."""
    client.get(url)
    with django_assert_max_num_queries(60) as captured:
        assert client.get(url).status_code == 200
    return len(captured.captured_queries)


@kinds
def test_queries_of_a_list_do_not_grow(client, model, council, ward, django_assert_max_num_queries):
    def more(number):
        for _ in range(number):
            page = make_page(model, lead=council, contributors=[PartnerFactory()], places=[ward])
        return page.get_parent().url

    url = more(10)
    few = count(client, url, django_assert_max_num_queries)
    more(190)
    assert count(client, url, django_assert_max_num_queries) == few <= 16


# A case study has rows of four kinds of its own.
MOST_QUERIES = {CaseStudy: 19}


@kinds
def test_queries_of_a_page_do_not_grow(client, model, council, ward, django_assert_max_num_queries):
    small = make_page(model, lead=council, places=[ward], themes=[theme("food")])
    few = count(client, small.url, django_assert_max_num_queries)
    slugs = ["food", "nature", "homes", "loneliness", "recovery"]
    large = make_page(
        model,
        lead=council,
        contributors=[PartnerFactory() for _ in range(200)],
        places=[ward],
        themes=[theme(slug) for slug in slugs],
    )
    assert count(client, large.url, django_assert_max_num_queries) == few <= MOST_QUERIES.get(model, 18)
