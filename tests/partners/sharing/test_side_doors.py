"""Side doors of the page admin that name pages by their keys: choosers, and the form that copies."""

import pytest
from django.urls import reverse
from lxml import html
from wagtail.models import PageViewRestriction

from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from partners.agencies.models import Role
from tests.factories import MembershipFactory, PartnerFactory, make_page, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
CHOSEN = "/admin/choose-page/chosen-multiple/"


@pytest.fixture
def partner(client):
    partner = PartnerFactory()
    client.force_login(MembershipFactory(partner=partner, role=Role.APPROVER).user)
    return partner


@pytest.fixture
def own(partner):
    return make_page(CaseStudy, lead=partner, live=False, title="Our draft")


@pytest.fixture
def foreign():
    return make_page(CaseStudy, live=False, title="Their secret draft")


@pytest.fixture
def renamed():
    """A page of theirs that everybody reads, with a newer draft that nobody else knows."""
    page = make_page(CaseStudy, title="What all read")
    page.title = "Not agreed yet"
    page.save_revision()
    return page


def list_pk():
    return CaseStudyIndex.objects.get().pk


def test_the_chooser_tells_nothing_about_a_foreign_draft_by_its_key(client, own, foreign):
    answer = client.get(CHOSEN, {"id": [own.pk, foreign.pk]})
    assert answer.status_code == 403
    assert foreign.title not in answer.content.decode()
    assert own.title in client.get(CHOSEN, {"id": own.pk}).content.decode()


@pytest.mark.parametrize("key", ["x", "", "1e9", "99999999999999999999999"])
def test_the_chooser_copes_with_any_key(client, own, key):
    assert client.get(CHOSEN, {"id": key}).status_code in (403, 404)


@pytest.mark.parametrize(
    "address",
    [
        lambda page: f"{CHOSEN}?id={page.pk}",
        lambda page: f"/admin/choose-page/{list_pk()}/",
        lambda page: "/admin/choose-page/search/?q=What+all+read",
        lambda page: f"/admin/api/main/pages/{page.pk}/",
    ],
    ids=["chosen", "list", "search", "api"],
)
def test_others_know_a_live_page_by_the_title_that_everybody_reads(client, own, renamed, address):
    html = client.get(address(renamed)).content.decode()
    assert renamed.draft_title == "Not agreed yet"
    assert "Not agreed yet" not in html


def copy(client, page, **fields):
    data = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": list_pk(), **fields}
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)


def test_a_copy_belongs_to_the_partner_that_makes_it(client, partner, own):
    assert copy(client, own).status_code == 302
    made = CaseStudy.objects.get(slug="a-copy")
    assert made.lead_partner == partner
    assert not made.live


def test_the_form_that_copies_names_no_foreign_page(client, own, foreign):
    answer = copy(client, own, new_parent_page=foreign.pk)
    assert answer.status_code in (302, 403)
    assert foreign.title not in client.get("/admin/").content.decode() + answer.content.decode()
    assert not CaseStudy.objects.filter(slug="a-copy").exists()


@pytest.mark.parametrize("parent", ["", "x", "999999"])
def test_a_copy_to_nowhere_is_refused(client, own, parent):
    assert copy(client, own, new_parent_page=parent).status_code in (302, 403)
    assert not CaseStudy.objects.filter(slug="a-copy").exists()


def test_no_copy_is_kept_in_step_with_the_first_page(client, own):
    copy(client, own, alias="on")
    assert CaseStudy.objects.get(slug="a-copy").alias_of is None
    assert 'name="alias"' not in client.get(f"/admin/pages/{own.pk}/copy/").content.decode()


def test_a_copy_of_a_locked_page_is_not_locked(client, partner):
    theirs = make_page(CaseStudy, contributors=[partner], live=False)
    theirs.locked, theirs.locked_by = True, MembershipFactory().user
    theirs.save()
    assert copy(client, theirs).status_code == 302
    made = CaseStudy.objects.get(slug="a-copy")
    assert (made.locked, made.locked_by) == (False, None)


def test_a_copy_of_a_closed_page_stays_closed_when_its_list_is_opened(client, partner):
    page = make_page(CaseStudy, lead=partner, title="Closed")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    closed_list = PageViewRestriction.objects.create(page_id=list_pk(), restriction_type="login")
    form = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": list_pk(), "publish_copies": "on"}
    assert client.post(f"/admin/pages/{page.pk}/copy/", form).status_code == 302
    closed_list.delete()
    copied = CaseStudy.objects.get(slug="copied")
    publish(copied)
    assert copied.view_restrictions.get().restriction_type == "login"
    client.logout()
    assert client.get(copied.url).status_code == 302


def test_the_first_page_counts_no_foreign_drafts(client, own):
    def count():
        page = html.fromstring(client.get("/admin/").content)
        return page.xpath("string(//a[contains(., 'Page')][starts-with(@href, '/admin/pages/')])").split()

    before = count()
    make_page(CaseStudy, live=False)
    assert before[0].isdigit()
    assert count() == before
