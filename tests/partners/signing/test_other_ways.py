"""Wagtail publishes in many places, and code in more: none of them puts what is not signed on the site.

What remains is SQL, and `update()` on a queryset, which is the same: only code can do it, past every check.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from outcomes.objectives.models import Objective
from partners.agencies.models import Role
from partners.signing.gate import UnsignedPublicationError
from partners.signing.models import Publication
from tests.factories import MembershipFactory, UserFactory
from tests.partners.sharing.forms_of_pages import autosave, fields_of, send
from tests.partners.signing.whole import faults

pytestmark = [pytest.mark.django_db, pytest.mark.signoff]
WHO = ["editor", "approver", "admin", "operator"]


@pytest.fixture
def live(ours, at):
    """The page, signed by all and on the site, with a newer text that nobody has signed."""
    ours.publish(at, summary="What all signed.")
    ours.write(summary="Not signed.")
    return ours


@pytest.fixture(params=WHO)
def browser(request, client, live):
    """Somebody of the lead partner, or an operator."""
    who = request.param
    user = (
        UserFactory(is_superuser=True)
        if who == "operator"
        else MembershipFactory(partner=live.partners[0], role=Role(who)).user
    )
    client.force_login(user)
    return client


@pytest.fixture
def nothing_is_published(live):
    """What is on the site stays what it was, whatever the test does."""
    yield
    assert Publication.objects.count() == 1
    page = Objective.objects.get(pk=live.page.pk)
    assert (page.live, page.summary) == (True, "What all signed.")
    assert faults(page) == []
    assert not Objective.objects.exclude(pk=page.pk).filter(live=True).exists()


def as_now(live):
    return Objective.objects.get(pk=live.page.pk)


@pytest.mark.usefixtures("nothing_is_published")
class TestBrowsers:
    """Every form and address of Wagtail's that publishes, or takes off."""

    def test_the_button_that_publishes(self, browser, live):
        fields = fields_of(browser, live.page)
        answer = send(browser, live.page, fields, publish=True, summary="Mine.")
        assert answer.status_code == 302
        assert as_now(live).get_latest_revision_as_object().summary == "Mine."

    def test_a_schedule(self, browser, live):
        fields = fields_of(browser, live.page)
        dates = {"go_live_at": "2026-01-01 09:00", "expire_at": "2026-01-02 09:00"}
        send(browser, live.page, fields, publish=True, summary="Mine.", **dates)
        call_command("publish_scheduled")

    def test_going_back_and_publishing(self, browser, live):
        first = live.page.revisions.earliest("pk")
        name = "wagtailadmin_pages:revisions_revert"
        fields = fields_of(browser, live.page, name, first.pk)
        assert send(browser, live.page, fields, name=name, args=[first.pk], publish=True).status_code == 302

    @pytest.mark.parametrize("verb", ["publish", "unpublish", "create_alias", "convert_alias"])
    def test_the_api_of_the_admin(self, browser, live, verb):
        address = f"/admin/api/main/pages/{live.page.pk}/action/{verb}/"
        assert browser.post(address, {}).status_code in (400, 403, 404)

    def test_going_back_by_the_api_makes_a_draft(self, browser, live):
        first = live.page.revisions.earliest("pk")
        address = f"/admin/api/main/pages/{live.page.pk}/action/revert_to_page_revision/"
        assert browser.post(address, {"revision_id": first.pk}).status_code in (200, 403)

    @pytest.mark.parametrize("way", ["form", "api"])
    def test_a_copy(self, browser, live, way):
        parent = live.page.get_parent().pk
        form = {
            "new_title": "Copied",
            "new_slug": "copied",
            "new_parent_page": parent,
            "publish_copies": "on",
        }
        api = {"destination_page_id": parent, "keep_live": True, "recursive": False, "slug": "copied"}
        if way == "form":
            browser.post(reverse("wagtailadmin_pages:copy", args=[live.page.pk]), form)
        else:
            address = f"/admin/api/main/pages/{live.page.pk}/action/copy/"
            browser.post(address, api, content_type="application/json")
        assert not Objective.objects.filter(slug="copied", live=True).exists()

    @pytest.mark.parametrize("verb", ["publish", "unpublish"])
    def test_several_at_once(self, browser, live, verb):
        address = f"/admin/bulk/wagtailcore/page/{verb}/?id={live.page.pk}"
        assert browser.post(address, {}).status_code in (200, 302, 403, 404)

    @pytest.mark.parametrize(
        ("name", "more"),
        [("unpublish", []), ("workflow_action", ["approve", 1]), ("workflow_action", ["reject", 1])],
    )
    def test_addresses_of_its_own_ways(self, browser, live, name, more):
        address = reverse(f"wagtailadmin_pages:{name}", args=[live.page.pk, *more])
        assert browser.post(address, {}).status_code in (302, 403, 404)


