"""The editor's form as a browser would send it back."""

from django.urls import reverse
from lxml import html
from wagtail.models import Page

BUTTONS = {"submit", "button", "image", "reset"}


def fields_of(client, page, name="wagtailadmin_pages:edit", *args):
    """Open the editor and return what its form would send if nothing was typed."""
    return fields_at(client, reverse(name, args=[page.pk, *args]))


def fields_at(client, address):
    """Open a form of pages by its address and return what it would send if nothing was typed."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:300]
    form = html.fromstring(answer.content).get_element_by_id("page-edit-form")
    # The editor's script draws the blocks of a text; without it there are none.
    blocks = {f"{drawn.get('id')}-count": "0" for drawn in form.iterfind(".//*[@data-block]")}
    sent = blocks | {key: value for key, value in form.form_values() if value is not None}
    pressed = {field.get("name") for field in form.iterfind(".//button")}
    return {key: value for key, value in sent.items() if key not in pressed}


def send(client, page, fields, *, name="wagtailadmin_pages:edit", args=(), **typed):
    """Send the form with what was typed; `publish=True` presses that button."""
    if typed.pop("publish", False):
        typed["action-publish"] = "action-publish"
    return client.post(reverse(name, args=[page.pk, *args]), {**fields, **typed})


def autosave(client, page, fields, **typed):
    """Send the form as the editor's script does while somebody types."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, {**fields, **typed}, headers={"accept": "application/json"})


def loaded(page):
    """What a form that is opened now says about the version that it is based on."""
    page = Page.objects.get(pk=page.pk)
    at = page.latest_revision_created_at
    return {
        "loaded_revision_id": page.latest_revision_id or "",
        "loaded_revision_created_at": at.isoformat() if at else "",
    }
