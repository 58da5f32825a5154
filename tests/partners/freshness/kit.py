"""What the tests of checks share."""

import re
from datetime import timedelta

from django.utils import timezone

from partners.freshness.asking import ask
from partners.freshness.models import PageReview
from partners.mail.models import Letter

KEY = re.compile(r"/still-right/([\w-]+)/")


def review_of(page, *, due_in=0, contact="", **facts):
    """Give a page a check that is due in so many days from today, and a contact with this address."""
    values = {
        "review_on": timezone.localdate() + timedelta(days=due_in),
        "contact_email": contact,
        "contact_name": "Housing options team" if contact else "",
        **facts,
    }
    PageReview.objects.update_or_create(page_id=page.pk, defaults=values)
    return PageReview.objects.select_related("page").get(page=page.pk)


def link_sent(page, at=None):
    """Ask about a page now, and return the key in the link of the letter."""
    assert ask(page_id=page.pk, at=at or timezone.now())
    return key_in(Letter.objects.filter(key__startswith="review-").latest("pk").text)


def key_in(text):
    """Return the key in the link of a letter."""
    return KEY.search(text)[1]
