"""Whatever somebody sends to saved searches, alerts, comparisons and short addresses is words and no more."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from outcomes.casestudies.models import CaseStudy
from search.saved.models import SavedSearch, Subscriber
from search.short_addresses.models import ShortAddress
from tests.factories import UserFactory, make_page
from tests.outcomes.payloads import PAYLOADS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site", "no_index")]
NO_TEXT = ("\x00", "\ufffe", "%00", "\u202eabc", "' OR 1=1 --", "{{ 7*7 }}", "../../etc/passwd", "x" * 10_000)
HOSTILE = (*PAYLOADS[::4], *NO_TEXT)
FILTERS = (
    "q",
    "kind",
    "theme",
    "place",
    "partner",
    "effect",
    "cost",
    "near",
    "like",
    "sort",
    "page",
    "study",
)


def is_harmless(answer, words):
    """Whether it is a page or a redirection, and the words do not stand in it as they were sent."""
    assert answer.status_code < 500, words
    return words not in PAYLOADS or words not in answer.content.decode()


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: quote(words[:20]))
def test_in_addresses_it_is_words(client, words):
    client.force_login(UserFactory())
    everywhere = dict.fromkeys(FILTERS, words)
    for name in ("search:search", "search:compare", "saved_searches:ask", "own_searches:new"):
        assert is_harmless(client.get(reverse(name), everywhere), words)
        assert is_harmless(client.get(reverse(name), {"q": words}, follow=True), words)


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: quote(words[:20]))
def test_as_a_name_it_is_kept_as_words_or_refused_beside_the_field(client, words):
    user = UserFactory()
    client.force_login(user)
    asked = f"{reverse('own_searches:new')}?q=gardens"
    for _ in range(5):
        answer = client.post(asked, {"name": words, "how": "daily"})
        assert is_harmless(answer, words)
    kept = SavedSearch.objects.filter(subscriber__user=user)
    assert kept.count() == (1 if answer.status_code == 302 else 0)
    if not kept:
        assert answer.context["form"].errors["name"]
    assert is_harmless(client.get(reverse("own_searches:list")), words)


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: quote(words[:20]))
def test_as_a_mail_address_a_link_or_a_code_it_is_refused(client, words):
    asked = f"{reverse('saved_searches:ask')}?q=gardens"
    assert is_harmless(client.post(asked, {"address": words, "how": "daily"}), words)
    assert not Subscriber.objects.exists()
    for name in ("confirm", "manage", "stop"):
        path = reverse(f"saved_searches:{name}", args=["token"]).replace(
            "token", quote(words[:1000], safe="")
        )
        assert is_harmless(client.get(path), words)
        assert client.post(path).status_code in (404, 410)
    assert client.get(f"/s/{quote(words[:1000], safe='')}", follow=True).status_code == 404


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: quote(words[:20]))
def test_a_short_address_leads_to_a_search_and_nowhere_else(client, words):
    answer = client.post(reverse("short_addresses:ask"), {"search": f"q={quote(words)}&next=//evil.example"})
    assert is_harmless(answer, words)
    for kept in ShortAddress.objects.all():
        led = client.get(kept.get_absolute_url())
        assert led.url.startswith("/search/")
        assert "evil.example" not in led.url
        assert is_harmless(client.get(f"{kept.get_absolute_url()}/copy".replace("//copy", "/copy")), words)


def test_what_a_stranger_may_not_see_is_not_compared(client):
    draft = make_page(CaseStudy, live=False, title="Not yet public")
    answer = client.get(reverse("search:compare"), {"study": [draft.pk, f"page-{draft.pk}", -1, 10**30]})
    assert answer.status_code == 200
    assert "Not yet public" not in answer.content.decode()
