"""Who provided what a case study tells of: on the page, in the editor, and in what partners sign."""

import pytest
from wagtail.test.utils.form_data import inline_formset

from outcomes.casestudies.models import CaseStudy, Provider
from partners.agencies.models import Role
from partners.signing.comparing.wording import differences
from partners.signing.words import words_now
from tests.factories import MembershipFactory, make_page, theme
from tests.outcomes.test_editing import address, form, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
CHOIR = {"name": "Moorside Choir", "sector": "vcse", "tier": 1}


def provided_by(page, *rows):
    page.providers = [Provider(sort_order=number, **row) for number, row in enumerate(rows)]
    page.save_revision()
    return page


def test_the_page_says_who_provided_it_and_what_it_cost(client, council):
    page = make_page(CaseStudy, lead=council, cost="From the ward fund.", cost_amount=2900, cost_year=2025)
    Provider.objects.create(page=page, **CHOIR)
    html = client.get(page.url).content.decode()
    for words in ("Moorside Choir", "(Voluntary and community)", "£2,900 (2025)", "From the ward fund."):
        assert words in html


@pytest.fixture
def typed(client, council, ward):
    """What an editor of the council types."""
    client.force_login(MembershipFactory(partner=council, role=Role.APPROVER).user)
    cost = {"cost_amount": "2900", "cost_year": "2025"}
    return {"places": [ward], "themes": [theme("food")], **cost}


def test_the_editor_takes_them_in_order(client, typed):
    rows = [CHOIR, {"name": "Mersey Bank Council", "sector": "council", "tier": 2}]
    new = address("wagtailadmin_pages:add", CaseStudy)
    client.post(new, form(CaseStudy, **typed, providers=inline_formset(rows)))
    page = CaseStudy.objects.get()
    kept = [(row.name, row.sector, row.tier) for row in page.providers.all()]
    assert kept == [tuple(row.values()) for row in rows]
    assert page.band == "under_5000"


def test_the_editor_refuses_a_band_that_is_not_the_amounts(client, typed):
    new = address("wagtailadmin_pages:add", CaseStudy)
    html = client.post(new, form(CaseStudy, **typed, cost_band="from_5000")).content.decode()
    assert "This amount belongs to &#x27;Under £5,000&#x27;" in html
    assert not CaseStudy.objects.exists()


def test_the_editor_asks_for_the_sector_before_it_is_signed(client, typed):
    rows = inline_formset([{**CHOIR, "sector": ""}])
    html = submit(client, CaseStudy, **typed, providers=rows)
    assert "Choose the sector, or remove this row." in html.content.decode()


def test_who_provided_it_is_signed_and_compared(council):
    page = make_page(CaseStudy, lead=council)
    page.save_revision()
    before = words_now(page.pk)
    after = words_now(provided_by(page, CHOIR, {"name": "Trust", "sector": "nhs"}).pk)
    assert before.digest != after.digest
    (found,) = differences(CaseStudy, before.content, after.content)
    assert (found.label, found.before) == ("Who provided it", [])
    assert [line[0].text for line in found.after] == ["Moorside Choir, Voluntary and community", "Trust, NHS"]
    turned = words_now(provided_by(page, {"name": "Trust", "sector": "nhs"}, CHOIR).pk)
    assert turned.digest != after.digest


@pytest.mark.parametrize("facts", [{"cost_amount": 0, "cost_year": 2025}, {"cost_band": "under_5000"}])
def test_what_it_cost_is_signed(council, facts):
    page = make_page(CaseStudy, lead=council)
    page.save_revision()
    before = words_now(page.pk).digest
    for name, value in facts.items():
        setattr(page, name, value)
    page.save_revision()
    assert words_now(page.pk).digest != before


def test_what_was_signed_before_there_were_such_fields_is_still_the_same_text(council):
    page = make_page(CaseStudy, lead=council)
    revision = page.save_revision()
    now = words_now(page.pk).digest
    for name in CaseStudy.added_words:
        del revision.content[name]
    revision.save()
    assert words_now(page.pk).digest == now
