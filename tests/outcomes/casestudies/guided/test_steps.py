"""Each step asks one short thing, writes it to the draft, and says beside the box what is wrong."""

import pytest

from outcomes.casestudies.guided.steps import STEPS, step_for
from outcomes.casestudies.models import CaseStudy
from partners.freshness.models import PageReview
from partners.sharing.models import ShareInvitation
from tests.factories import PartnerFactory, theme
from tests.outcomes.casestudies.guided.forms import KEYS, address, latest, words

pytestmark = pytest.mark.django_db


def test_the_steps_are_these_in_this_order():
    assert tuple(step.key for step in STEPS) == KEYS
    assert [step.key for step in STEPS if step.needed] == ["what", "where", "about", "did-not-work"]


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("what", {"title": "  Tea  and   toast ", "summary": "Free tea."}, {"title": "Tea and toast"}),
        (
            "for-whom",
            {"for_whom": "40 people over 65\r\nin Sale"},
            {"for_whom": "40 people over 65\nin Sale"},
        ),
        ("cost", {"cost_amount": "£2,900", "cost_year": "2025"}, {"cost_amount": 2900, "band": "under_5000"}),
        ("cost", {"cost_amount": "0", "cost_year": "2025"}, {"cost_amount": 0, "band": "no_extra_cost"}),
        ("cost", {"cost_band": "from_5000", "cost": "A guess"}, {"cost_amount": None, "band": "from_5000"}),
        ("changed", {"what_changed": "They meet."}, {"what_changed": "They meet.", "effect": ""}),
        ("changed", {"effect": "worse"}, {"effect": "worse"}),
        ("bought", {"buying_route": "grant", "contract_value": "£12,000"}, {"contract_value": 12000}),
        (
            "bought",
            {"price_weight": "40%", "quality_weight": "40", "social_value_weight": "20"},
            {"price_weight": 40, "quality_weight": 40, "social_value_weight": 20},
        ),
        ("bought", {"considered_before": "yes", "consulted": "Residents"}, {"consulted": "Residents"}),
        ("evidence", {"evidence_strength": "compared", "year": "2025"}, {"year": 2025}),
        ("did-not-work", {"what_did_not_work": "Mondays."}, {"what_did_not_work": "Mondays."}),
        ("did-not-work", {"nothing": "on"}, {"what_did_not_work": "Nothing that we know of."}),
        ("contact", {"contact": "Community team"}, {"contact": "Community team"}),
    ],
)
def test_what_is_typed_is_in_the_draft_and_the_next_step_opens(guided, page, key, typed, stored):
    answer = guided.send(page, key, **typed)
    assert answer.status_code == 302, words(answer)
    following = KEYS[KEYS.index(key) + 1] if key != KEYS[-1] else "check"
    assert answer.url.rstrip("/").endswith(f"/{following}")
    assert {name: getattr(latest(page), name) for name in stored} == stored
    # What was answered stands in the boxes when the step is opened again.
    again = guided.open(page, key)
    assert guided.send(page, key, again).status_code == 302
    assert {name: getattr(latest(page), name) for name in stored} == stored


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("what", {"title": " "}, "Write a title."),
        ("what", {"title": "x" * 256}, "Write 255 characters or fewer. You have written 256."),
        ("what", {"summary": ""}, "Write a summary: one or two plain sentences."),
        ("what", {"summary": "x" * 301}, "Write 300 characters or fewer. You have written 301."),
        ("cost", {"cost_amount": "some"}, "Write whole pounds in figures, such as 2900."),
        ("cost", {"cost_amount": "-1", "cost_year": "2025"}, "Write whole pounds in figures, such as 2900."),
        ("cost", {"cost_amount": "9" * 12, "cost_year": "2025"}, "Write 2147483647 pounds or fewer."),
        ("cost", {"cost_amount": "2900"}, "Write the year too: a pound buys less each year."),
        ("cost", {"cost_amount": "2900", "cost_year": "25"}, "Write a year from 1990 on."),
        (
            "cost",
            {"cost_amount": "2900", "cost_year": "2025", "cost_band": "from_5000"},
            "This amount belongs to 'Under £5,000'.",
        ),
        ("evidence", {"year": "last"}, "Write the year in four digits, such as 2025."),
        ("did-not-work", {}, "Say what did not work, or tick the box below."),
        (
            "did-not-work",
            {"what_did_not_work": "Mondays.", "nothing": "on"},
            "Untick the box, or empty the text.",
        ),
        ("bought", {"price_weight": "101"}, "Write a whole number from 0 to 100."),
        ("bought", {"price_weight": "60", "quality_weight": "60"}, "together these are 120"),
        (
            "bought",
            {"price_weight": "40", "quality_weight": "40", "social_value_weight": "10"},
            "These are 90.",
        ),
        ("measured", {"row-0-measure": "Often lonely"}, "Write what it was afterwards, or remove this row."),
        ("measured", {"row-0-after": "19 of 118"}, "Write what was measured, or remove this row."),
        (
            "measured",
            {"row-0-measure": "Lonely", "row-0-after": "19", "row-0-source_url": "not one"},
            "Enter a web address",
        ),
        ("contact", {"contact": "x" * 201}, "Write 200 characters or fewer. You have written 201."),
        ("contact", {"contact_email": "team@example.org"}, "Say who reads this address"),
        ("contact", {"review_on": ""}, "Enter a date, such as 2027-03-04."),
        ("contact", {"review_on": "1999-01-01"}, "Choose a date between"),
        ("providers", {"row-0-name": "Choir"}, "Choose the sector, or remove this row."),
        ("providers", {"row-0-sector": "vcse"}, "Write who provided it, or remove this row."),
        ("partners", {"partner": "Xyzzy"}, "No partner is called 'Xyzzy', nor anything like it."),
        ("partners", {"message": "Please"}, "Write the name of the partner whom you ask"),
    ],
)
def test_what_is_wrong_is_said_twice_and_what_was_typed_is_kept(guided, page, key, typed, says):
    before = page.revisions.count()
    answer = guided.send(page, key, **typed)
    assert answer.status_code == 200
    shown = words(answer)
    assert shown.startswith("There is a problem")
    assert shown.count(says) == 2
    assert "<title>Error: " in " ".join(answer.text.split())
    assert page.revisions.count() == before
    again = answer.context["form"]
    for name, value in typed.items():
        boxes = {box.html_name: box.value() for box in again}
        assert boxes[name] in (value, True)


