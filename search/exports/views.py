"""Search results to take away. The addresses take what the search page takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import conditional_page, require_safe

from partners.places.postcode_privacy import private, see_other
from search.engines import EngineUnavailableError
from search.exports import as_csv, as_excel, as_geojson, as_json
from search.exports.as_atom import MOST_ENTRIES, feed_of
from search.exports.described import about, file_name, title_of
from search.exports.sending import Download, TooManyError
from search.exports.service import Export, begin
from search.request import SearchRequest, parse
from search.results import SearchResults
from search.service import search
from search.views import readable
from search.where.postcodes import address_without, holds_one

R = TypeVar("R", bound=HttpResponseBase)
TRY_AGAIN = {"Retry-After": "10"}
NO_ENGINE = "Search results cannot be taken away just now. Please try again in a minute."
BUSY = "Many results are being taken away just now. Please try again in a minute."

Writer = Callable[[Export, str, list[str]], Iterator[bytes]]


@dataclass(frozen=True)
class Form:
    """A form in which results are taken away."""

    name: str
    content_type: str
    written: Writer
    # Whether browsers are asked to keep it as a file, and not to show it.
    is_file: bool = True


FORMS = (
    Form(
        "csv", "text/csv; charset=utf-8; header=present", lambda export, root, _: as_csv.written(export, root)
    ),
    Form(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda export, root, problems: as_excel.written(export, root, about(export, root, problems)),
    ),
    Form("geojson", "application/geo+json", lambda export, root, _: as_geojson.written(export, root)),
    Form("json", "application/json", as_json.written, is_file=False),
)


@require_safe
def download(request: HttpRequest, form: Form) -> HttpResponseBase:
    """Send all that is found, whatever page was asked for; one page of JSON when one was."""
    wanted, problems, away = asked_for(request)
    if away:
        return away
    if form.name == "json" and "page" in request.GET:
        return json_page(request, wanted, problems)
    try:
        export = begin(wanted)
        return sent(request, export, form, problems)
    except EngineUnavailableError:
        return unavailable(NO_ENGINE)
    except TooManyError:
        return unavailable(BUSY)


def sent(request: HttpRequest, export: Export, form: Form, problems: list[str]) -> HttpResponseBase:
    """Return the answer that sends a download; for HEAD its headers. Raises TooManyError."""
    body: Any = ()
    if request.method != "HEAD":
        body = Download(form.written(export, root_of(request), problems), export, form.name)
    response = StreamingHttpResponse(body, content_type=form.content_type)
    name = file_name(export.request, timezone.localdate(export.at), form.name)
    response["Content-Disposition"] = content_disposition_header(form.is_file, name) or ""
    return unlisted(response)


def json_page(request: HttpRequest, wanted: SearchRequest, problems: list[str]) -> HttpResponse:
    """Send one page of results."""
    results = search(wanted, request.user)
    if not is_whole(results):
        return unavailable(NO_ENGINE)
    if results.page != wanted.page:
        problems = [*problems, f"There is no page {wanted.page:,}, so this is the last one."]
    facts = as_json.page_of(results, wanted, root_of(request), problems)
    return unlisted(JsonResponse(facts, json_dumps_params={"ensure_ascii": False}))


# Readers ask for feeds again and again: the middle of this answers most of them without sending anything.
@require_safe
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    """The newest fifty things that are found, whatever order was asked for."""
    wanted, _, away = asked_for(request)
    if away:
        return away
    newest = replace(wanted, sort="date", page=1, page_size=MOST_ENTRIES)
    results = search(newest, request.user)
    if not is_whole(results):
        return unavailable(NO_ENGINE)
    found = feed_of(results, wanted, root_of(request), request.get_host(), title_of(wanted))
    response = HttpResponse(found.writeString("utf-8"), content_type=found.content_type)
    response["Last-Modified"] = http_date(found.latest_post_date().timestamp())
    return unlisted(response)


def asked_for(request: HttpRequest) -> tuple[SearchRequest, list[str], HttpResponse | None]:
    """Return what is asked for, with what of it made no sense, and where an address with a postcode leads."""
    asked, too_long = readable(request)
    if holds_one(asked):
        elsewhere = request.path + address_without(asked).removeprefix(reverse("search:search"))
        return SearchRequest(), [], private(see_other(elsewhere))
    wanted, problems = parse(asked)
    return wanted, [*too_long, *problems], None


def is_whole(results: SearchResults) -> bool:
    """Whether an engine answered: the database alone knows too little of each thing."""
    return bool(results.facets)


def root_of(request: HttpRequest) -> str:
    """Return the address of the site."""
    return request.build_absolute_uri("/")


def unlisted(response: R) -> R:
    """Return the answer, listed by no search engine, and kept by no cache without asking again."""
    response["X-Robots-Tag"] = "noindex"
    # What is withdrawn must not live on in caches.
    response["Cache-Control"] = "public, no-cache"
    return response


def unavailable(why: str) -> HttpResponse:
    """Return the plain answer that it does not work now."""
    return unlisted(HttpResponse(f"{why}\n", status=503, content_type="text/plain", headers=TRY_AGAIN))
