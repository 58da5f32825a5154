"""The editors' side: moderators do their work there, and nobody else gets in by any route."""

import pytest
from django.core import mail
from django.urls import reverse

from outcomes.objectives.models import Objective
from outcomes.proposals.models import Decision, Proposal
from outcomes.proposals.moves import Status
from partners.agencies.models import Role
from tests.factories import PartnerFactory, UserFactory
from tests.outcomes.proposals.factories import ProposalFactory, convener, let_in, member

pytestmark = pytest.mark.django_db

CANARY = "Canary that nobody should hear"
INDEX = "/admin/proposals/"
ANSWERS = ["accept", "adopt", "decline"]


def address(proposal, answer=None):
    """Return the address of the page on which a proposal is answered, or of one answer."""
    if answer:
        return reverse("proposals_moderation:answer", args=[proposal.reference, answer])
    return reverse("proposals_moderation:proposal", args=[proposal.reference])


@pytest.fixture
def waiting(ground):
    return ProposalFactory(place=ground.ward, title=CANARY, what_should_change=CANARY, proposer_name=CANARY)


@pytest.fixture
def as_moderator(client, ground):
    client.force_login(ground.moderator)
    return client


def outsider(ground, who):
    """Return somebody who answers nothing in the first district."""
    if who == "editor with access to the admin":
        return member(ground.council, role=Role.EDITOR)
    if who == "member with access to the admin":
        return member(ground.council, role=Role.MEMBER)
    if who == "moderator elsewhere":
        return ground.other_moderator
    if who == "access to the admin and nothing else":
        user = UserFactory()
        let_in(user)
        return user
    return UserFactory()


OUTSIDERS = [
    "nobody",
    "no access to the admin",
    "access to the admin and nothing else",
    "member with access to the admin",
    "editor with access to the admin",
    "moderator elsewhere",
]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_get_in_nowhere(client, ground, waiting, site, who):
    opened = ProposalFactory(place=ground.ward, status=Status.OPEN, title=CANARY)
    if who != "nobody":
        client.force_login(outsider(ground, who))
    answers = []
    for proposal in (waiting, opened):
        answers.append(client.get(address(proposal)))
        for name in ANSWERS:
            form = {f"{name}-reason": "Because.", f"{name}-partner": ground.council.pk}
            answers.append(client.post(address(proposal, name), form))
            answers.append(client.get(address(proposal, name)))
    if who != "moderator elsewhere":
        answers.append(client.get(INDEX))
    assert {answer.status_code for answer in answers} <= {302, 403, 405}
    assert not any(CANARY in answer.text for answer in answers)
    assert [proposal.status for proposal in (waiting, opened)] == [Status.RECEIVED, Status.OPEN]
    assert set(Proposal.objects.values_list("status", flat=True)) == {Status.RECEIVED, Status.OPEN}
    assert not Decision.objects.exists()
    assert not Objective.objects.exists()


@pytest.mark.parametrize("who", OUTSIDERS[2:])
def test_the_refusal_does_not_tell_whether_a_proposal_exists(client, ground, waiting, who):
    client.force_login(outsider(ground, who))
    real, made_up = client.get(address(waiting)), client.get("/admin/proposals/P-222222/")
    assert (real.status_code, real.get("Location")) == (made_up.status_code, made_up.get("Location"))
    assert real.status_code in (302, 403)


def test_the_list_of_a_moderator_elsewhere_is_empty(client, ground, waiting):
    client.force_login(ground.other_moderator)
    page = client.get(INDEX)
    assert page.status_code == 200
    assert [tab["total"] for tab in page.context["tabs"]] == [0, 0, 0]
    assert CANARY not in page.text


def test_a_background_request_is_refused_with_403(client, ground, waiting):
    client.force_login(ground.other_moderator)
    headers = {"x-requested-with": "XMLHttpRequest"}
    assert client.get(address(waiting), headers=headers).status_code == 403


def test_unconfirmed_proposals_are_for_no_moderator(client, ground):
    hidden = ProposalFactory(place=ground.ward, title=CANARY, unconfirmed=True)
    for user in (ground.moderator, ground.superuser):
        client.force_login(user)
        assert CANARY not in client.get(INDEX).text
        assert client.get(address(hidden)).status_code == 302
        assert client.post(address(hidden, "accept"), {}).status_code == 302
    assert Proposal.objects.get().status == Status.RECEIVED


