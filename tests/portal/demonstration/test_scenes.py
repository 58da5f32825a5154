"""The scenes of the demonstration are real: their pages, partners and people are there and may do it."""

import pytest

from portal.demonstration.accounts import ACCOUNTS
from portal.demonstration.content import entries, written
from portal.demonstration.scenes import SCENES

PAGES = {
    facts["slug"]: facts for kind in ("objective", "case_study", "joint_plan") for facts in entries(kind)
}
PEOPLE = {account.email: account for account in ACCOUNTS}
TOLD = written("signing.toml")["scene"]
BY = ("submitted_by", "signed_by", "declined_by", "changed_by", "withdrawn_by", "overridden_by")


def test_every_scene_is_written_and_acted():
    assert set(TOLD) == set(SCENES)


@pytest.mark.parametrize("name", TOLD)
def test_its_people_belong_to_partners_of_its_page(name):
    facts = TOLD[name]
    page = PAGES[facts["page"]]
    acting = [PEOPLE[facts[each]] for each in BY if each in facts]
    assert acting
    assert {person.partner for person in acting} <= {page["lead"], *page["contributors"]}


def test_who_withdraws_leads_and_approves():
    facts = TOLD["withdrawn"]
    person = PEOPLE[facts["withdrawn_by"]]
    assert person.partner == PAGES[facts["page"]]["lead"]
    assert person.role == "approver"


def test_somebody_signs_for_a_health_body_and_for_a_voluntary_group():
    approvers = {account.partner for account in ACCOUNTS if account.role == "approver"}
    assert {"ship-canal-community-health", "moorside-neighbours", "mersey-bank-council"} <= approvers
