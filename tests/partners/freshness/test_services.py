"""Dates of checks, and who may confirm."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from outcomes.casestudies.models import CaseStudy
from partners.audit.models import AuditRow
from partners.freshness import services
from partners.freshness.models import PageReview, StillRight
from partners.freshness.retention import forget_contacts
from partners.freshness.selectors import out_of_date
from partners.freshness.services import Choice, StaleReviewError
from partners.policy.refusals import NotAllowed
from partners.sharing.models import Share, ShareRole
from tests.factories import make_page, publish
from tests.partners.freshness.kit import link_sent, review_of
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
TODAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def fourth_of_march():
    with time_machine.travel(NOW, tick=False):
        yield


def now_of(ground):
    return PageReview.objects.get(page=ground.page.pk)


def choose(ground, by=None, seen=None, **facts):
    values = {"review_on": date(2026, 9, 1), "contact_name": "Desk", "contact_email": "desk@example.org"}
    return services.choose(
        page=ground.page.page_ptr,
        choice=Choice(**{**values, **facts}),
        seen=seen or now_of(ground).version,
        by=by or ground.editor,
        at=NOW,
    )


def test_publishing_gives_a_page_a_date(ground):
    publish(ground.page)
    assert now_of(ground).review_on == date(2027, 3, 4)


def test_case_studies_tell_what_happened_and_stay_right_for_longer(ground):
    page = make_page(CaseStudy, lead=ground.council)
    publish(page)
    assert page.page_review.review_on == date(2028, 3, 4)


@pytest.mark.parametrize(
    ("due_in", "is_chosen", "moves"),
    [(90, False, True), (90, True, False), (-1, True, True), (0, True, True)],
)
def test_publishing_again_moves_a_date_that_nobody_chose_or_that_has_come(ground, due_in, is_chosen, moves):
    before = review_of(ground.page, due_in=due_in, is_chosen=is_chosen)
    after = services.note_published(page=ground.page.page_ptr, at=NOW)
    assert after.review_on == (date(2027, 3, 4) if moves else before.review_on)
    assert after.round == before.round + moves


def test_going_back_to_an_old_text_brings_back_no_old_date(ground):
    publish(ground.page)
    old = ground.page.latest_revision
    choose(ground)
    assert old.as_object().page_review.review_on == date(2026, 9, 1)


@pytest.mark.parametrize(("who", "may"), [("stranger", False), ("member", False), ("of_trust", True),
                                          ("editor", True), ("approver", True)])  # fmt: skip
def test_editors_of_the_partners_confirm(ground, who, may):
    review_of(ground.page, due_in=-3)
    verb = {"page": ground.page.page_ptr, "seen": 1, "by": getattr(ground, who), "at": NOW}
    if not may:
        with pytest.raises(NotAllowed):
            services.confirm(**verb)
        assert not StillRight.objects.exists()
        return
    row = services.confirm(**verb)
    partner = ground.trust if who == "of_trust" else ground.council
    assert (row.partner, row.said_by, row.next_on) == (partner, partner.name, date(2027, 3, 4))
    review = now_of(ground)
    assert (review.review_on, review.confirmed_at, review.is_overdue) == (date(2027, 3, 4), NOW, False)


def test_a_partner_that_is_not_named_in_public_yet_confirms_nothing(ground):
    review_of(ground.page)
    Share.objects.create(page=ground.page, partner=ground.charity, role=ShareRole.CONTRIBUTOR)
    person = ground.charity.memberships.get().user
    with pytest.raises(NotAllowed, match="not named in the published text"):
        services.confirm(page=ground.page.page_ptr, seen=1, by=person, at=NOW)


def test_a_check_is_confirmed_once(ground):
    review_of(ground.page)
    verb = {"page": ground.page.page_ptr, "seen": 1, "at": NOW}
    services.confirm(by=ground.editor, **verb)
    with pytest.raises(NotAllowed, match="confirmed on 4 March 2026"):
        services.confirm(by=ground.of_trust, **verb)
    assert StillRight.objects.count() == AuditRow.objects.filter(action="check.confirmed").count() == 1


def test_a_confirmation_is_never_changed(ground):
    review_of(ground.page)
    row = services.confirm(page=ground.page.page_ptr, seen=1, by=ground.editor, at=NOW)
    row.said_by = "Somebody else"
    with pytest.raises(TypeError, match="never changed"):
        row.save()


def test_a_draft_cannot_be_still_right(ground):
    draft = make_page(CaseStudy, lead=ground.council, live=False)
    review_of(draft)
    with pytest.raises(NotAllowed, match="not"):
        services.confirm(page=draft.page_ptr, seen=1, by=ground.editor, at=NOW)


def test_a_choice_made_over_another_is_refused_and_the_same_one_twice_is_one(ground):
    review_of(ground.page)
    first = choose(ground, seen=1)
    assert choose(ground, seen=1).version == first.version == 2
    with pytest.raises(StaleReviewError) as refusal:
        choose(ground, seen=1, contact_name="Front office")
    assert refusal.value.now.contact_name == "Desk"
    assert AuditRow.objects.filter(action="check.changed").count() == 1


def test_no_address_stands_in_the_audit(ground):
    review_of(ground.page)
    choose(ground)
    assert "desk@" not in str(list(AuditRow.objects.values()))


def test_a_contact_without_a_name_is_refused_by_the_database_too(ground):
    with pytest.raises(IntegrityError), transaction.atomic():
        review_of(ground.page, contact="desk@example.org", contact_name="")
    with pytest.raises(ValidationError, match="Say who reads this address"):
        PageReview(page=ground.page.page_ptr, review_on=TODAY, contact_email="a@b.org").full_clean()


def test_an_address_is_forgotten_when_its_page_leaves_the_site(ground):
    review_of(ground.page, contact="desk@example.org")
    ground.page.unpublish()
    review = now_of(ground)
    assert (review.contact_email, review.contact_name) == ("", "Housing options team")


def test_an_address_is_forgotten_by_the_daily_run_however_the_page_left(ground):
    review_of(ground.page, contact="desk@example.org")
    link_sent(ground.page)
    type(ground.page).objects.filter(pk=ground.page.pk).update(live=False)
    assert forget_contacts(at=NOW) == 1
    assert forget_contacts(at=NOW + timedelta(days=61)) == 0
    review = now_of(ground)
    assert review.contact_email == review.requests.get().address_digest == ""


def test_what_is_due_soon_is_listed_for_those_who_may_check_it(ground):
    soon = review_of(ground.page, due_in=28)
    late, later, draft, foreign = (
        make_page(CaseStudy, lead=ground.council), make_page(CaseStudy, lead=ground.council),
        make_page(CaseStudy, lead=ground.council, live=False), make_page(CaseStudy, lead=ground.charity),
    )  # fmt: skip
    overdue = review_of(late, due_in=-1)
    for page, due_in in ((later, 29), (draft, -1), (foreign, -1)):
        review_of(page, due_in=due_in)
    assert list(out_of_date(ground.editor)) == [overdue, soon]
    assert list(out_of_date(ground.of_trust)) == [soon]
    assert not out_of_date(ground.member).exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_confirm_once(copied_database, ground):
    review_of(ground.page)
    verb = {"page": ground.page.page_ptr, "seen": 1, "by": ground.editor, "at": NOW}
    answers = at_once(lambda number: services.confirm(**verb))
    assert sum(isinstance(answer, StillRight) for answer in answers) == 1
    assert sum(isinstance(answer, NotAllowed) for answer in answers) == 19
    assert StillRight.objects.count() == 1
