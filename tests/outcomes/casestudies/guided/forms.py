"""The guided form as a browser without scripts would send it back."""

from django.urls import reverse
from lxml import html

from outcomes.casestudies.models import CaseStudy

KEYS = (
    "what",
    "where",
    "about",
    "for-whom",
    "providers",
    "partners",
    "cost",
    "changed",
    "measured",
    "evidence",
    "did-not-work",
    "bought",
    "contact",
)


class Guided:
    """Somebody at the guided form, in a browser of their own."""

    def __init__(self, client, person):
        self.client, self.person = client, person
        client.force_login(person)

    def open(self, page, key, more=""):
        """Open a step and return what it would send if nothing was typed."""
        answer = self.client.get(address(page, key) + more)
        assert answer.status_code == 200, answer.content[:300]
        return sent_by(answer)

    def send(self, page, key, fields=None, *, back="", **typed):
        """Send a step, opened just now unless its fields are given, with what was typed."""
        fields = self.open(page, key) if fields is None else fields
        return self.client.post(address(page, key) + back, {**fields, **typed})

    def begin(self, **typed):
        """Send the first step of a new case study."""
        new = reverse("guided:new")
        return self.client.post(new, {**sent_by(self.client.get(new)), **typed})


def address(page, key):
    return reverse("guided:step", args=[page.pk, key])


def sent_by(answer):
    """What the form in an answer would send."""
    forms = [form for form in html.fromstring(answer.content).forms if form.method == "POST"]
    # Whoever may act for several partners has a form to change that on every page.
    [form] = [form for form in forms if form.action != reverse("agencies:act")]
    sent = {}
    for radio in form.iterfind(".//input[@value='']"):
        # lxml would send 'on' for a radio button whose value is empty; browsers send the empty value.
        radio.set("value", " ")
    for key, value in form.form_values():
        # Nor does it leave out the line end with which Django begins a long text, as browsers do.
        value = "" if value == " " else value.removeprefix("\n")
        sent.setdefault(key, []).append(value)
    return {key: values if len(values) > 1 else values[0] for key, values in sent.items()}


def latest(page):
    """The text as it is now."""
    return CaseStudy.objects.get(pk=page.pk).get_latest_revision_as_object()


def words(answer):
    """What people read on a page."""
    main = html.fromstring(answer.content).get_element_by_id("main")
    return " ".join(main.text_content().split())
