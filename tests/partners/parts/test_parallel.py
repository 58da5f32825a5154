"""Several saves of one part at once: one is kept, none is saved over another unseen, and each counts once."""

import os

import pytest

from outcomes.objectives.models import Objective
from partners.agencies.models import Role
from partners.audit.models import AuditRow
from partners.parts import suggestions
from partners.parts.models import PartSuggestion, PartVersion
from partners.parts.selectors import latest_part
from partners.parts.services import StalePartError, save_part
from partners.people.models import User
from portal.operations.services import set_up_site
from tests.factories import MembershipFactory, PartnerFactory, make_page
from tests.partners.parts.saying import NOW
from tests.threads import at_once

pytestmark = [
    pytest.mark.idempotent,
    pytest.mark.lost_update,
    pytest.mark.sections,
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]
# The long form has 200 pairs.
PAIRS = int(os.environ.get("RACING_PAIRS", "20"))


@pytest.fixture
def page():
    set_up_site()
    partners = [PartnerFactory(), PartnerFactory()]
    for partner in partners:
        MembershipFactory(partner=partner, role=Role.EDITOR)
        MembershipFactory(partner=partner, role=Role.EDITOR)
    return make_page(Objective, lead=partners[0], contributors=partners[1:])


def editors(page, number=0):
    """The editors of one of the partners, as new requests know them."""
    partner = page.ordered_shares[number].partner
    return list(User.objects.filter(memberships__partner=partner).order_by("pk"))


def test_twenty_times_the_same_form_is_one_version(page):
    def send(number):
        by = User.objects.get(pk=editor.pk)
        return save_part(page=page, by=by, at=NOW, content={"statement": "Once."}, based_on=None)

    editor = editors(page)[0]
    assert len({version.pk for version in at_once(send)}) == 1
    assert PartVersion.objects.count() == 1
    assert AuditRow.objects.filter(action="part.saved").count() == 1


def test_twenty_times_the_same_suggestion_waits_once(page):
    def send(number):
        by = User.objects.get(pk=editor.pk)
        return suggestions.suggest(page=page, partner=to, text="Say when.", by=by, at=NOW)

    editor, to = editors(page)[0], page.ordered_shares[1].partner
    at_once(send)
    assert PartSuggestion.objects.count() == 1


def test_of_two_editors_at_once_one_is_told(page):
    partner = page.ordered_shares[0].partner
    both = editors(page)
    for number in range(PAIRS):
        before = latest_part(page.pk, partner.pk)
        based_on = before.pk if before else None

        def send(who, number=number, based_on=based_on):
            by = User.objects.get(pk=both[who].pk)
            content = {"statement": f"{number} by {who}"}
            return save_part(page=page, by=by, at=NOW, content=content, based_on=based_on)

        results = at_once(send, 2, (StalePartError,))
        (kept,) = [each for each in results if isinstance(each, PartVersion)]
        (told,) = [each for each in results if isinstance(each, StalePartError)]
        assert told.latest == kept == latest_part(page.pk, partner.pk)
    assert PartVersion.objects.count() == PAIRS


def test_two_partners_at_once_do_not_hinder_each_other(page):
    def send(number):
        by = editors(page, number)[0]
        return save_part(page=page, by=by, at=NOW, content={"statement": f"By {number}"}, based_on=None)

    saved = at_once(send, 2)
    assert {version.content["statement"] for version in saved} == {"By 0", "By 1"}
