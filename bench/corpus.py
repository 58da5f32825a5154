"""Made-up content: pages of every kind with partners, places and themes, in the database."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.models import Locale, Page

from outcomes.casestudies.costs import CostBand
from outcomes.casestudies.effects import Effect
from outcomes.casestudies.models import CaseStudy, EvidenceStrength
from outcomes.objectives.models import Objective, ObjectiveStatus
from outcomes.plans.models import JointPlan
from outcomes.selectors import content_types
from outcomes.themes.models import PageTheme, Theme
from partners.agencies.models import Partner
from partners.places.models import Place, PlaceClosure
from partners.places.tagging import PagePlace
from partners.sharing.models import Share, ShareRole

VOCABULARY = 30_000
SYLLABLES = re.findall(r"\w+", "ba ke li mo nu ra se ti vo wi pla stre gro cha dri fen mar ton ley ham")
PARTNERS, REGIONS, DISTRICTS, WARDS = 2_000, 12, 350, 8_800
KINDS = (Objective, CaseStudy, CaseStudy, CaseStudy, JointPlan)
BATCH = 2_000


class Language:
    """Words of which a few are frequent and most are rare, as in any language."""

    def __init__(self, chance: random.Random) -> None:
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))] = None
        self.words = list(words)
        self.weights = list(accumulate(1 / (rank + 1) for rank in range(VOCABULARY)))

    def text(self, chance: random.Random, length: int) -> str:
        """Return so many words."""
        return " ".join(chance.choices(self.words, cum_weights=self.weights, k=length))

    def middling(self, chance: random.Random) -> str:
        """Return a word that people might look for: neither in every text nor in hardly any."""
        return self.words[int(10 ** chance.uniform(1.3, 3.3))]


@dataclass
class Corpus:
    """What the pages are made of."""

    language: Language
    themes: list[Theme]
    partners: list[Partner]
    places: list[Place]


def make_corpus(pages: int, parent: Page) -> Corpus:
    """Fill the database with so many pages below `parent`. The same every time."""
    chance = random.Random(2012)
    corpus = Corpus(Language(chance), list(Theme.objects.leaves()), make_partners(), make_places(chance))
    with transaction.atomic():
        for numbers in batches(range(1, pages + 1), BATCH):
            make_pages(numbers, parent, corpus, chance)
    return corpus


def make_partners() -> list[Partner]:
    """Make partners."""
    partners = [
        Partner(name=f"Partner {number}", slug=f"partner-{number}", kind="vcse") for number in range(PARTNERS)
    ]
    return bulk(partners)


def make_places(chance: random.Random) -> list[Place]:
    """Make a country of regions, districts and wards, as many as there are, each inside the next."""
    country = bulk([place("E92000001", "country", "England")])
    regions = bulk([place(f"E12{number:06}", "region", f"Region {number}") for number in range(REGIONS)])
    districts = bulk(
        [place(f"E07{number:06}", "district", f"District {number}") for number in range(DISTRICTS)]
    )
    wards = bulk([place(f"E05{number:06}", "ward", f"Ward {number}") for number in range(WARDS)])
    above: dict[Place, list[Place]] = {country[0]: [country[0]]}
    for places, parents in ((regions, country), (districts, regions), (wards, districts)):
        for each in places:
            above[each] = [each, *above[chance.choice(parents)]]
    rows = [PlaceClosure(ancestor=a, descendant=each, share=1) for each, line in above.items() for a in line]
    bulk(rows)
    return districts + wards


def place(code: str, kind: str, name: str) -> Place:
    """Return a place."""
    made = Place(code=code, kind=kind, name=name)
    made.words = made.folded_names()
    return made


def make_pages(numbers: Iterable[int], parent: Page, corpus: Corpus, chance: random.Random) -> None:
    """Make pages with everything that belongs to them."""
    pages = [make_page(number, parent, corpus.language, chance) for number in numbers]
    bases = bulk([base_of(page) for page in pages])
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.page_ptr_id = base.pk
    for model in set(KINDS):
        insert_own_rows(model, [page for page in pages if type(page) is model])
    bulk([row for page in pages for row in shares_of(page, corpus, chance)])
    bulk(
        [
            PagePlace(page_id=page.pk, place=place)
            for page in pages
            for place in some(corpus.places, 2, chance)
        ]
    )
    bulk(
        [
            PageTheme(page_id=page.pk, theme=theme)
            for page in pages
            for theme in some(corpus.themes, 3, chance)
        ]
    )


def make_page(number: int, parent: Page, language: Language, chance: random.Random) -> Any:
    """Return a page that is not saved."""
    model = chance.choice(KINDS)
    page: Any = model(
        title=language.text(chance, 7),
        summary=language.text(chance, 25)[:300],
        body=[("text", f"<p>{language.text(chance, 120)}</p>")],
        slug=f"page-{number}",
        live=True,
        path=parent.path + Page._int2str(number).rjust(Page.steplen, "0"),
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}page-{number}/",
        locale=Locale.get_default(),
        content_type=content_types()[model],
        first_published_at=datetime(2012, 3, 8, tzinfo=UTC) + timedelta(minutes=chance.randrange(7_000_000)),
    )
    page.draft_title = page.title
    if model is CaseStudy:
        page.year = chance.randint(2005, 2026)
        page.effect = chance.choice(["", *Effect.values])
        page.evidence_strength = chance.choice(["", *EvidenceStrength.values])
        page.cost_band = chance.choice(["", *CostBand.values])
    if model is Objective:
        page.status = chance.choice(ObjectiveStatus.values)
    if model is JointPlan:
        page.starts_on = date(chance.randint(2012, 2024), 4, 1)
        page.ends_on = page.starts_on.replace(year=page.starts_on.year + 2)
    return page


def base_of(page: Any) -> Page:
    """Return the row of a page in the table of all pages."""
    return Page(
        **{
            field.attname: getattr(page, field.attname)
            for field in Page._meta.concrete_fields
            if not field.primary_key
        }
    )


def insert_own_rows(model: type[Model], pages: list[Any]) -> None:
    """Insert the rows of one kind's own table; `bulk_create` refuses models with parents."""
    fields = model._meta.local_concrete_fields
    for some_pages in batches(pages, 50):
        model._base_manager.all()._insert(list(some_pages), fields=fields, using="default")


def shares_of(page: Any, corpus: Corpus, chance: random.Random) -> Iterator[Share]:
    """Yield one lead partner and up to three others."""
    roles = [ShareRole.LEAD, *[ShareRole.CONTRIBUTOR] * 3]
    for role, partner in zip(roles, some(corpus.partners, 4, chance), strict=False):
        yield Share(page_id=page.pk, partner=partner, role=role, named_since=page.first_published_at)


def some(things: list[Any], most: int, chance: random.Random) -> list[Any]:
    """Return a few different ones."""
    return chance.sample(things, chance.randint(1, most))


def bulk(things: list[Any]) -> list[Any]:
    """Save many at once."""
    return list(type(things[0]).objects.bulk_create(things, batch_size=500)) if things else []


def batches(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield the things in lists of a size."""
    each = iter(things)
    while batch := list(islice(each, size)):
        yield batch
