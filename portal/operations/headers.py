"""The headers that tell browsers what a page of this site may do: run and load our own files, and no more."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

CSP = "Content-Security-Policy"
MORE = "_commonweal_csp"
# Nothing inline, no eval, nothing from elsewhere. Wagtail's previews are frames of the site itself.
POLICY: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "frame-src": ("'self'",),
    "manifest-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
}
SWITCHED_OFF = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "gyroscope",
    "hid",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
OTHERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in SWITCHED_OFF),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Permitted-Cross-Domain-Policies": "none",
}
FRAMED = {"SAMEORIGIN": "'self'", "DENY": "'none'"}


def allow(response: HttpResponseBase, directive: str, *sources: str) -> None:
    """Let one page use more sources: the sign-in page, say, may send people on to their agency's own."""
    more = getattr(response, MORE, {})
    more[directive] = (*more.get(directive, ()), *sources)
    setattr(response, MORE, more)


def policy_of(response: HttpResponseBase) -> str:
    """Return the content security policy of one page."""
    framed = FRAMED.get(response.headers.get("X-Frame-Options", "").upper())
    more: dict[str, tuple[str, ...]] = getattr(response, MORE, {})
    parts = []
    for directive, sources in POLICY.items():
        allowed = (framed,) if directive == "frame-ancestors" and framed else sources
        extra = (*more.get(directive, ()), *(tile_origins() if directive == "img-src" else ()))
        parts.append(f"{directive} {' '.join(merged(allowed, extra))}")
    return "; ".join([*parts, "upgrade-insecure-requests"] if settings.SECURE_SSL_REDIRECT else parts)


def merged(sources: Iterable[str], extra: Iterable[str]) -> list[str]:
    """Return both without doubles. 'none' stands alone or not at all."""
    both = list(dict.fromkeys([*sources, *extra]))
    return [source for source in both if source != "'none'" or len(both) == 1]


def tile_origins() -> list[str]:
    """Return where map tiles come from, if an operator has set a tile layer."""
    parts = urlsplit(getattr(settings, "MAP_TILE_URL", "") or "")
    # In a template such as https://{s}.tiles.example the first label is filled in by the map.
    host = parts.netloc.replace("{s}", "*")
    return [f"{parts.scheme}://{host}"] if parts.scheme and host else []


class SecurityHeaders:
    """Puts the headers on every answer, static files included. A stricter policy of a view stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with headers."""
        response = self.get_response(request)
        for name, value in OTHERS.items():
            response.headers.setdefault(name, value)
        if CSP not in response.headers:
            response.headers[CSP] = policy_of(response)
        return response
