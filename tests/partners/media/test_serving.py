"""Files on their way out: documents are saved, pictures are shown, nothing else is there."""

import gc

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from partners.media.models import CustomDocument, CustomImage
from tests.factories import UserFactory
from tests.partners.media.files import GOOD_DOCUMENTS, picture

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def pictures_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    yield
    # So that a file that Wagtail left open is not held against the next test.
    gc.collect()


def stored_document(name="minutes.pdf", title="Minutes, 4 March"):
    document = CustomDocument(title=title)
    document.file.save(name, ContentFile(GOOD_DOCUMENTS[name]), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


@pytest.mark.parametrize("name", GOOD_DOCUMENTS)
def test_a_document_is_saved_and_not_shown(client, name):
    document = stored_document(name)
    answer = client.get(document.url)
    assert b"".join(answer.streaming_content) == GOOD_DOCUMENTS[name]
    ending = name.rpartition(".")[2]
    assert answer["Content-Disposition"] == f'attachment; filename="minutes-4-march.{ending}"'
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "html" not in answer["Content-Type"]
    assert "xml;" not in answer["Content-Type"]


def test_an_address_with_an_old_title_leads_to_the_new_one(client):
    document = stored_document()
    old = document.url
    document.title = "Minutes of March"
    document.save()
    assert client.get(old).url == document.url
    assert client.get(document.url).status_code == 200


def test_a_private_document_is_for_those_who_may_read_its_collection(client):
    document = stored_document()
    root = Collection.get_first_root_node()
    CollectionViewRestriction.objects.create(collection=root, restriction_type="login")
    answer = client.get(document.url)
    assert answer.status_code == 302
    assert reverse("account_login") in answer.url or "login" in answer.url
    client.force_login(UserFactory())
    assert client.get(document.url).status_code == 200


@pytest.mark.parametrize(
    "address", ["/documents/999/none.pdf", "/documents/x/none.pdf", "/media/documents/a.pdf"]
)
def test_there_is_no_other_way_to_a_document(client, address):
    document = stored_document()
    assert client.get(address).status_code == 404
    assert client.get(f"/media/{document.file.name}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../commonweal.sqlite3",
        "images/../../demonstration-secret",
        "images/none.png",
        "images/page.html",
        "documents/minutes.pdf",
        "original_images/",
    ],
)
def test_only_pictures_are_shown(client, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_a_picture_is_shown_as_a_picture(client):
    image = CustomImage(title="A kettle")
    image.file.save("kettle.png", ContentFile(picture("PNG")), save=False)
    image._set_image_file_metadata()
    image.save()
    answer = client.get(image.file.url if image.file.url.startswith("/") else f"/{image.file.url}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