@pytest.mark.usefixtures("nothing_is_published")
class TestCode:
    """What an import, a script or a new feature could do."""

    def test_publishing_any_version(self, live):
        for revision in live.page.revisions.exclude(pk=as_now(live).live_revision_id):
            with pytest.raises(UnsignedPublicationError):
                revision.publish()
            with pytest.raises(UnsignedPublicationError):
                PublishPageRevisionAction(revision).execute(skip_permission_checks=True)

    def test_a_version_that_was_scheduled(self, live):
        revision = live.page.revisions.latest("pk")
        revision.approved_go_live_at = timezone.now() - timedelta(days=1)
        revision.save(update_fields=["approved_go_live_at"])
        with suppress(UnsignedPublicationError):
            call_command("publish_scheduled")
        live.page.revisions.update(approved_go_live_at=None)

    def test_going_back_to_an_old_version_with_its_time(self, live):
        first = live.page.revisions.earliest("pk")
        page = as_now(live)
        page.live_revision = first
        with pytest.raises(UnsignedPublicationError):
            page.save()

    @pytest.mark.parametrize("kind", [Objective, Page])
    def test_saving_a_draft_as_live(self, live, kind):
        draft = as_now(live)
        CopyPageAction(
            draft, to=draft.get_parent(), update_attrs={"slug": "copied"}, keep_live=False
        ).execute()
        copied = kind.objects.get(slug="copied")
        copied.live = True
        with pytest.raises(UnsignedPublicationError):
            copied.save()

    def test_a_copy_that_is_live(self, live):
        page = as_now(live)
        with pytest.raises(UnsignedPublicationError):
            page.copy(update_attrs={"slug": "copied"}, keep_live=True)

    def test_an_alias(self, live):
        page = as_now(live)
        with pytest.raises(UnsignedPublicationError):
            CreatePageAliasAction(page, update_slug="alias").execute(skip_permission_checks=True)

    def test_a_new_page_that_is_live_from_the_start(self, live):
        with pytest.raises(UnsignedPublicationError):
            live.page.get_parent().add_child(instance=Objective(title="New", slug="new", summary="New."))


def test_a_plain_way_of_ours_still_publishes(live, at):
    live.submit(at + timedelta(days=1))
    live.all_sign(at + timedelta(days=1))
    page = as_now(live)
    assert page.summary == "Not signed."
    assert faults(page) == []


def test_saving_the_published_version_again_by_script(client, live, at):
    """Whoever wrote what is on the site has it open still, and their script goes on saving it."""
    client.force_login(live.writers[live.partners[0].pk])
    live.submit(at)
    live.all_sign(at + timedelta(minutes=1))
    page = as_now(live)
    fields = fields_of(client, page) | {"overwrite_revision_id": str(page.live_revision_id)}
    assert autosave(client, page, fields, summary="Mine.").status_code == 200
    assert as_now(live).live_revision.content["summary"] == "Not signed."
    assert as_now(live).get_latest_revision_as_object().summary == "Mine."
    with pytest.raises(UnsignedPublicationError):
        as_now(live).latest_revision.publish()
    assert faults(page) == []


def test_a_copy_has_no_day_of_publication_of_another(live, client):
    client.force_login(live.writers[live.partners[0].pk])
    form = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": live.page.get_parent().pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[live.page.pk]), form)
    copied = Objective.objects.get(slug="copied")
    assert copied.first_published_at is None
    assert copied.get_latest_revision_as_object().first_published_at is None


def test_a_partner_passed_over_once_is_asked_again_about_its_part(ours, at):
    """An override holds for what was submitted then."""
    council, trust, charity = ours.partners
    council.serves.set([tag.place for tag in ours.page.place_tags.all()])
    ours.submit(at)
    ours.decide(council, at)
    ours.decide(trust, at)
    ours.override(council, at, "It cannot wait.")
    assert Publication.objects.get().way == "overridden"
    ours.say(charity, {"statement": "Forty volunteers."}, at)
    ours.submit(at + timedelta(days=1))
    assert Publication.objects.count() == 1
    ours.decide(charity, at + timedelta(days=1))
    latest = Publication.objects.get(number=2)
    assert latest.way == "signed"
    assert latest.named.get(partner=charity).part.content == {"statement": "Forty volunteers."}
