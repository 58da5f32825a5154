"""The public list and page: who sees what, and at what cost."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from outcomes.objectives.models import Objective
from outcomes.proposals.links import own_path
from outcomes.proposals.moves import ACCEPTED, Status
from outcomes.proposals.selectors import origin_of, proposals_for_place, public_proposals
from partners.places.models import Place, PlaceCode
from tests.factories import UserFactory, make_page, publish
from tests.outcomes.proposals.factories import NOW, ProposalFactory

pytestmark = pytest.mark.django_db

CANARY = "Canary that nobody should hear"


@pytest.fixture
def hidden(ground):
    """One of each that only moderators or nobody may read, all with the canary in every text."""
    words = {
        "title": CANARY,
        "what_should_change": CANARY,
        "why": CANARY,
        "proposer_name": CANARY,
        "show_name": True,
    }
    return [
        ProposalFactory(place=ground.ward, unconfirmed=True, **words),
        ProposalFactory(place=ground.ward, **words),
        ProposalFactory(place=ground.ward, status=Status.IN_REVIEW, **words),
        ProposalFactory(place=ground.ward, status=Status.DECLINED, **words),
    ]


@pytest.mark.parametrize("who", ["visitor", "stranger", "other_moderator", "moderator", "superuser"])
def test_no_public_route_shows_what_is_not_accepted(client, ground, hidden, who):
    if who != "visitor":
        client.force_login(UserFactory() if who == "stranger" else getattr(ground, who))
    for proposal in hidden:
        assert client.get(proposal.get_absolute_url()).status_code == 404
    for place in ("", ground.ward.code, ground.district.code, ground.region.code):
        page = client.get(reverse("proposals:list"), {"place": place})
        assert page.context["total"] == 0
        assert CANARY not in page.text


def test_no_selector_gives_away_what_is_not_accepted(ground, hidden):
    assert not public_proposals().exists()
    for place in (ground.ward, ground.district, ground.region):
        assert all(group.total == 0 and not group.cards for group in proposals_for_place(place, 5))


@pytest.mark.parametrize("status", [*ACCEPTED, Status.DECLINED])
def test_what_was_accepted_is_for_everybody(client, ground, status):
    proposal = ProposalFactory(place=ground.ward, status=status, accepted_at=NOW)
    proposal.decisions.create(
        from_status=Status.RECEIVED,
        to_status=Status.OPEN,
        reason="Worth hearing.",
        partner=ground.council,
        decided_by=ground.moderator,
        decided_at=NOW,
    )
    page = client.get(proposal.get_absolute_url())
    assert page.status_code == 200
    for words in (
        proposal.title,
        proposal.get_status_display(),
        "Worth hearing.",
        "Mersey Council",
        "Sale, Mersey",
    ):
        assert words in page.text
    assert ground.moderator.last_name not in page.text
    assert proposal.title in client.get(reverse("proposals:list")).text


@pytest.mark.parametrize(("show_name", "shown"), [(False, False), (True, True)])
def test_the_name_shows_only_when_asked_and_the_address_never(client, ground, show_name, shown):
    proposal = ProposalFactory(
        place=ground.ward, status=Status.OPEN, proposer_name="Asha Rahman", show_name=show_name
    )
    text = client.get(proposal.get_absolute_url()).text
    assert ("Asha Rahman" in text) is shown
    assert proposal.proposer_email not in text
    assert proposal.proposer_email not in client.get(reverse("proposals:list")).text


def test_tags_in_a_proposal_are_text(client, ground):
    nasty = "<script>alert('x')</script>"
    proposal = ProposalFactory(
        place=ground.ward, status=Status.OPEN, title=nasty, what_should_change=nasty, why=nasty
    )
    for address in (proposal.get_absolute_url(), reverse("proposals:list")):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_a_reference_in_small_letters_leads_to_the_page(client, ground):
    proposal = ProposalFactory(place=ground.ward, status=Status.OPEN)
    address = reverse("proposals:detail", args=[proposal.reference.lower()])
    assert client.get(address, follow=True).redirect_chain == [(proposal.get_absolute_url(), 301)]


def test_an_unknown_reference_is_not_found(client, db):
    assert client.get("/proposals/P-222222/").status_code == 404


def test_a_draft_objective_is_not_named_and_a_published_one_is(client, ground, site):
    objective = make_page(Objective, live=False, title="An objective in the making", lead=ground.council)
    proposal = ProposalFactory(place=ground.ward, status=Status.ADOPTED, objective=objective)
    assert "An objective in the making" not in client.get(proposal.get_absolute_url()).text
    publish(objective)
    assert "An objective in the making" in client.get(proposal.get_absolute_url()).text


def test_the_proposer_reads_a_declined_proposal_by_their_own_link(client, ground, hidden):
    declined = hidden[-1]
    page = client.get(own_path(declined))
    assert page.status_code == 200
    assert CANARY in page.text
    assert page.context["is_own"] is True
    assert "no-store" in page["Cache-Control"]
    assert client.get(own_path(declined)[:-3] + "x/").status_code == 410


def test_the_list_for_a_place_holds_what_lies_inside_it(client, ground):
    inside = ProposalFactory(place=ground.ward, status=Status.OPEN)
    itself = ProposalFactory(place=ground.district, status=Status.OPEN)
    ProposalFactory(place=ground.far_ward, status=Status.OPEN)
    ProposalFactory(place=ground.region, status=Status.OPEN)
    page = client.get(reverse("proposals:list"), {"place": ground.district.code})
    assert [card.title for card in page.context["cards"]] == [itself.title, inside.title]
    assert page.context["place"] == ground.district


@pytest.mark.parametrize("nonsense", ["E99999999", "nonsense", "%00", "é", "'; drop", "x" * 5000])
def test_nonsense_in_the_address_is_an_ordinary_page(client, ground, nonsense):
    ProposalFactory(place=ground.ward, status=Status.OPEN)
    page = client.get(reverse("proposals:list"), {"place": nonsense, "page": "999"})
    assert page.status_code == 200
    assert (page.context["total"], page.context["unknown_place"]) == (1, nonsense)


def test_a_former_code_still_filters(client, ground):
    PlaceCode.objects.create(place=ground.ward, code="E05999999")
    page = client.get(reverse("proposals:list"), {"place": "e05999999"})
    assert page.context["place"] == ground.ward


def test_the_list_comes_in_pages_newest_first(client, ground):
    made = [ProposalFactory(place=ground.ward, status=Status.OPEN) for _ in range(23)]
    first, last = (client.get(reverse("proposals:list"), {"page": page}) for page in ("1", "999"))
    assert [card.title for card in first.context["cards"]] == [
        proposal.title for proposal in reversed(made[3:])
    ]
    assert [card.title for card in last.context["cards"]] == [
        proposal.title for proposal in reversed(made[:3])
    ]
    assert first.context["total"] == 23


@pytest.mark.parametrize("many", [10, 200])
def test_lists_and_place_groups_cost_the_same_for_few_and_many(
    client, ground, many, django_assert_num_queries, django_assert_max_num_queries
):
    for place in (ground.ward, ground.district, ground.region):
        ProposalFactory.create_batch(many // 3 + 1, place=place, status=Status.OPEN)
    with django_assert_max_num_queries(6):
        client.get(reverse("proposals:list"), {"place": ground.region.code})
    with django_assert_num_queries(6):
        groups = proposals_for_place(ground.district, 4)
    assert [(group.relation, len(group.cards)) for group in groups] == [
        ("here", 4),
        ("inside", 4),
        ("covering", 4),
    ]


@pytest.mark.parametrize("many", [1, 40])
def test_a_page_costs_the_same_with_few_and_many_answers(client, ground, many, django_assert_max_num_queries):
    proposal = ProposalFactory(place=ground.ward, status=Status.OPEN)
    for _ in range(many):
        proposal.decisions.create(
            from_status=Status.PARKED, to_status=Status.OPEN, partner=ground.council, decided_at=NOW
        )
    with django_assert_max_num_queries(6):
        client.get(proposal.get_absolute_url())


def test_proposals_for_a_place_lie_here_inside_and_around(ground):
    here, inside, around = (
        ProposalFactory(place=place, status=Status.OPEN)
        for place in (ground.district, ground.ward, ground.region)
    )
    ProposalFactory(place=ground.far_ward, status=Status.OPEN)
    groups = {group.relation: group for group in proposals_for_place(ground.district, 5)}
    assert {name: [card.title for card in group.cards] for name, group in groups.items()} == {
        "here": [here.title],
        "inside": [inside.title],
        "covering": [around.title],
    }
    assert public_proposals(Place.objects.filter(pk=ground.ward.pk)).get() == inside


def test_an_objective_names_the_proposal_that_it_came_from(ground, site):
    objective = make_page(Objective, lead=ground.council)
    assert origin_of(objective) is None
    first = ProposalFactory(
        place=ground.ward, status=Status.ADOPTED, objective=objective, proposer_name="Asha", show_name=True
    )
    ProposalFactory(place=ground.ward, status=Status.MERGED, objective=objective)
    origin = origin_of(objective)
    assert (origin.reference, origin.title, origin.url) == (
        first.reference,
        first.title,
        first.get_absolute_url(),
    )
    assert (origin.place, origin.proposer) == (ground.ward, "Asha")


def test_the_tag_gives_templates_the_origin(ground, site):
    objective = make_page(Objective, lead=ground.council)
    proposal = ProposalFactory(place=ground.ward, status=Status.ADOPTED, objective=objective)
    template = Template(
        "{% load proposals %}{% origin_of page as origin %}{{ origin.reference|default:'none' }}"
    )
    assert template.render(Context({"page": objective})) == proposal.reference
    assert template.render(Context({"page": Objective(title="Not saved")})) == "none"
    assert template.render(Context({"page": objective.get_parent().specific})) == "none"