def test_an_unanswered_step_can_be_saved_for_later_without_what_it_needs(guided, page):
    answer = guided.send(page, "what", title="Tea", summary="", later="yes")
    assert answer.url == "/admin/case-studies/write/"
    assert latest(page).title == "Tea"
    assert guided.send(page, "did-not-work", later="yes").status_code == 302
    assert guided.send(page, "what", title="", summary="Tea", later="yes").status_code == 200


def test_themes_are_ticked_and_are_five_at_most(guided, page):
    fields = guided.open(page, "about")
    food, nature = theme("food"), theme("nature")
    [group] = [name for name, value in fields.items() if value == str(food.pk)]
    assert guided.send(page, "about", fields, **{group: [str(food.pk), str(nature.pk)]}).status_code == 302
    assert latest(page).themes == [food, nature]
    [other] = [name for name in group_names(guided, page) if name.endswith(f"_{theme('social').pk}")]
    five = [str(each.pk) for each in theme("social").children.all()[:5]]
    answer = guided.send(page, "about", **{other: five})
    assert "Choose up to five themes. You have chosen 7." in words(answer)
    assert "Choose at least one theme." in words(guided.send(page, "about", **{group: []}))


def group_names(guided, page):
    return guided.client.get(address(page, "about")).context["form"].fields


def test_providers_are_rows_that_can_be_added_emptied_and_mended(guided, page):
    row = {"row-0-name": "Moorside Choir", "row-0-sector": "vcse"}
    answer = guided.send(page, "providers", another="yes", **row)
    assert answer.url.endswith("/providers/?more=1")
    second = guided.open(page, "providers", more="?more=1")
    assert second["row-0-name"] == "Moorside Choir"
    guided.send(page, "providers", second, **{"row-1-name": "Sale Trust", "row-1-sector": "nhs"})
    assert [str(each) for each in latest(page).providers.all()] == ["Moorside Choir", "Sale Trust"]
    guided.send(page, "providers", **{"row-0-name": "", "row-0-sector": ""})
    assert [str(each) for each in latest(page).providers.all()] == ["Sale Trust"]