@pytest.mark.parametrize(
    ("who", "shown"), [("moderator", True), ("other_moderator", True), ("superuser", True), ("editor", False)]
)
def test_the_menu_names_proposals_to_people_who_answer_them(client, ground, who, shown):
    user = member(ground.council, role=Role.EDITOR) if who == "editor" else getattr(ground, who)
    client.force_login(user)
    assert (INDEX in client.get("/admin/").text) is shown


def test_the_list_sorts_by_what_is_to_be_done(as_moderator, ground, waiting):
    opened = ProposalFactory(place=ground.ward, status=Status.OPEN, title="Open one")
    ended = ProposalFactory(place=ground.ward, status=Status.DECLINED, title="Declined one")
    for shown, proposal in [
        ("", waiting),
        ("waiting", waiting),
        ("open", opened),
        ("decided", ended),
        ("x", waiting),
    ]:
        page = as_moderator.get(INDEX, {"show": shown, "p": "nonsense"})
        assert [listed.title for listed in page.context["page_obj"]] == [proposal.title]
        assert address(proposal) in page.text


def test_the_page_shows_what_a_moderator_needs_and_not_the_address(as_moderator, waiting):
    text = as_moderator.get(address(waiting)).text
    assert "(the name is not shown to the public)" in text
    assert waiting.proposer_email not in text
    assert address(waiting, "accept") in text
    assert address(waiting, "decline") in text
    assert address(waiting, "adopt") not in text
    assert "<script>" not in text.split("<main", 1)[-1]
    assert "style=" not in text.split("<main", 1)[-1]


def test_text_with_tags_is_text(as_moderator, ground):
    nasty = ProposalFactory(
        place=ground.ward,
        title="<script>alert(1)</script>",
        why="<script>alert(1)</script>",
        proposer_name="<b>x</b>",
    )
    for page in (INDEX, address(nasty)):
        text = as_moderator.get(page).text
        assert "<script>alert" not in text
        assert "<b>x" not in text


