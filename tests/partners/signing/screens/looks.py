"""Looking at the screens of signing as somebody who acts for a partner."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from partners.agencies.acting import SESSION_KEY


def signed_in(person, partner=None):
    """A browser in which somebody is signed in, and acts for this partner if one is named."""
    client = Client()
    client.force_login(person)
    if partner:
        session = client.session
        session[SESSION_KEY] = partner.pk
        session.save()
    return client


def address(name, page):
    """Where a screen about a page is."""
    return reverse(f"signing:{name}", args=[page.pk])


def words_of(answer):
    """What a screen says, without its markup, every run of space as one."""
    html = answer.content.decode()
    main = html[html.index('id="main"') :]
    main = re.sub(r"<(script|style|template)\b.*?</\1>", " ", main, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def look(client, name, page):
    """What a screen about a page says."""
    answer = client.get(address(name, page))
    assert answer.status_code == 200, answer.status_code
    return words_of(answer)


def sent(answer):
    """What the first form that decides sends, besides the decision."""
    html = answer.content.decode()
    form = html[html.index('name="decision"') :]
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', form) for name in ("common", "part")}
    return {name: value[1] if value else "" for name, value in found.items()}


def is_refused(answer):
    """Whether somebody was refused: by the door before all screens, or by the screen, which leads home."""
    return answer.status_code == 403 or (
        answer.status_code == 302 and answer.url == reverse("wagtailadmin_home")
    )
