"""Who may answer what: every role and every status, refusals first."""

import pytest

from outcomes.proposals import rules
from outcomes.proposals.models import Proposal
from outcomes.proposals.moves import Status
from partners.agencies.models import Role
from partners.places.models import PlaceClosure
from tests.factories import PartnerFactory, PlaceFactory, UserFactory, as_acting_for
from tests.outcomes.proposals.factories import ProposalFactory, convener, member

pytestmark = pytest.mark.django_db


def of(partner, **fields):
    """Return an approver of a partner, and the partner."""
    return member(partner, **fields), partner


CAST = {
    "nobody in particular": lambda ground: (UserFactory(), ground.council),
    "member": lambda ground: of(ground.council, role=Role.MEMBER),
    "editor": lambda ground: of(ground.council, role=Role.EDITOR),
    "approver elsewhere": lambda ground: (ground.other_moderator, ground.other_council),
    "approver elsewhere, for our council": lambda ground: (ground.other_moderator, ground.council),
    "approver of a partner that does not convene": lambda ground: of(
        PartnerFactory(serves=[ground.district])
    ),
    "approver of the ward beside": lambda ground: of(convener(PlaceFactory(inside=[ground.district]))),
    "approver for no partner": lambda ground: (ground.moderator, None),
    "inactive approver": lambda ground: of(ground.council, is_active=False),
    "inactive superuser": lambda ground: (UserFactory(is_superuser=True, is_active=False), ground.council),
    "superuser for a partner elsewhere": lambda ground: (ground.superuser, ground.other_council),
    "approver": lambda ground: of(ground.council, role=Role.APPROVER),
    "admin": lambda ground: of(ground.council, role=Role.ADMIN),
    "approver of the region": lambda ground: of(convener(ground.region)),
    "superuser": lambda ground: (ground.superuser, ground.council),
    "superuser for no partner": lambda ground: (ground.superuser, None),
}
ALLOWED = {"approver", "admin", "approver of the region", "superuser", "superuser for no partner"}
CHECKS = {
    "accept": (Status.RECEIVED, lambda *who: rules.check_can_accept(*who)),
    "decline": (Status.RECEIVED, lambda *who: rules.check_can_decline(*who, "Because.")),
    "adopt": (Status.OPEN, lambda *who: rules.check_can_adopt(*who, "Because.")),
}


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("verb", CHECKS)
def test_who_may_answer(ground, verb, who):
    status, check = CHECKS[verb]
    proposal = ProposalFactory(place=ground.ward, status=status)
    user, partner = CAST[who](ground)
    if who in ALLOWED:
        check(user, proposal, partner)
    else:
        with pytest.raises(rules.NotAllowed, match=r"\.$"):
            check(user, proposal, partner)


@pytest.mark.parametrize("who", CAST)
def test_a_person_sees_what_they_may_answer(ground, who):
    proposal = ProposalFactory(place=ground.ward)
    user, partner = CAST[who](ground)
    sees = Proposal.objects.moderated_by(user).filter(pk=proposal.pk).exists()
    answers_for = rules.partners_to_answer_for(user, ground.ward)
    assert sees is (user.is_active and (user.is_superuser or answers_for.exists()))
    if who in ALLOWED:
        assert sees
        assert rules.moderates_something(user)
        assert partner is None or partner in answers_for