def test_accept_then_adopt(as_moderator, ground, waiting, site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = as_moderator.post(address(waiting, "accept"), {"accept-reason": ""}, follow=True)
        assert "is open for support. Everybody can read it now." in page.text
        page = as_moderator.post(address(waiting, "adopt"), {"adopt-reason": "It fits."}, follow=True)
    assert f"{waiting.reference} is adopted." in page.text
    waiting.refresh_from_db()
    objective = Objective.objects.get()
    assert (waiting.status, waiting.objective, objective.live) == (Status.ADOPTED, objective, False)
    assert objective.lead_partner == ground.council
    assert reverse("wagtailadmin_pages:edit", args=[objective.pk]) in page.text
    assert [message.to for message in mail.outbox] == [[waiting.proposer_email]] * 2


@pytest.mark.parametrize(("name", "start"), [("decline", Status.RECEIVED), ("adopt", Status.OPEN)])
def test_a_missing_reason_is_asked_for(as_moderator, ground, name, start):
    proposal = ProposalFactory(place=ground.ward, status=start)
    page = as_moderator.post(address(proposal, name), {f"{name}-reason": "   "})
    assert page.status_code == 200
    assert "Write the reason. Everybody can read it." in page.text
    assert not Decision.objects.exists()


def test_a_long_reason_is_refused_and_kept(as_moderator, waiting):
    page = as_moderator.post(address(waiting, "decline"), {"decline-reason": "x" * 10_000})
    assert page.status_code == 200
    assert "x" * 10_000 in page.text
    assert not Decision.objects.exists()


def test_a_second_click_says_that_it_is_done_already(as_moderator, waiting):
    as_moderator.post(address(waiting, "accept"), {})
    page = as_moderator.post(address(waiting, "accept"), {}, follow=True)
    assert (
        "This proposal is &#x27;Open for support&#x27; and cannot become &#x27;Open for support&#x27;."
        in page.text
    )
    assert Decision.objects.count() == 1


def test_a_decline_tells_the_reason(as_moderator, ground, waiting):
    page = as_moderator.post(
        address(waiting, "decline"), {"decline-reason": "No money <b>now</b>."}, follow=True
    )
    assert "is declined." in page.text
    assert "No money &lt;b&gt;now&lt;/b&gt;." in page.text
    assert Decision.objects.get().partner == ground.council


class TestSeveralPartners:
    """A moderator who belongs to the council and the region, which both answer here."""

    @pytest.fixture
    def region(self, ground):
        region = convener(ground.region, name="Region")
        region.memberships.create(user=ground.moderator, role=Role.ADMIN)
        return region

    def test_the_one_that_they_act_for_answers(self, as_moderator, ground, region, waiting):
        assert "partner" not in as_moderator.get(address(waiting)).context["answers"][0]["form"].fields
        as_moderator.post(address(waiting, "accept"), {"accept-partner": region.pk})
        assert Decision.objects.get().partner == ground.council

    def test_another_answers_after_a_switch(self, as_moderator, region, waiting):
        as_moderator.post("/admin/acting/", {"partner": region.pk})
        as_moderator.post(address(waiting, "accept"), {})
        assert Decision.objects.get().partner == region

    def test_a_letter_leads_on_after_a_switch(self, as_moderator, ground, waiting):
        """It was written to an approver of the council, who acts for a charity at the moment."""
        charity = PartnerFactory(name="Charity")
        charity.memberships.create(user=ground.moderator, role=Role.ADMIN)
        as_moderator.post("/admin/acting/", {"partner": charity.pk})
        refused = as_moderator.get(address(waiting))
        assert refused.status_code == 403
        assert CANARY not in refused.text
        assert as_moderator.post(address(waiting, "accept"), {}).status_code == 302
        assert not Decision.objects.exists()
        sent = {"partner": ground.council.pk, "next": address(waiting)}
        assert CANARY in as_moderator.post("/admin/acting/", sent, follow=True).text


def test_who_answered_is_named_to_that_partner_and_to_operators_only(client, ground, waiting):
    """The region answers here too, and reads that the council answered, not who did."""
    region = member(convener(ground.region, name="Region"))
    ground.moderator.last_name = "Canarysurname"
    ground.moderator.save()
    client.force_login(ground.moderator)
    client.post(address(waiting, "accept"), {})
    for reader, named in ((ground.moderator, True), (ground.superuser, True), (region, False)):
        client.force_login(reader)
        main = client.get(address(waiting)).text.split("<main", 1)[1]
        assert f"for {ground.council}" in main
        assert ("Canarysurname" in main) is named


class TestOperators:
    @pytest.fixture
    def as_operator(self, client, ground):
        client.force_login(ground.superuser)
        return client

    @pytest.fixture
    def region(self, ground):
        return convener(ground.region, name="Region")

    def test_the_partner_with_the_smallest_area_is_chosen_already(self, as_operator, ground, region, waiting):
        form = as_operator.get(address(waiting)).context["answers"][0]["form"]
        assert form["partner"].value() == ground.council.pk

    def test_another_can_be_chosen(self, as_operator, region, waiting):
        as_operator.post(address(waiting, "accept"), {"accept-partner": region.pk})
        assert Decision.objects.get().partner == region

    @pytest.mark.parametrize("chosen", ["", "nonsense", "other"])
    def test_nobody_answers_for_a_partner_elsewhere(self, as_operator, ground, region, waiting, chosen):
        chosen = ground.other_council.pk if chosen == "other" else chosen
        page = as_operator.post(address(waiting, "accept"), {"accept-partner": chosen})
        assert page.status_code == 200
        assert "partner" in page.context["answers"][0]["form"].errors
        assert not Decision.objects.exists()


def test_a_partner_named_by_somebody_with_only_one_does_not_count(as_moderator, ground, waiting):
    as_moderator.post(address(waiting, "accept"), {"accept-partner": ground.other_council.pk})
    assert Decision.objects.get().partner == ground.council


def test_a_superuser_answers_where_nobody_does(client, ground):
    proposal = ProposalFactory(place=ground.region)
    client.force_login(ground.superuser)
    client.post(address(proposal, "accept"), {})
    assert Decision.objects.get().partner is None


@pytest.mark.parametrize("many", [10, 200])
def test_the_list_costs_the_same_with_few_and_many(client, ground, many, django_assert_max_num_queries):
    ProposalFactory.create_batch(many, place=ground.ward)
    client.force_login(ground.moderator)
    client.get(INDEX)
    with django_assert_max_num_queries(18):
        page = client.get(INDEX)
    assert len(page.context["page_obj"]) == min(many, 50)


def test_the_page_needs_a_csrf_token(ground, waiting):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(ground.moderator)
    assert client.post(address(waiting, "accept"), {}).status_code == 403