def test_up_to_three_things_were_measured(guided, page):
    for number, measure in enumerate(("Often lonely", "Days at home", "Falls")):
        fields = guided.open(page, "measured", more="?more=1")
        row = {f"row-{number}-measure": measure, f"row-{number}-before": "41", f"row-{number}-after": "19"}
        assert guided.send(page, "measured", fields, another="yes", **row).status_code == 302
    assert [str(each) for each in latest(page).effects.all()] == [
        "Often lonely: 41 → 19",
        "Days at home: 41 → 19",
        "Falls: 41 → 19",
    ]
    assert "Save and add another" not in guided.client.get(address(page, "measured") + "?more=1").text
    guided.send(page, "measured", **{"row-0-measure": "", "row-0-before": "", "row-0-after": ""})
    assert [each.measure for each in latest(page).effects.all()] == ["Days at home", "Falls"]


def test_a_provider_has_its_part_in_the_supply_chain(guided, page):
    guided.send(page, "providers", **{"row-0-name": "Choir", "row-0-sector": "vcse", "row-0-tier": "2"})
    assert [each.tier for each in latest(page).providers.all()] == [2]
    shown = words(guided.client.get(f"/admin/case-studies/write/{page.pk}/check/"))
    assert "Choir (Voluntary and community; works for the main provider)" in shown


def test_a_partner_is_asked_once_and_stays_unasked_when_the_box_is_empty(guided, page):
    choir = PartnerFactory(name="Moorside Choir")
    assert guided.send(page, "partners").status_code == 302
    assert not ShareInvitation.objects.exists()
    fields = {**guided.open(page, "partners"), "partner": "moorside choir", "message": "Sing along?"}
    answer = guided.send(page, "partners", fields, another="yes")
    assert answer.url.endswith("/partners/?more=1")
    invitation = ShareInvitation.objects.get()
    assert (invitation.partner, invitation.message) == (choir, "Sing along?")
    assert "Moorside Choir (asked, and has not answered yet)" in words(guided.client.get(answer.url))
    assert "is asked already" in words(guided.send(page, "partners", fields))
    assert ShareInvitation.objects.count() == 1


def test_a_partner_is_chosen_among_those_of_such_a_name(guided, page):
    PartnerFactory(name="Leeds Choir")
    moorside = PartnerFactory(name="Moorside Choir")
    answer = guided.send(page, "partners", partner="choir")
    assert "Choose one of those below" in words(answer)
    assert not ShareInvitation.objects.exists()
    assert guided.send(page, "partners", partner="choir", which=str(moorside.pk)).status_code == 302
    assert ShareInvitation.objects.get().partner == moorside


def test_the_address_of_a_draft_follows_its_title_until_somebody_chose_another(guided):
    guided.begin(title="Tea", summary="Free tea.")
    page = CaseStudy.objects.get()
    guided.send(page, "what", title="Tea and toast")
    assert CaseStudy.objects.get().slug == latest(page).slug == "tea-and-toast"
    page = latest(page)
    page.slug = "toast"
    page.save()
    page.save_revision()
    guided.send(page, "what", title="Tea again")
    assert CaseStudy.objects.get().slug == "toast"


def test_only_the_lead_asks_partners(page, guided, council):
    page.shares.update(partner=PartnerFactory(name="Lead Trust"))
    page.shares.create(partner=council)
    answer = guided.client.get(address(page, "partners"))
    assert "Lead Trust (leads it)" in words(answer)
    assert 'name="partner"' not in answer.text
    assert guided.send(page, "partners", partner="Lead Trust").status_code == 302
    assert not ShareInvitation.objects.exists()


def test_the_next_check_is_saved_beside_the_text(guided, page):
    before = page.revisions.count()
    guided.send(page, "contact", contact_name="Community team", contact_email="team@example.org")
    review = PageReview.objects.get(page=page)
    assert (review.contact_name, review.contact_email) == ("Community team", "team@example.org")
    assert page.revisions.count() == before


def test_each_field_that_can_be_missing_leads_to_its_step():
    assert step_for("summary").key == "what"
    assert step_for("place_tags").key == "where"
    assert step_for("theme_tags").key == "about"
    assert step_for("cost_year").key == "cost"
    assert step_for("providers").key == "providers"
    assert step_for("what_did_not_work").key == "did-not-work"
    assert step_for("body") is None


def test_nothing_typed_makes_no_new_version(guided, page):
    before = page.revisions.count()
    for key in KEYS:
        if key != "did-not-work":
            assert guided.send(page, key).status_code == 302, key
    assert page.revisions.count() == before
