"""The guide in the admin: its contents, and one chapter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partners.screens import furniture
from portal.guide.chapters import BY_SLUG, CHAPTERS, next_to, policy_of_pages

ICON = "help"
TITLE = "Guide"


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All chapters."""
    return render(request, "guide/contents.html", {**furniture(TITLE, ICON), "chapters": CHAPTERS})


@require_safe
def page(request: HttpRequest, chapter: str) -> HttpResponse:
    """One chapter. Raises Http404 for one that there is not."""
    found = BY_SLUG.get(chapter)
    if found is None:
        raise Http404("There is no such chapter.")
    before, after = next_to(found)
    context = {
        **furniture(found.title, ICON, (TITLE, reverse("guide:contents"))),
        "chapter": found,
        "before": before,
        "after": after,
        "policy": policy_of_pages(),
    }
    return render(request, found.template_name, context)
