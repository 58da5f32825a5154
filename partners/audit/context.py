"""What is known about the request that is being answered: its id and who asks."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from partners.people.models import User

HEADER = "X-Request-ID"
_request: ContextVar[HttpRequest | None] = ContextVar("commonweal_request", default=None)
_request_id: ContextVar[str] = ContextVar("commonweal_request_id", default="")


def current_request_id() -> str:
    """Return the id of the request that is being answered; empty in commands and tasks."""
    return _request_id.get()


def current_request() -> HttpRequest | None:
    """Return the request that is being answered; None in commands and tasks."""
    return _request.get()


def current_person() -> User | None:
    """Return who is signed in, for code that is not told; None for visitors, commands and tasks."""
    user = getattr(_request.get(), "user", None)
    return user if isinstance(user, User) or getattr(user, "pk", None) else None


class RequestContextMiddleware:
    """Gives each request an id of our own making and sends it back, so that a complaint leads to its rows.

    An id that comes in with the request is ignored: whoever sends it could make two requests look like one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; what it calls meanwhile can ask who and which it is."""
        request_id = secrets.token_hex(12)
        tokens = _request.set(request), _request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _request.reset(tokens[0])
            _request_id.reset(tokens[1])
        response[HEADER] = request_id
        return response
