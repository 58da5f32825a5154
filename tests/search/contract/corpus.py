"""Documents and requests made up at random, in words that give engines something to disagree about."""

import random
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from search.request import SearchRequest
from search.scope import Scope
from search.where.whereabouts import Where, Whereabouts
from tests.search.conftest import document

TODAY = date(2026, 3, 4)
STEMS = re.findall(
    r"\w+",
    """
    garden organ intern univers walk young lonel neighbour space warm home hous commun help friend skill work
    train learn child parent care health food cook grow plant tree park river street safe crime polic fire
    prevent volunt charit council partner share plan evid cost year resid older peopl activ sport swim danc
    sing choir art museum librar book read write digit phone bus travel cycl disab carer veteran refuge
    migrant
    """,
)
ENDINGS = ("", "", "s", "ing", "ed", "er", "ers", "ation", "ity", "ly", "ness", "al", "ism", "ise", "ization")
# Names, accents, Welsh, apostrophes, references, letters of other scripts, words with digits.
NAMES = re.findall(
    r"\S+",
    """
    café Môn ŵyl Llŷn Dŵr naïve coöperative St. O'Connor's neighbours\u2019 TRAFFORD-3 LEEDS-3.2 E08000035
    co-op ICB VCSE JSNA ASB NHS COVID-19 24/7 £3m ½ ²x straße İstanbul Ærø œuvre ﬁnance Ελλάδα Москва 東京
    हिन्दी 3.5k
    a_b x@y.org l'été Zoë's résumé N.H.S. e-mail
    """,
)
KINDS = ("objective", "plan", "case_study", "proposal")
THEMES = tuple(f"theme-{number}" for number in range(40))
PARTNERS = tuple(f"partner-{number}" for number in range(200))
PARTNER_KINDS = ["council", "nhs", "police", "vcse", "housing"]
SECTORS = ("council", "nhs", "vcse", "business", "not_recorded")
EVIDENCE = ("", "not_recorded", "compared", "before_after")
EFFECTS = ("", "not_recorded", "worse", "no_change", "better")
COSTS = ("", "not_recorded", "no_extra_cost", "under_5000", "from_5000", "from_1000000")
STATUSES = ("", "draft", "agreed", "achieved", "open", "adopted")
YEARS = tuple(str(year) for year in range(2015, 2026))
REGIONS = tuple(f"E12{number:06}" for number in range(12))
DISTRICTS = tuple(f"E08{number:06}" for number in range(60))
WARDS = tuple(f"E05{number:06}" for number in range(300))
KIND_OF = {
    **dict.fromkeys(REGIONS, "region"),
    **dict.fromkeys(DISTRICTS, "district"),
    **dict.fromkeys(WARDS, "ward"),
}
FORMS = ("{}", "{}", "{}", '"{}"', "{} -{}", "{} {}", '-"{}"', "{}'s {}")


@dataclass
class Language:
    """Some words are frequent and most are rare."""

    chance: random.Random

    def __post_init__(self) -> None:
        self.words = [stem + ending for stem in STEMS for ending in ENDINGS] + list(NAMES) * 8
        self.chance.shuffle(self.words)
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]

    def text(self, longest: int) -> str:
        """Return up to so many words."""
        words = self.chance.choices(self.words, self.weights, k=self.chance.randint(0, longest))
        return " ".join(word.upper() if self.chance.random() < 0.03 else word for word in words)

    def some(self, values: tuple[str, ...], most: int) -> tuple[str, ...]:
        """Return up to so many different values."""
        return tuple(self.chance.sample(values, self.chance.randint(0, most)))


def make_documents(number, chance):
    """Return so many documents."""
    language = Language(chance)
    return [make_document(language, each) for each in range(1, number + 1)]


