"""Forms of our own things that name a thing of another partner's: nothing is told or changed."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Comment, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from partners.media.models import CustomDocument, CustomImage
from partners.places.tagging import PagePlace
from partners.sharing.models import Share
from tests.factories import PlaceFactory, make_page, no_rows, publish, theme
from tests.partners.sharing.forms_of_pages import loaded
from tests.portal.access.test_write_matrix import rows
from tests.portal.access.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def world(site, settings, tmp_path):
    settings.MEDIA_ROOT = settings.DOCUMENTS_ROOT = tmp_path
    return make_world()


@pytest.fixture(autouse=True)
def admin(world, client):
    """The most that one can be in one's own partner."""
    client.force_login(world.people[Role.ADMIN])


def page_form(**more):
    data = {
        "title": "Ours",
        "slug": "ours",
        "summary": "A sentence.",
        "body": streamfield([]),
        "place_tags": inline_formset([{"place": PlaceFactory().pk}]),
        "theme_tags": inline_formset([{"theme": theme("food").pk}]),
        **no_rows(),
        "comments": inline_formset([]),
    }
    return nested_form_data({**data, **more})


def edit(client, world, **more):
    page = Page.objects.get(pk=world.ours["page"])
    return client.post(f"/admin/pages/{page.pk}/edit/", page_form(**more) | loaded(page))


def replies():
    return {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "0"}


def named_comment(world, **change):
    return {
        "id": world.theirs["comment"],
        "text": "Changed",
        "contentpath": "title",
        "position": "",
        "resolved": "",
        "replies": replies(),
        **change,
    }


@pytest.mark.parametrize(
    "change", [{}, {"resolved": "on"}, {"DELETE": "on"}], ids=["text", "solve", "delete"]
)
@pytest.mark.parametrize("as_known", [0, 1])
def test_a_comment_on_their_page_named_in_ours_stays(client, world, change, as_known):
    before = rows(world)
    answer = edit(client, world, comments=inline_formset([named_comment(world, **change)], initial=as_known))
    assert "canarycomment" not in answer.content.decode()
    assert rows(world) == before
    assert Comment.objects.get(pk=world.theirs["comment"]).page_id == world.theirs["page"]


@pytest.mark.parametrize("as_known", [0, 1])
def test_the_place_of_their_page_named_in_ours_stays_theirs(client, world, as_known):
    page = CaseStudy.objects.get(pk=world.theirs["page"])
    tag = PagePlace.objects.create(page=page, place=PlaceFactory())
    edit(client, world, place_tags=inline_formset([{"id": tag.pk, "place": tag.place_id}], initial=as_known))
    tag.refresh_from_db()
    assert tag.page_id == page.pk


def test_parts_in_a_page_are_no_fields_of_its_editor(client, world):
    share = {"partner": world.theirs["partner"], "role": "lead", "id": ""}
    edit(client, world, shares=inline_formset([share]), owner=world.theirs["user"], locked="on")
    assert [each.partner_id for each in Share.objects.filter(page=world.ours["page"])] == [
        world.ours["partner"]
    ]
    page = CaseStudy.objects.get(pk=world.ours["page"])
    assert page.owner_id != world.theirs["user"]
    assert not page.locked


@pytest.mark.parametrize("kind", ["page", "document"])
def test_a_link_to_their_draft_tells_nothing_about_it(client, world, kind):
    page = linking(world, kind, world.theirs[kind])
    for address in ("edit/", "view_draft/", "history/"):
        html = client.get(f"/admin/pages/{page.pk}/{address}").content.decode()
        assert "canary" not in html, address
    publish(page)
    assert "canary" not in client.get(page.url).content.decode()


def linking(world, kind, key):
    """Our page, with a link in its text."""
    page = CaseStudy.objects.get(pk=world.ours["page"])
    page.body = [("text", f'<p><a linktype="{kind}" id="{key}">there</a></p>')]
    page.save_revision()
    return page


def test_a_link_to_a_public_page_leads_there(client, world):
    page = linking(world, "page", make_page(CaseStudy, slug="well-known").pk)
    for address in ("edit/", "view_draft/"):
        assert "/well-known/" in client.get(f"/admin/pages/{page.pk}/{address}").content.decode()
    publish(page)
    assert "/well-known/" in client.get(page.url).content.decode()


@pytest.mark.parametrize("key", ["x", "0", "-1", "9" * 30, ""])
def test_a_link_to_nothing_breaks_no_page(client, world, key):
    page = linking(world, "page", key)
    for address in ("edit/", "view_draft/"):
        assert client.get(f"/admin/pages/{page.pk}/{address}").status_code == 200


@pytest.mark.parametrize(
    ("model", "kind", "address"),
    [
        (CustomImage, "image", "/admin/images/{}/"),
        (CustomDocument, "document", "/admin/documents/edit/{}/"),
    ],
    ids=["picture", "document"],
)
def test_nothing_of_ours_moves_into_their_collection(client, world, model, kind, address):
    data = {"title": "Ours still", "collection": world.theirs["collection"], "tags": ""}
    client.post(address.format(world.ours[kind]), data)
    assert model.objects.get(pk=world.ours[kind]).collection_id == world.ours["collection"]


@pytest.mark.parametrize(
    ("app", "model", "thing"), [("media", "customimage", "image"), ("media", "customdocument", "document")]
)
def test_several_at_once_go_into_no_foreign_collection(client, world, app, model, thing):
    address = f"/admin/bulk/{app}/{model}/add_to_collection/?id={world.ours[thing]}"
    client.post(address, {"collection": world.theirs["collection"]})
    found = ContentType.objects.get(app_label=app, model=model).model_class().objects
    assert found.get(pk=world.ours[thing]).collection_id == world.ours["collection"]
