"""Nothing that is not public is in any answer of search, whoever asks, on either engine, with an old index.

Everything was public when the index was made. Then it is hidden in every way there is, and the outbox is not
worked off.
"""

import io
import itertools
import random
import zipfile

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.agencies.models import Role
from search.engines.choice import engine
from search.models import RelatedItem, SearchOutbox
from search.rebuild import rebuild
from search.related.making import refresh
from search.related.noting import note_everything
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory, UserFactory, make_page, theme
from tests.search.test_any_text import NASTY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("either_engine")]

AUDIENCES = ("visitor", "signed in", "another partner's editor", "own editor", "own approver", "operator")
FORMS = ("/search/", "/search.json", "/search.csv", "/search.xlsx", "/search.geojson", "/search.atom")
# Stands in everything there is; only what is hidden has the other.
SHARED, SECRET = "zirconium", "xylophone"
STRINGS = 1_000


@pytest.fixture
def world(site, search_index):
    """Two public things, and one hidden in each way; whoever may ask. Returns people by audience."""
    us = PartnerFactory(name="Ours")
    facts = {
        "lead": us,
        "places": [PlaceFactory(kind="region", name="Northern parts")],
        "themes": [theme("food")],
    }
    public = make_page(Objective, title=f"{SHARED} gardens", summary="For all.", **facts)
    make_page(CaseStudy, title=f"{SHARED} kitchens", year=2024, evidence_strength="compared", **facts)
    hidden = [
        make_page(model, title=f"{SHARED} {SECRET} {number}", summary=f"{SECRET} summary", **facts)
        for number, model in enumerate([CaseStudy, Objective, JointPlan, CaseStudy, Objective, CaseStudy])
    ]
    rebuild()
    note_everything()
    refresh(60)
    hide(hidden)
    # What is written and not published, on a page that is public and on one that never was.
    public.title, public.summary = f"{SHARED} {SECRET}", f"{SECRET} to come"
    public.save_revision()
    make_page(CaseStudy, live=False, title=f"{SHARED} {SECRET} draft", **facts)
    assert len(engine().keys()) == 8
    return {
        "visitor": None,
        "signed in": UserFactory(),
        "another partner's editor": MembershipFactory(role=Role.EDITOR).user,
        "own editor": MembershipFactory(partner=us, role=Role.EDITOR).user,
        "own approver": MembershipFactory(partner=us, role=Role.APPROVER).user,
        "operator": UserFactory(is_superuser=True),
    }


def hide(pages):
    """Hide each of six pages in another way."""
    unpublished, updated, restricted, beneath, moved, deleted = pages
    unpublished.unpublish()
    Page.objects.filter(pk=updated.pk).update(live=False)
    restrict(restricted, "login")
    restrict(beneath, "groups")
    moved.move(beneath, pos="last-child")
    deleted.delete()


def restrict(page, kind):
    """Make a part of the site private past all signals."""
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page_id=page.pk, restriction_type=kind)])


def asking(person):
    """Return somebody's browser."""
    client = Client()
    if person:
        client.force_login(person)
    return client


def text_of(response):
    """Return all that an answer says, in small letters."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(book.read(name) for name in book.namelist())
    return content.decode().lower()


@pytest.mark.both
def test_all_forms_say_only_what_is_public(world):
    for audience, form in itertools.product(AUDIENCES, FORMS):
        client, who = asking(world[audience]), f"{audience} {form}"
        for query in (f"q={SHARED}", "theme=food&sort=date", ""):
            said = text_of(client.get(f"{form}?{query}"))
            assert SECRET not in said, (who, query)
            assert f"{SHARED} gardens" in said, (who, query)
            assert f"{SHARED} kitchens" in said, (who, query)
        # What was typed may be said again; what it stands in may not.
        said = text_of(client.get(f"{form}?q={SECRET}"))
        assert SHARED not in said, who
        assert f"{SECRET} summary" not in said, who


@pytest.mark.both
def test_suggestions_and_what_is_related_are_only_what_is_public(world):
    kitchens = CaseStudy.objects.live().get(title=f"{SHARED} kitchens")
    assert RelatedItem.objects.filter(page_id=kitchens.pk).count() >= 5
    for audience in AUDIENCES:
        client = asking(world[audience])
        said = text_of(client.get(f"/search/suggest?q={SHARED[:5]}"))
        assert f"{SHARED} gardens" in said, audience
        assert f"{SHARED} kitchens" in said, audience
        for typed in (SHARED, SHARED[:5], f"{SHARED} {SECRET[:4]}", SECRET[:4], SECRET):
            assert SECRET not in text_of(client.get(f"/search/suggest?q={typed}")).replace(typed, ""), (
                audience
            )
        page = text_of(client.get(kitchens.url))
        assert f"{SHARED} gardens" in page, audience
        assert SECRET not in page, audience


@pytest.mark.both
def test_totals_and_all_counts_are_those_of_what_is_public(world):
    assert SearchOutbox.objects.filter(hides=True).exists()
    for audience in AUDIENCES:
        client = asking(world[audience])
        context = client.get(f"/search/?q={SHARED}").context
        assert context["results"]["total"] == 2, audience
        for facet in context["facets"]:
            assert all(value["count"] <= 2 for value in facet["values"]), (audience, facet)
        kinds = next(each for each in context["facets"] if each["name"] == "kind")
        assert sum(value["count"] for value in kinds["values"]) == 2, audience
        assert client.get(f"/search/?q={SECRET}").context["results"]["total"] == 0, audience
        nothing = client.get(f"/search/?q={SHARED}&kind=plan").context
        assert nothing["suggestions"][0]["count"] == 2, audience


def test_no_string_breaks_the_page_or_finds_what_is_hidden(world, settings):
    people = [asking(world["visitor"]), asking(world["another partner's editor"])]
    for number, text in enumerate(strings(STRINGS)):
        # Browsers send a question mark for half of a pair, which no address can hold.
        text = text.encode(errors="replace").decode()
        response = people[number % len(people)].get("/search/", {"q": text})
        # The server itself refuses addresses as long as that; here they get as far as the view.
        assert response.status_code == 200, repr(text)
        assert response.context["notice"] == "", repr(text)
        cards = response.context["results"]["cards"]
        assert {card.title.lower() for card in cards} <= {f"{SHARED} gardens", f"{SHARED} kitchens"}, repr(
            text
        )
        assert "<script>alert(1)" not in response.content.decode(), repr(text)


def strings(number):
    """Yield strings that nobody in their right mind would type, and those that somebody else would."""
    chance = random.Random(29)
    yield from NASTY
    pieces = [
        *NASTY,
        SHARED,
        SECRET,
        f"title:{SECRET}",
        f"*{SECRET[:3]}*",
        "OR",
        "AND",
        "NOT",
        '"',
        "-",
        "\n",
        "e12000002",
    ]
    for _ in range(number - len(NASTY)):
        if chance.random() < 0.5:
            size = chance.choice([1, 3, 20, 200])
            yield "".join(chr(chance.choice(ANY_CODE)) for _ in range(size))
        else:
            yield chance.choice(["", " "]).join(chance.choices(pieces, k=chance.randrange(1, 6)))[:10_000]


ANY_CODE = [
    *range(1, 0x500),
    *range(0x1E00, 0x2100),
    *range(0x3000, 0x3100),
    *range(0xFB00, 0x10000),
    *range(0x1F300, 0x1F700),
]