def make_document(language, number):
    """Return one document: now and then with the words of another, as joint pages have."""
    chance = language.chance
    ward = chance.randrange(len(WARDS))
    places = (WARDS[ward], DISTRICTS[ward // 5], REGIONS[ward // 25])[chance.randrange(4) :]
    return document(
        number,
        kind=chance.choice(KINDS),
        title=language.text(7) or "Untitled",
        summary=language.text(25),
        body="\n".join(language.text(60) for _ in range(chance.randint(0, 4))),
        names=tuple(language.text(3) for _ in range(chance.randint(0, 3))),
        themes=language.some(THEMES, 4),
        partners=language.some(PARTNERS, 5),
        partner_kinds=language.some(PARTNER_KINDS, 3),
        places=[(code, KIND_OF[code]) for code in places],
        own_places=places[:1],
        sectors=language.some(SECTORS, 2),
        effect=chance.choice(EFFECTS),
        evidence=chance.choice(EVIDENCE),
        cost=chance.choice(COSTS),
        status=chance.choice(STATUSES),
        years=language.some(YEARS, 3),
        date=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(50_000)),
        review_on=TODAY + timedelta(days=chance.randint(-100, 300)) if chance.random() < 0.6 else None,
        branch=(1, chance.randint(2, 9), number + 100),
    )


def make_requests(number, chance, documents):
    """Return so many requests, each with what it may see."""
    language = Language(chance)
    requests = [make_request(language) for _ in range(number)]
    return [(request, make_scope(language, documents, request)) for request in requests]


def make_request(language):
    """Return one request: words of all forms, and now and then filters."""
    chance = language.chance
    forms = chance.choices(FORMS, k=chance.choice([0, 1, 1, 1, 2, 3]))
    text = " ".join(form.format(language.text(2), language.text(1)) for form in forms)
    few = 1 if chance.random() < 0.45 else 0
    # With all filters at once, hardly anything would be found.
    one_of_three = chance.randrange(10)
    return SearchRequest(
        text=text,
        kinds=language.some(KINDS, 2 * few),
        themes=language.some(THEMES, 6 * chance.randint(0, few)),
        places=language.some(REGIONS + DISTRICTS, 4 * chance.randint(0, few)),
        partners=language.some(PARTNERS, 40 * chance.randint(0, few)),
        partner_kinds=language.some(PARTNER_KINDS, chance.randint(0, few)),
        sectors=language.some(SECTORS, 3 * (one_of_three == 0)),
        effects=language.some(EFFECTS[1:], chance.randint(0, few)),
        evidence=language.some(EVIDENCE[1:], chance.randint(0, few)),
        costs=language.some(COSTS[1:], 3 * (one_of_three == 1)),
        statuses=language.some(STATUSES[1:], 3 * (one_of_three == 2)),
        years=language.some(YEARS, 3 * chance.randint(0, few)),
        relation=chance.choice(["inside", "inside", "covers", "overlaps", "any"]),
        near=chance.choice(["", "", "", "", WARDS[0]]),
        sort=chance.choice(["relevance", "relevance", "relevance", "date", "evidence"]),
        page=chance.choice([1, 1, 1, 2, 3, 99]),
    )


def make_scope(language, documents, request):
    """Return what is hidden, which places are counted, and what the request says about places."""
    chance = language.chance
    listed = chance.choice([None, REGIONS, REGIONS[:2] + DISTRICTS[:10], WARDS[:50]])
    hidden = chance.sample([each.key for each in documents], chance.choice([0, 0, 3, len(documents) // 3]))
    return Scope(
        hidden=frozenset(hidden),
        hidden_branches=frozenset(chance.sample(range(2, 12), chance.choice([0, 0, 2]))),
        places=listed and {code: KIND_OF[code] for code in listed},
        today=TODAY,
        whereabouts=Whereabouts(
            chosen=None if request.lies == "inside" else make_where(language),
            always=(make_where(language),) if request.near else (),
            tiers=tuple(make_where(language) for _ in range(chance.choice([0, 0, 1, 4]))),
        ),
    )


def make_where(language):
    """Return a condition on places, now and then one that nothing fulfils or a long one."""
    most = language.chance.choice([0, 10, 150])
    return Where(
        inside=language.some(REGIONS + DISTRICTS, min(most, 4)),
        own=language.some(REGIONS + DISTRICTS + WARDS, most),
    )
