"""The screen of all parts of a page: mine to write, the others' to read."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outcomes.plans.models import JointPlan
from partners.agencies.models import Role
from partners.audit.models import AuditRow
from partners.parts.models import PartSuggestion, PartVersion
from partners.parts.services import save_part, show_parts
from partners.sharing.models import ShareInvitation
from tests.factories import MembershipFactory, UserFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.sections]
SAID = re.compile(r'<p role="alert">.*?</p>')
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def address(shared):
    """Where the parts of the page are."""
    return reverse("parts:page", args=[shared.page.pk])


def save_address(shared, partner):
    """Where the form of a part is sent to."""
    return reverse("parts:save", args=[shared.page.pk, partner.pk])


def says(shared, name, statement, based_on=None):
    """Have the editor of a partner save a statement."""
    editor = getattr(shared, f"{name}_editor")
    content = {"statement": statement}
    return save_part(page=shared.page, by=editor, at=NOW, content=content, based_on=based_on)


def is_refused(response):
    """Whether an address of the admin lets somebody not in; people are sent back to its first page."""
    return response.status_code == 403 or (response.status_code == 302 and response.url == "/admin/")


def text(response):
    """What a page says."""
    return response.content.decode()


def test_own_part_is_a_form_and_the_others_are_to_read(client, shared):
    says(shared, "trust", "Two clinics.")
    says(shared, "charity", "Forty volunteers.")
    client.force_login(shared.trust_editor)
    words = text(client.get(address(shared)))
    assert f'action="{save_address(shared, shared.trust)}"' in words
    assert f'action="{save_address(shared, shared.charity)}"' not in words
    assert "Two clinics.</textarea>" in words
    assert "<p>Forty volunteers.</p>" in words
    assert "The council" in words
    assert "Says nothing yet" in words


def test_saving_keeps_a_new_version(client, shared):
    client.force_login(shared.trust_editor)
    form = {"statement": "Two clinics.", "based_on": ""}
    response = client.post(save_address(shared, shared.trust), form, follow=True)
    assert "Saved. Readers see it when every partner has signed the page." in text(response)
    version = PartVersion.objects.get()
    assert (version.partner, version.content) == (shared.trust, {"statement": "Two clinics."})
    again = client.post(
        save_address(shared, shared.trust), {**form, "based_on": str(version.pk)}, follow=True
    )
    assert "Nothing was changed" in text(again)
    assert PartVersion.objects.get() == version


def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(client, shared):
    first = says(shared, "trust", "Two clinics.")
    client.force_login(shared.trust_editor)
    form = {"statement": "x" * 1600, "based_on": str(first.pk)}
    words = text(client.post(save_address(shared, shared.trust), form))
    assert "Write 1,500 characters or fewer. You have written 1600." in words
    assert '<a href="#id_statement">' in words
    assert "x" * 1600 in words
    assert f'name="based_on" value="{first.pk}"' in words
    assert PartVersion.objects.count() == 1


def test_a_stale_save_shows_both_texts_and_either_can_be_kept(client, shared):
    first = says(shared, "trust", "Two clinics.")
    says(shared, "trust", "Three clinics.", based_on=first.pk)
    client.force_login(shared.trust_editor)
    form = {"statement": "Two clinics and a van.", "based_on": str(first.pk)}
    refused = client.post(save_address(shared, shared.trust), form)
    latest = PartVersion.objects.latest("pk")
    assert refused.status_code == 409
    assert "Three clinics." in text(refused)
    assert "Two clinics and a van." in text(refused)
    assert latest.content == {"statement": "Three clinics."}
    assert f'name="based_on" value="{latest.pk}"' in text(refused)
    client.post(save_address(shared, shared.trust), {**form, "based_on": str(latest.pk)})
    assert PartVersion.objects.latest("pk").content == {"statement": "Two clinics and a van."}
    assert PartVersion.objects.count() == 3


@pytest.mark.parametrize("claim", ["x", "-1", "9" * 40, "1e3", "٣"])
def test_a_version_that_is_none_is_nobodys(client, shared, claim):
    says(shared, "trust", "Two clinics.")
    client.force_login(shared.trust_editor)
    form = {"statement": "One clinic.", "based_on": claim}
    assert client.post(save_address(shared, shared.trust), form).status_code == 409
    assert PartVersion.objects.count() == 1


@pytest.mark.parametrize("whose", ["council", "trust", "college"])
def test_sending_the_form_for_another_partner_is_refused_and_on_record(client, shared, whose):
    client.force_login(shared.charity_editor)
    form = {"statement": "They do nothing.", "based_on": ""}
    response = client.post(save_address(shared, getattr(shared, whose)), form)
    assert response.status_code == 403
    assert "They do nothing.</textarea>" in text(response)
    assert not PartVersion.objects.exists()
    assert AuditRow.objects.filter(action="part.refused").count() == 1


def test_naming_another_partner_inside_the_form_changes_nothing_of_theirs(client, shared):
    theirs = says(shared, "trust", "Two clinics.")
    client.force_login(shared.charity_editor)
    form = {"statement": "Forty volunteers.", "based_on": "", "partner": shared.trust.pk}
    form |= {"partner_id": shared.trust.pk, "version": theirs.pk, "page": 1}
    client.post(save_address(shared, shared.charity), form)
    assert PartVersion.objects.filter(partner=shared.trust).get() == theirs
    assert PartVersion.objects.latest("pk").partner == shared.charity


def test_pages_that_are_not_mine_and_pages_that_are_not_there_answer_alike(client, shared):
    client.force_login(shared.college_editor)
    answers = {page_id: [] for page_id in (shared.page.pk, 10**9, shared.page.get_parent().pk)}
    for page_id, found in answers.items():
        assert is_refused(client.get(reverse("parts:page", args=[page_id])))
        for partner in (shared.college, shared.trust):
            url = reverse("parts:save", args=[page_id, partner.pk])
            response = client.post(url, {"statement": "Hm."})
            assert response.status_code == 403
            found.append(SAID.findall(text(response)))
            assert "Warm homes" not in text(response)
            url = reverse("parts:suggest", args=[page_id, partner.pk])
            assert is_refused(client.post(url, {f"to-{partner.pk}-text": "Hm."}))
    first, *others = answers.values()
    assert [len(said) for said in first] == [1, 1]
    assert others == [first, first]
    assert not PartSuggestion.objects.exists()


def test_who_is_asked_to_join_reads_the_drafts_and_writes_nothing(client, shared):
    says(shared, "trust", "Two clinics.")
    ShareInvitation.objects.create(page=shared.page, partner=shared.college, invited_at=NOW)
    client.force_login(MembershipFactory(partner=shared.college, role=Role.APPROVER).user)
    words = text(client.get(address(shared)))
    assert "Two clinics." in words
    assert "<textarea" not in words
    assert client.post(save_address(shared, shared.college), {"statement": "Hm."}).status_code == 403
    client.force_login(shared.college_editor)
    assert is_refused(client.get(address(shared)))


def test_operators_read_and_write_nothing(client, shared):
    says(shared, "trust", "Two clinics.")
    client.force_login(UserFactory(is_superuser=True))
    words = text(client.get(address(shared)))
    assert "Two clinics." in words
    assert "<textarea" not in words
    assert client.post(save_address(shared, shared.trust), {"statement": "Hm."}).status_code == 403


def test_the_screen_says_how_far_each_part_is(client, shared):
    shown = says(shared, "trust", "Two clinics.")
    council, charity = says(shared, "council", "We lead."), says(shared, "charity", "Forty volunteers.")
    show_parts(shared.page.pk, {shared.trust.pk: shown, shared.charity.pk: charity})
    says(shared, "charity", "Fifty volunteers.", based_on=charity.pk)
    client.force_login(shared.trust_editor)
    words = text(client.get(address(shared)))
    for state in ("On the site", "Draft, not on the site yet", "Changed since it went on the site"):
        assert f"<strong>{state}</strong>" in words
    content = {"statement": ""}
    save_part(page=shared.page, by=shared.trust_editor, at=NOW, content=content, based_on=shown.pk)
    assert "the site still shows what it said" in text(client.get(address(shared)))
    assert council.pk


def test_the_page_editor_says_how_far_they_are(client, shared):
    says(shared, "trust", "Two clinics.")
    client.force_login(shared.council_editor)
    words = text(client.get(reverse("wagtailadmin_pages:edit", args=[shared.page.pk])))
    assert f'href="{address(shared)}"' in words
    assert "Draft, not on the site yet · saved on 4 March 2026" in words


def test_more_partners_and_suggestions_cost_no_more_queries(client, shared, django_assert_num_queries):
    client.force_login(shared.trust_editor)
    client.get(address(shared))
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get(address(shared))
    for number in range(3):
        says(
            shared,
            "council",
            f"Version {number}",
            PartVersion.objects.filter(partner=shared.council).values_list("pk", flat=True).first(),
        )
        PartSuggestion.objects.create(
            page=shared.page,
            partner=shared.trust,
            for_partner=shared.council,
            text="More.",
            made_by=shared.council_editor,
            made_at=NOW,
        )
    says(shared, "charity", "Forty volunteers.")
    with django_assert_num_queries(len(before)):
        client.get(address(shared))


def test_commitments_are_rows_that_people_fill_in(client, shared):
    plan = make_page(JointPlan, lead=shared.trust)
    client.force_login(shared.trust_editor)
    url = reverse("parts:page", args=[plan.pk])
    assert 'name="commitment-0-what"' in text(client.get(url))
    form = {
        "commitment-TOTAL_FORMS": 2,
        "commitment-INITIAL_FORMS": 0,
        "commitment-0-what": "Open two clinics",
        "commitment-0-money": "£12,000",
        "commitment-0-by": "31 March 2027",
        "commitment-1-what": "",
        "commitment-1-money": "5",
        "based_on": "",
    }
    wrong = client.post(reverse("parts:save", args=[plan.pk, shared.trust.pk]), form)
    assert "Write what you will do, or empty the rest of this commitment." in text(wrong)
    assert '<a href="#id_commitment-1-what">' in text(wrong)
    assert "£12,000" in text(wrong)
    client.post(
        reverse("parts:save", args=[plan.pk, shared.trust.pk]),
        {**form, "commitment-1-money": ""},
    )
    assert PartVersion.objects.get().content == {
        "commitments": [{"what": "Open two clinics", "money": 12000, "by": "2027-03-31"}]
    }
    assert "31 March 2027" in text(client.get(url))
