"""Answers that come no sooner than after a fixed time, so that speed tells nobody who has an account."""

import time
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
# Well over what the slower of the two ways through the form for a new password takes.
LEAST = 0.3  # seconds


def no_sooner(view: View) -> View:
    """Let a form answer after LEAST seconds, if its work takes less than that. Pages come at once."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **parts: object) -> HttpResponse:
        started = time.monotonic()
        response = view(request, *args, **parts)
        if request.method == "POST":
            time.sleep(max(0.0, LEAST - (time.monotonic() - started)))
        return response

    return answer
