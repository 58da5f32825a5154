"""Bad files are refused on every way in, and leave nothing behind; good ones get names of ours."""

import gc
import io
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile

from partners.media.models import CustomDocument, CustomImage
from partners.media.refusals import RefusedFileError
from tests.factories import UserFactory
from tests.partners.media.files import (
    BAD_DOCUMENTS,
    BAD_PICTURES,
    CAMERA,
    GOOD_DOCUMENTS,
    GOOD_PICTURES,
    GPS,
    SCRIPT,
    moving_picture,
    picture,
    word,
)

# Wagtail leaves files that it read to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
MODELS = {"image": CustomImage, "document": CustomDocument}
NAMESPACES = {"image": "wagtailimages", "document": "wagtaildocs"}
GOOD = {"image": ("photo.jpg", picture()), "document": ("minutes.docx", word())}
BAD = {"image": BAD_PICTURES, "document": BAD_DOCUMENTS}
WAYS = ["form", "several", "several, title too long", "chooser", "exchange"]


@pytest.fixture
def folders(settings, tmp_path, monkeypatch):
    """Empty folders for pictures and documents. Returns what lists all files in them."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    storage = CustomDocument._meta.get_field("file").storage
    monkeypatch.setattr(storage, "_location", str(tmp_path / "documents"))
    for name in ("base_location", "location"):
        storage.__dict__.pop(name, None)
    # Small copies of pictures are made of what was stored, not of what was sent.
    yield lambda: sorted(
        path for path in tmp_path.rglob("*") if path.is_file() and path.parent.name != "images"
    )
    for name in ("base_location", "location"):
        storage.__dict__.pop(name, None)
    # So that a file that Wagtail left open is not held against the next test.
    gc.collect()


@pytest.fixture
def operator(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def store(kind, name="", content=b"", **fields):
    """Store a file as a script would."""
    name, content = (name, content) if name else GOOD[kind]
    stored = MODELS[kind](title="Stored", **fields)
    stored.file.save(name, ContentFile(content), save=False)
    if kind == "document":
        stored._set_document_file_metadata()
    else:
        stored._set_image_file_metadata()
    stored.save()
    return stored


def send(client, kind, way, name, content):
    """Post a file on one of the ways in."""
    file = SimpleUploadedFile(name, content)
    data = {"title": "A file", "collection": Collection.get_first_root_node().pk, "tags": ""}
    spaces = NAMESPACES[kind]
    if way == "form":
        return client.post(reverse(f"{spaces}:add"), {**data, "file": file})
    if way.startswith("several"):
        title = "x" * 300 if "too long" in way else "A file"
        address = reverse(f"{spaces}:add_multiple")
        return client.post(address, {**data, "title": title, "files[]": file})
    if way == "chooser":
        prefixed = {f"{kind}-chooser-upload-{key}": value for key, value in {**data, "file": file}.items()}
        return client.post(reverse(f"{spaces}_chooser:create"), prefixed)
    before = MODELS[kind].objects.get()
    return client.post(reverse(f"{spaces}:edit", args=[before.pk]), {**data, "file": file})


def everything(folders):
    rows = [
        list(model.objects.order_by("pk").values()) for model in (CustomImage, CustomDocument, UploadedFile)
    ]
    return rows, [(path, path.read_bytes()) for path in folders()]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["image", "document"])
def test_bad_files_are_refused_and_leave_nothing(operator, folders, kind, way):
    if way == "exchange":
        # The page that shows the old picture makes small copies of it.
        operator.get(reverse(f"{NAMESPACES[kind]}:edit", args=[store(kind).pk]))
    before = everything(folders)
    for which, (name, content) in BAD[kind].items():
        response = send(operator, kind, way, name, content)
        assert response.status_code == 200, which
        if way.startswith("several"):
            answer = response.json()
            assert answer["success"] is False, which
            assert len(answer["error_message"]) > 10, which
        else:
            assert "error" in response.content.decode(), which
        assert everything(folders) == before, which


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", GOOD_PICTURES)
def test_good_pictures_are_stored_painted_anew(operator, folders, name, way):
    if way == "exchange":
        store("image")
    send(operator, "image", way, name, GOOD_PICTURES[name])
    if "too long" in way:
        waiting = UploadedFile.objects.get()
        address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
        prefix = f"uploaded-image-{waiting.pk}"
        data = {f"{prefix}-title": "Shorter", f"{prefix}-collection": "1", f"{prefix}-tags": ""}
        operator.post(address, data)
    stored = CustomImage.objects.get()
    content = Path(stored.file.path).read_bytes()
    assert name.split(".")[0] not in stored.file.name
    assert b"SecretCamera" not in content
    facts = Image.open(io.BytesIO(content)).getexif()
    assert CAMERA not in facts
    assert GPS not in facts
    assert not UploadedFile.objects.exists()
    assert folders() == [Path(stored.file.path)]


@pytest.mark.parametrize("way", ["form", "several", "chooser", "exchange"])
@pytest.mark.parametrize("name", GOOD_DOCUMENTS)
def test_good_documents_are_stored_as_they_are(operator, folders, name, way):
    if way == "exchange":
        store("document")
    send(operator, "document", way, name, GOOD_DOCUMENTS[name])
    stored = CustomDocument.objects.get()
    assert Path(stored.file.path).read_bytes() == GOOD_DOCUMENTS[name]
    assert name.split(".")[0] not in stored.file.name
    assert folders() == [Path(stored.file.path)]


def test_a_picture_that_lay_on_its_side_is_upright(folders):
    stored = store("image", "photo.jpg", picture(size=(40, 30), exif=True))
    assert (stored.width, stored.height) == (30, 40)


def test_a_moving_picture_still_moves(folders):
    stored = store("image", "moving.gif", moving_picture(4))
    with Image.open(stored.file.path) as image:
        assert image.n_frames == 4


@pytest.mark.parametrize("hidden", [SCRIPT, b"PK\x05\x06" + b"\0" * 18], ids=["script", "zip"])
def test_what_is_hidden_behind_a_picture_is_gone(folders, hidden):
    stored = store("image", "photo.png", picture("PNG") + hidden)
    assert hidden not in Path(stored.file.path).read_bytes()


@pytest.mark.parametrize("kind", ["image", "document"])
def test_code_that_stores_files_past_the_forms_is_refused_too(folders, kind):
    bad = BAD_PICTURES["an SVG called PNG"] if kind == "image" else BAD_DOCUMENTS["a program called PDF"]
    with pytest.raises(RefusedFileError):
        store(kind, *bad)
    assert folders() == []


def test_the_words_stand_beside_the_field(operator, folders):
    html = send(operator, "document", "form", "minutes.pdf", b"MZ program").content.decode()
    field = html.partition('name="file"')[0].rpartition("w-field__wrapper")[2]
    assert "it is not a whole and proper one" in field + html.partition("w-field__errors")[2][:600]
    assert 'value="A file"' in html


def test_one_of_every_kind_of_bad_file_is_there():
    assert len(BAD_PICTURES) + len(BAD_DOCUMENTS) >= 25


def test_the_models_in_use_are_these():
    assert get_image_model() is CustomImage
    assert project.WAGTAILDOCS_DOCUMENT_MODEL == "media.CustomDocument"
