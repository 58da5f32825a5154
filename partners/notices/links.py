"""The link in each letter by which its reader stops letters of that category, without signing in."""

from typing import NamedTuple

from django.core import signing
from django.urls import reverse

from partners.notices.models import Category
from partners.people.models import User

SALT = "notices.stop"


class LinkRefused(signing.BadSignature):
    """A link that was made up or cut off, or whose person is gone."""


class Stop(NamedTuple):
    """Who would stop hearing of what by mail."""

    person: User
    category: Category


def stop_path(person: User, category: Category) -> str:
    """Return the path of the page that stops letters of this category. It works for good."""
    token = signing.dumps([person.pk, category.value], salt=SALT)
    return reverse("notice_links:stop", args=[token])


def stop_of(token: str) -> Stop:
    """Return what a link would stop. Raises LinkRefused."""
    try:
        key, category = signing.loads(token, salt=SALT)
        return Stop(User.objects.get(pk=key), Category(category))
    except (signing.BadSignature, User.DoesNotExist, ValueError) as error:
        raise LinkRefused from error
