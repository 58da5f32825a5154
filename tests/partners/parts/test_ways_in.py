"""Whichever way a page is changed, what another partner says for itself stays as it is, byte for byte."""

import hashlib

import pytest
from django.core import serializers
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from outcomes.objectives.models import Objective, ObjectiveIndex
from partners.agencies.models import Role
from partners.audit.models import AuditRow
from partners.parts.models import PartVersion, PublishedPart
from partners.parts.selectors import latest_parts
from partners.sharing.models import Share
from tests.factories import MembershipFactory, PlaceFactory, UserFactory, publish, theme
from tests.partners.parts.saying import published, says
from tests.partners.sharing.forms_of_pages import autosave, fields_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.sections]
STOLEN = "They do nothing."


@pytest.fixture
def page(shared):
    """The objective with what a form needs, saved twice; trust and charity say something in public."""
    shared.page.place_tags.create(place=PlaceFactory())
    shared.page.theme_tags.create(theme=theme("economic"))
    publish(Objective.objects.get(pk=shared.page.pk))
    published(shared, trust="Two clinics.", charity="Forty volunteers.")
    says(shared, "trust", "Three clinics.")
    page = Objective.objects.get(pk=shared.page.pk)
    page.save_revision()
    return Objective.objects.get(pk=page.pk)


def bytes_of(shared, *partners):
    """A digest of every row of these partners' parts of the page."""
    rows = PartVersion.objects.filter(page=shared.page.pk, partner__in=partners).order_by("pk")
    shown = PublishedPart.objects.filter(page=shared.page.pk, partner__in=partners).order_by("pk")
    return hashlib.sha256(serializers.serialize("json", [*rows, *shown]).encode()).hexdigest()


@pytest.fixture
def unchanged(shared, page):
    """Whether trust and charity still say the same."""
    before = bytes_of(shared, shared.trust, shared.charity)
    yield
    assert bytes_of(shared, shared.trust, shared.charity) == before


def smuggled(shared):
    """Everything that a part could be called in a form of the page."""
    theirs = PartVersion.objects.filter(partner=shared.trust).latest("pk")
    names = ("statement", "part", "parts", "content", "part_versions-0-content", "published_parts-0-version")
    return dict.fromkeys(names, STOLEN) | {
        "part_versions-TOTAL_FORMS": "1",
        "part_versions-INITIAL_FORMS": "1",
        "part_versions-0-id": str(theirs.pk),
        "partner": str(shared.trust.pk),
    }


@pytest.mark.usefixtures("unchanged")
class TestThePageItself:
    """Nothing that is done to the common text touches a part."""

    def test_the_editors_form(self, client, shared, page):
        client.force_login(shared.council_editor)
        answer = send(client, page, fields_of(client, page), summary="Warmer.", **smuggled(shared))
        assert answer.status_code == 302
        assert Objective.objects.get(pk=page.pk).get_latest_revision_as_object().summary == "Warmer."

    def test_autosave(self, client, shared, page):
        client.force_login(shared.council_editor)
        fields = fields_of(client, page)
        assert autosave(client, page, fields, summary="Warmer.", **smuggled(shared)).status_code == 200

    def test_going_back_to_an_old_version(self, client, shared, page):
        client.force_login(shared.council_editor)
        first = page.revisions.order_by("created_at").first()
        name, args = "wagtailadmin_pages:revisions_revert", (first.pk,)
        fields = fields_of(client, page, name, *args)
        assert send(client, page, fields, **smuggled(shared)).status_code == 302
        assert page.revisions.count() > 2

    def test_a_version_that_claims_to_hold_parts(self, shared, page):
        content = page.get_latest_revision().content
        content |= {"part_versions": [{"content": {"statement": STOLEN}, "partner": shared.trust.pk}]}
        content |= {"statement": STOLEN}
        again = page.with_content_json(content)
        again.save_revision()
        publish(Objective.objects.get(pk=page.pk))

    def test_copying(self, client, shared, page):
        client.force_login(shared.council_editor)
        form = {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": str(ObjectiveIndex.objects.get().pk),
            **smuggled(shared),
        }
        client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
        copy = Objective.objects.get(slug="copy")
        assert latest_parts(copy.pk) == {}
        assert not PublishedPart.objects.filter(page=copy.pk).exists()

    def test_moving(self, client, page):
        other = ObjectiveIndex(title="Older ones", slug="older")
        ObjectiveIndex.objects.get().get_parent().add_child(instance=other)
        page.move(other, pos="last-child", user=UserFactory(is_superuser=True))
        assert Page.objects.get(pk=page.pk).get_parent().pk == other.pk

    def test_taking_off_the_site(self, page):
        page.unpublish()

    def test_another_lead(self, shared, page):
        lead = Share.objects.get(page=page, partner=shared.council)
        lead.role = "contributor"
        lead.save()
        Share.objects.filter(page=page, partner=shared.charity).update(role="lead")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("who", ["council editor", "council admin", "college editor", "operator"])
@pytest.mark.parametrize("whose", ["trust", "charity"])
def test_the_form_of_a_part_for_another_partner(client, shared, page, who, whose):
    person = {
        "council editor": lambda: shared.council_editor,
        "council admin": lambda: MembershipFactory(partner=shared.council, role=Role.ADMIN).user,
        "college editor": lambda: shared.college_editor,
        "operator": lambda: UserFactory(is_superuser=True),
    }[who]()
    client.force_login(person)
    partner = getattr(shared, whose)
    based_on = latest_parts(page.pk)[partner.pk].pk
    address = reverse("parts:save", args=[page.pk, partner.pk])
    answer = client.post(address, {"statement": STOLEN, "based_on": str(based_on)})
    assert answer.status_code == 403
    row = AuditRow.objects.get(action="part.refused")
    assert (row.by.user, row.object_key) == (person, str(page.pk))


@pytest.mark.usefixtures("unchanged")
def test_a_form_that_was_opened_for_one_partner_and_is_sent_while_acting_for_another(client, shared, page):
    both = UserFactory()
    MembershipFactory(user=both, partner=shared.council)
    MembershipFactory(user=both, partner=shared.trust)
    client.force_login(both)
    address = reverse("parts:save", args=[page.pk, shared.trust.pk])
    form = {"statement": STOLEN, "based_on": "", "acting_for": str(shared.trust.pk)}
    assert client.post(address, form).status_code in (403, 409)
    assert not PageLogEntry.objects.filter(user=both).exists()
