"""What somebody typed whose session had ended: kept until they have signed in again, and shown once.

Only for the steps of the guided form, only in the session of that browser, and without boxes such as the one
into which postcodes are typed.
"""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from outcomes.casestudies.guided.steps import BY_KEY, FIRST, Step
from partners.agencies.opened_for import FIELD

KEY = "guided_unsent"
MOST = 60_000  # characters; nobody types more into one step
ABOUT_THE_FORM = {FIELD, "csrfmiddlewaretoken"}


def keep(request: HttpRequest, by: int | None = None) -> bool:
    """Keep what was sent, if it is a step of the guided form; `by` is whose session it was, where known.

    Return whether it is kept.
    """
    step = step_of(request)
    if step is None:
        return False
    dropped = ABOUT_THE_FORM | step.form.never_kept
    typed = {name: values for name, values in request.POST.lists() if name not in dropped}
    if len(repr(typed)) > MOST:
        return False
    request.session[KEY] = {"path": request.path, "by": by, "typed": typed}
    return True


def step_of(request: HttpRequest) -> Step | None:
    """Return the step that a request sends; None for any other request."""
    if request.method != "POST":
        return None
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    if match.view_name == "guided:new":
        return FIRST
    return BY_KEY.get(match.kwargs.get("step_key", "")) if match.view_name == "guided:step" else None


def take(request: HttpRequest) -> QueryDict | None:
    """Return what its writer typed on this page before they had to sign in again, and forget it."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None or kept["path"] != request.path:
        return None
    del request.session[KEY]
    if kept["by"] not in (None, request.user.pk):
        return None
    typed = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        typed.setlist(name, values)
    return typed
