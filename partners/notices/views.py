"""The page that a letter leads to whose reader wants no more of its kind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from partners.notices.links import LinkRefused, stop_of
from partners.notices.models import How
from partners.notices.preferences import choose


# The link alone is enough: whoever has it may stop letters, and mail programs post without a page (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop letters of one category, and stop them. Scanners that only look stop none."""
    try:
        person, category = stop_of(token)
    except LinkRefused:
        return render(request, "notices/no_such_link.html", status=404)
    is_stopped = request.method == "POST"
    if is_stopped:
        choose(person=person, choices={category: How.OFF})
    return render(request, "notices/stop.html", {"category": category.label, "is_stopped": is_stopped})