POSSIBLE = {
    "accept": {Status.RECEIVED, Status.IN_REVIEW, Status.PARKED},
    "decline": {Status.RECEIVED, Status.IN_REVIEW, Status.OPEN, Status.PARKED},
    "adopt": {Status.OPEN},
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", CHECKS)
def test_when_it_may_be_answered(ground, verb, status):
    proposal = ProposalFactory(place=ground.ward, status=status)
    if status in POSSIBLE[verb]:
        CHECKS[verb][1](ground.moderator, proposal, ground.council)
    else:
        with pytest.raises(rules.NotAllowed, match="cannot become"):
            CHECKS[verb][1](ground.moderator, proposal, ground.council)


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_what_is_not_confirmed_is_not_answered(ground, verb):
    proposal = ProposalFactory(place=ground.ward, unconfirmed=True)
    with pytest.raises(rules.NotAllowed, match="not confirmed"):
        CHECKS[verb][1](ground.superuser, proposal, None)


@pytest.mark.parametrize("reason", ["", "  \n "])
@pytest.mark.parametrize(
    ("check", "status"), [(rules.check_can_decline, Status.RECEIVED), (rules.check_can_adopt, Status.OPEN)]
)
def test_a_public_reason_is_needed(ground, check, status, reason):
    with pytest.raises(rules.NotAllowed, match="reason"):
        check(ground.moderator, ProposalFactory(place=ground.ward, status=status), ground.council, reason)


def test_nobody_sees_what_is_not_confirmed(ground):
    ProposalFactory(place=ground.ward, unconfirmed=True)
    assert not Proposal.objects.moderated_by(ground.moderator).exists()
    assert not Proposal.objects.moderated_by(ground.superuser).exists()


@pytest.mark.parametrize(("share", "counts"), [(0.5, False), (0.98, False), (0.99, True), (1, True)])
def test_a_place_that_is_partly_inside_is_not_moderated(ground, share, counts):
    straddling = PlaceFactory()
    PlaceClosure.objects.create(ancestor=ground.district, descendant=straddling, share=share)
    ProposalFactory(place=straddling)
    assert Proposal.objects.moderated_by(ground.moderator).exists() is counts
    assert Proposal.objects.in_places_of(ground.council).exists() is counts
    assert rules.partners_to_answer_for(ground.moderator, straddling).exists() is counts


def test_in_places_of_a_partner_that_does_not_convene_is_nothing(ground):
    ProposalFactory(place=ground.ward)
    assert Proposal.objects.in_places_of(ground.council).count() == 1
    assert not Proposal.objects.in_places_of(PartnerFactory(serves=[ground.district])).exists()


def test_the_partner_with_the_smallest_area_comes_first(ground):
    region = convener(ground.region, name="A region that is first by name")
    assert list(rules.partners_answering(ground.ward)) == [ground.council, region]


def test_moderators_of_a_place_are_each_named_once(ground):
    region = convener(ground.region)
    both = member(region, role=Role.ADMIN)
    ground.council.memberships.create(user=both, role=Role.APPROVER)
    member(ground.council, role=Role.EDITOR)
    member(ground.council, is_active=False)
    assert list(rules.moderators_of(ground.ward)) == [ground.moderator, both]


class TestOnePartnerAtATime:
    """Somebody who approves for our council and is a member of another that convenes here too."""

    @pytest.fixture
    def region(self, ground):
        region = convener(ground.region, name="Region")
        region.memberships.create(user=ground.moderator, role=Role.MEMBER)
        return region

    @pytest.mark.parametrize("verb", CHECKS)
    def test_only_the_acting_partner_answers(self, ground, region, verb):
        status, check = CHECKS[verb]
        proposal = ProposalFactory(place=ground.ward, status=status)
        check(as_acting_for(ground.moderator, ground.council), proposal, ground.council)
        for partner in (ground.council, region, None):
            with pytest.raises(rules.NotAllowed):
                check(as_acting_for(ground.moderator, region), proposal, partner)

    def test_what_they_see_follows_too(self, ground, region):
        proposal = ProposalFactory(place=ground.ward)
        for partner, sees in ((ground.council, True), (region, False)):
            person = as_acting_for(ground.moderator, partner)
            assert Proposal.objects.moderated_by(person).contains(proposal) is sees
            assert rules.moderates_something(person) is sees

    def test_nobody_answers_for_another_of_their_partners(self, ground, region):
        region.memberships.update(role=Role.ADMIN)
        proposal = ProposalFactory(place=ground.ward)
        with pytest.raises(rules.NotAllowed, match="cannot answer for Region"):
            rules.check_can_accept(as_acting_for(ground.moderator, ground.council), proposal, region)

    def test_letters_still_reach_who_may_choose_to_answer(self, ground, region):
        assert ground.moderator in rules.moderators_of(ground.ward)

    def test_whom_to_answer_for_costs_no_query_more(self, ground, django_assert_num_queries):
        person = as_acting_for(ground.moderator, ground.council)
        with django_assert_num_queries(1):
            assert rules.moderates_something(person)
            assert rules.moderates_something(person)
