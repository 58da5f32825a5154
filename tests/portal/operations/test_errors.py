"""What is mailed when something breaks: never what a visitor sent, and no postcode."""

import sys

import pytest
from django.core import mail
from django.test import RequestFactory

from portal.operations.errors import QuietReporter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
SPELLINGS = ["M33 7PF", "m337pf", "M33+7PF", "M33%207PF", "M33%C2%A07PF", " M33  7pf "]


@pytest.fixture(autouse=True)
def operator(settings, monkeypatch):
    """Somebody who gets mail about errors, and a look-up that fails."""
    settings.ADMINS = [("Operator", "operator@example.org")]

    def fail(text):
        raise ValueError(f"no answer for {text}")

    monkeypatch.setattr("portal.browse.views.find_postcode", fail)
    monkeypatch.setattr("partners.places.meant.find_postcode", fail)


@pytest.fixture
def broken(client):
    """A client that gets the page of an error, as a visitor does."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("typed", SPELLINGS)
@pytest.mark.parametrize(("method", "address", "name"), [
    ("post", "/places/find", "q"), ("get", "/places/find", "q"), ("post", "/proposals/new/", "place"),
])  # fmt: skip
def test_the_mail_about_an_error_holds_no_postcode(broken, method, address, name, typed):
    response = getattr(broken, method)(address, {name: typed}, HTTP_REFERER=f"http://testserver/?q={typed}")
    assert response.status_code == 500
    (message,) = mail.outbox
    assert "ValueError" in message.body
    for text in (message.subject, message.body, response.content.decode()):
        assert "m337pf" not in text.lower().replace(" ", "").replace("+", "").replace("%20", "")
        assert typed.strip() not in text


def test_nothing_that_was_sent_is_in_it(broken):
    broken.post("/proposals/new/", {"place": "M33", "why": "My auntie is alone.", "title": "Benches"})
    (message,) = mail.outbox
    assert "auntie" not in message.body
    assert "Benches" not in message.body
    assert "why" in message.body


@pytest.mark.parametrize("typed", SPELLINGS)
def test_neither_is_it_in_the_page_with_all_variables(typed):
    request = RequestFactory().get("/places/find", {"q": typed})
    try:
        raise ValueError(typed)
    except ValueError:
        report = QuietReporter(request, *sys.exc_info()).get_traceback_html()
    assert typed.strip() not in report
    assert "[postcode]" in report
