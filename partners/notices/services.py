"""Telling people of what happened: in the admin at once and, as they choose, by mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context, Engine
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.models import Page

from partners.agencies.models import Partner
from partners.mail.links import absolute
from partners.mail.services import post
from partners.notices.links import stop_path
from partners.notices.models import Category, How, Notice
from partners.notices.preferences import how_people_hear
from partners.people.models import User


@transaction.atomic
def tell(
    *,
    key: str,
    category: Category,
    people: Iterable[User],
    subject: str,
    template: str,
    context: dict[str, Any],
    url: str,
    at: datetime,
    partner: Partner | None = None,
    page: Page | None = None,
) -> None:
    """Tell people of something, each of them once: whom this key told already is not told again.

    Call it in the transaction of what it tells of; letters go out after the commit. People whose accounts are
    closed are told nothing. `partner` is the one for which they are told: who leaves it no longer sees the
    notice. Give `page` too, and they see it only as long as that partner has a part in the page or is asked
    to take one. Nobody gets a letter of what they may not read. Somebody who acts for two partners is told
    for the first, unless the keys differ.

    `<template>.txt` and `<template>.html` say what happened and nothing else: no greeting, no link and no
    footer, which the letter adds. The text is what stands in the admin. `url` is a path of this site, where
    the person does or reads what the notice is about.
    """
    by_key = {person.pk: person for person in people if person.is_active}
    if not by_key:
        return
    text, html = rendered(template, context)
    facts = {"category": category, "partner": partner, "page": page, "url": url, "at": at}
    facts |= {"subject": one_line(subject), "text": text}
    told = []
    for key_of_person, how in how_people_hear(by_key.values(), category).items():
        by_mail = {"waits": how == How.DAILY, "mailed_at": at if how == How.AT_ONCE else None}
        notice, is_new = Notice.objects.get_or_create(
            person_id=key_of_person, key=key, defaults=facts | by_mail
        )
        if is_new:
            told.append(notice.pk)
    to_mail = Notice.objects.filter(pk__in=told).readable().exclude(mailed_at=None)
    for notice in to_mail.select_related("person", "partner"):
        send(notice, html)


def settle(*, key: str, at: datetime) -> None:
    """Mark as read for everybody what needs nobody any more, such as what a colleague answered."""
    Notice.objects.filter(key=key).unread().update(read_at=at, waits=False)


def send(notice: Notice, html: str) -> None:
    """Write the letter about one notice."""
    person, category = notice.person, Category(notice.category)
    stop_url = absolute(stop_path(person, category))
    context = {
        "notice": notice,
        "html": SafeString(html),
        "url": absolute(open_path(notice)),
        "category": category.label,
        "stop_url": stop_url,
        "preferences_url": absolute(reverse("notices:preferences")),
    }
    post(
        key=f"notice-{person.pk}-{notice.key}",
        to=person.email,
        subject=notice.subject,
        template="notices/mail/notice",
        context=context,
        stop_url=stop_url,
    )


def open_path(notice: Notice) -> str:
    """Return the path that leads to what a notice is about, and marks it as read."""
    return reverse("notices:open", args=[notice.pk])


def rendered(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return what a pair of templates says, as text and as HTML."""
    engine = Engine.get_default()
    context = {"site_name": settings.WAGTAIL_SITE_NAME, **context}
    text = engine.get_template(f"{template}.txt").render(Context(context, autoescape=False))
    html = engine.get_template(f"{template}.html").render(Context(context))
    return text.strip(), html.strip()


def one_line(subject: str) -> str:
    """Return a subject as one line that there is room for."""
    words = " ".join(subject.split())
    return words if len(words) <= 200 else words[:199] + "…"


@transaction.atomic
def read(*, notice: Notice, at: datetime) -> None:
    """Mark a notice as read; what was read needs no letter any more."""
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=at, waits=False)


@transaction.atomic
def read_all(*, person: User, up_to: int, at: datetime) -> int:
    """Mark as read all that a person is shown, up to this key. Return how many were not."""
    unread = Notice.objects.shown_to(person).unread().filter(pk__lte=up_to)
    return unread.update(read_at=at, waits=False)
