"""Sessions: started, limited in time for staff, listed, and ended at once when an account ends."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from partners.people.models import User
from portal.accounts.duties import duties_of
from portal.accounts.models import OpenSession

STAMPS = "accounts.stamps"
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# How often a visit is written down. Until then the clock of idleness runs on, so nobody is idle for longer.
NOTED_EVERY = timedelta(minutes=1)
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
NAMES = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Macintosh", "CrOS", "Linux")
SYSTEM_NAMES = {"Macintosh": "Mac", "CrOS": "Chromebook"}


def start(request: HttpRequest, user: User) -> None:
    """Note that a person signed in here and now."""
    now = timezone.now()
    key = request.session.session_key
    if key is None:
        return
    OpenSession.objects.update_or_create(
        session_key=key,
        defaults={"user": user, "browser": browser_of(request), "started_at": now, "seen_at": now},
    )
    request.session[STAMPS] = {"key": key, "started": now.timestamp(), "seen": now.timestamp()}


def browser_of(request: HttpRequest) -> str:
    """Return 'Firefox on Windows' or the like: enough to know one's own devices by."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    browser = next((name for name in BROWSERS if name in agent), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    words = (NAMES.get(browser, browser) or "A browser", SYSTEM_NAMES.get(system, system))
    return " on ".join(word for word in words if word)


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Whether a limit on the sessions of staff ends this one: 30 minutes idle, 12 hours altogether."""
    stamps = request.session.get(STAMPS)
    if stamps is None or not duties_of(request.user).is_staff:
        return False
    moment = now.timestamp()
    return (
        moment - stamps["seen"] >= IDLE.total_seconds()
        or moment - stamps["started"] >= ABSOLUTE.total_seconds()
    )


def note_visit(request: HttpRequest, now: datetime) -> None:
    """Write down that the person is still here, and follow a session whose key has changed."""
    stamps = request.session.get(STAMPS)
    if stamps is None:
        return start(request, request.user)  # type: ignore[arg-type]  # only for people who are signed in
    key = request.session.session_key
    moment = now.timestamp()
    if stamps["key"] == key and moment - stamps["seen"] < NOTED_EVERY.total_seconds():
        return None
    OpenSession.objects.filter(session_key=stamps["key"]).update(session_key=key, seen_at=now)
    request.session[STAMPS] = {**stamps, "key": key, "seen": moment}
    return None


def sessions_of(user: User) -> QuerySet[OpenSession]:
    """The places where a person is signed in, last seen first. Those that have run out are forgotten."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    OpenSession.objects.filter(user=user).exclude(session_key__in=alive).delete()
    return OpenSession.objects.filter(user=user)


def end(sessions: QuerySet[OpenSession]) -> int:
    """End sessions at once. Returns how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = list(sessions.values_list("session_key", flat=True))
    for key in keys:
        store(key).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all(user: User) -> int:
    """Sign a person out everywhere. Returns from how many places."""
    return end(OpenSession.objects.filter(user=user))
