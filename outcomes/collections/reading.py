"""Reading a list, and taking it away: by those who may change it, and by those who have its link."""

import logging

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outcomes.cards import page_card
from outcomes.collections import as_docx
from outcomes.collections.document import document_of
from outcomes.collections.models import Collection
from outcomes.collections.own_data import lists_as_data
from outcomes.collections.selectors import entries_of
from outcomes.collections.views import mine, person
from partners.audit.context import current_request_id

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A list as those read it who have its link."""
    collection = handed_on(token)
    rows = [
        (entry, page_card(entry.study, request) if entry.study else None) for entry in entries_of(collection)
    ]
    return unlisted(render(request, "collections/shared.html", {"collection": collection, "rows": rows}))


@never_cache
@require_safe
def shared_document(request: HttpRequest, token: str) -> HttpResponse:
    """The whole of it on one page, to be read and printed, by its link."""
    collection = handed_on(token)
    return page(request, collection, collection.shared_url)


@never_cache
@require_safe
def shared_docx(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a file for Word, by its link."""
    return file(request, handed_on(token))


@never_cache
@require_safe
def document(request: HttpRequest, list_id: int) -> HttpResponse:
    """The whole of it on one page, for those who may change it."""
    collection = mine(request, list_id)
    return page(request, collection, collection.get_absolute_url())


@never_cache
@require_safe
def docx(request: HttpRequest, list_id: int) -> HttpResponse:
    """The same as a file for Word, for those who may change it."""
    return file(request, mine(request, list_id))


@never_cache
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """All that is kept of a person's own lists, for the person, as JSON."""
    kept = lists_as_data(person(request), request)
    response = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = as_file("my-lists.json")
    log("json", len(kept["lists"]))
    return unlisted(response)


def page(request: HttpRequest, collection: Collection, back: str) -> HttpResponse:
    """Return the page with the whole document."""
    told = document_of(collection, request, timezone.now())
    log("page", len(told.chapters))
    return unlisted(render(request, "collections/document.html", {"document": told, "back": back}))


def file(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Return the file for Word."""
    told = document_of(collection, request, timezone.now())
    response = HttpResponse(as_docx.written(told), content_type=as_docx.CONTENT_TYPE)
    response["Content-Disposition"] = as_file(told.file_name("docx"))
    log("docx", len(told.chapters))
    return unlisted(response)


def handed_on(token: str) -> Collection:
    """Return the list to which a link leads. Raises Http404 for links that were made up or taken away."""
    found = Collection.objects.select_related("partner", "owner").filter(token=token).first()
    if found is None:
        raise Http404("No list has this link.")
    return found


def unlisted(response: HttpResponse) -> HttpResponse:
    """Return an answer that no search engine lists."""
    response["X-Robots-Tag"] = "noindex"
    return response


def as_file(name: str) -> str:
    """Return the header that asks browsers to keep an answer as a file."""
    return content_disposition_header(as_attachment=True, filename=name) or ""


def log(form: str, size: int) -> None:
    """Say that a list was taken away, but not which, by whom, or what is in it."""
    logger.info("Download of a list: form=%s items=%s request=%s", form, size, current_request_id())
