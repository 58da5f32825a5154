"""Gates: for each saved search the one thing without which nothing can fit it, and which few things have.

Whatever is published is then held only against the searches whose gate it passes. A gate never keeps out what
the search would find; that is what the tests are about.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from django.db import transaction
from django.db.models import Count, Max

from partners.places.kinds import PlaceKind
from partners.places.models import Place
from search.engines import EngineUnavailableError
from search.engines.choice import frequencies
from search.engines.embedded.schema import ENGLISH, build_analyzers, fingerprint
from search.plan import Plan, Sought, plan_of
from search.request import SearchRequest
from search.saved.kept import LIKE, NEAR, kept
from search.saved.models import Condition, SavedSearch, Word
from search.saved.needs import CODE, TokensOf, needs_of
from search.scope import Scope
from search.synonyms.models import SynonymRule
from search.synonyms.rules import SHIPPED
from search.visibility import state_now

# Raise when gates are chosen in another way.
FORM = 2
CHUNK = 500
# From what fewest things have. Words come after small places, and places that others are like never gate.
BEFORE_WORDS = ("partner",)
AFTER_WORDS = ("theme", "sector", "year", "cost", "evidence", "status", "partner_kind")
LAST = ("kind",)

Words = frozenset[str]
Having = Callable[[str], int]


@dataclass(frozen=True)
class Gate:
    """What lets things through to a search: any of these words, any condition of this facet, or all."""

    words: Words = frozenset()
    facet: str = ""
    is_open: bool = False


def rules_now() -> str:
    """Return what names the rules that gates are chosen by: other synonyms need other gates."""
    own = SynonymRule.objects.aggregate(count=Count("pk"), last=Max("pk"), changed=Max("changed_at"))
    said = f"{FORM} {fingerprint()} {own} {SHIPPED.read_text(encoding='utf-8')}"
    return blake2b(said.encode(), digest_size=16).hexdigest()


def gate_of(request: SearchRequest, plan: Plan, *, is_small: bool, having: Having) -> Gate:
    """Return the gate of a request with the plan of its text.

    `is_small` says that all its places are districts or smaller.
    """
    words = text_gate(plan, english(), having)
    chosen = set(request.chosen_facets) | ({NEAR} if request.near else set())
    placed = [name for name in ("place", NEAR) if name in chosen]
    order = [name for name in BEFORE_WORDS if name in chosen]
    if placed and is_small and request.lies == "inside":
        order += placed
    if order:
        return Gate(facet=order[0])
    if words is not None:
        return Gate(words=words)
    narrow = [name for name in AFTER_WORDS if name in chosen]
    others = [*placed, *narrow, *sorted(chosen - {*placed, *narrow, *LAST}), *sorted(chosen & {*LAST})]
    return Gate(facet=others[0]) if others else Gate(is_open=True)


def text_gate(plan: Plan, tokens_of: TokensOf, having: Having) -> Words | None:
    """Return words of which everything found has one, the rarest; None where the text asks for none.

    Of seven things sought three are enough; so what is found has one of any five of them.
    """
    required = [words_of(each, tokens_of, having) for each in plan.sought if each.required]
    optional = [words_of(each, tokens_of, having) for each in plan.sought if not each.required]

    def cost(words: Words) -> int:
        return sum(map(having, words))

    choices = required
    if plan.enough:
        rarest = sorted(optional, key=cost)[: len(optional) - plan.enough + 1]
        choices = [*required, Words().union(*rarest)]
    return min(choices, key=cost, default=None)


def words_of(sought: Sought, tokens_of: TokensOf, having: Having) -> Words:
    """Return words one of which is in all that has a thing sought: the rarest of each way to say it."""
    found = {CODE + sought.code} if sought.code else set()
    for way in sought.alternatives:
        parts = [tokens_of(part) for part in way.parts]
        # A part without a word is in no text.
        if all(parts):
            tokens = {token for part in parts for token in part}
            found.add(min(tokens, key=lambda token: (having(token), -len(token), token)))
    return Words(found)


@cache
def english() -> TokensOf:
    """Return what makes words of a text as the index does."""
    tokens_of: TokensOf = build_analyzers()[ENGLISH].analyze
    return tokens_of


def having_now() -> Having:
    """Return how many things have a word, as far as the index can say; codes are rare."""
    known: dict[str, int] = {}

    def having(token: str) -> int:
        if token not in known:
            known[token] = 1 if token.startswith(CODE) else frequency(token)
        return known[token]

    return having


def frequency(token: str) -> int:
    """Return in how many things a word is; nothing when there is no index."""
    try:
        return frequencies().frequency(token)
    except EngineUnavailableError:
        return 0


def gate_anew() -> int:
    """Choose the gates again of all searches that were gated by other rules. Return how many."""
    rules, done = rules_now(), 0
    waiting = SavedSearch.objects.confirmed().exclude(gated_by=rules).order_by("pk")
    while searches := list(waiting[:CHUNK]):
        set_gates(searches, rules)
        done += len(searches)
    return done


@transaction.atomic
def set_gates(searches: Collection[SavedSearch], rules: str) -> None:
    """Store the gates of these searches."""
    synonyms, having = state_now().synonyms, having_now()
    requests = kept(searches)
    large = with_large_places(requests.keys())
    keys = list(requests)
    Word.objects.filter(search__in=keys).delete()
    Condition.objects.filter(search__in=keys, gates=True).update(gates=False)
    words: list[Word] = []
    by_facet: dict[str, list[int]] = {}
    for search in searches:
        plan = plan_of(SearchRequest(text=search.text, as_typed=True), Scope(), synonyms)
        gate = gate_of(requests[search.pk].request, plan, is_small=search.pk not in large, having=having)
        search.needs = needs_of(plan, english())
        words += [Word(search=search, token=token) for token in sorted(gate.words)]
        search.is_open, search.gated_by = gate.is_open, rules
        if gate.facet:
            by_facet.setdefault(gate.facet, []).append(search.pk)
    Word.objects.bulk_create(words, batch_size=CHUNK)
    for facet, gated in by_facet.items():
        Condition.objects.filter(search__in=gated, facet=facet).update(gates=True)
    SavedSearch.objects.bulk_update(searches, ["needs", "is_open", "gated_by"], batch_size=CHUNK)


def with_large_places(keys: Iterable[int]) -> set[int]:
    """Return which of these searches ask for a place larger than a district."""
    large = [kind for kind in PlaceKind if kind.size < PlaceKind.DISTRICT.size]
    places = Place.objects.filter(kind__in=large)
    found = Condition.objects.filter(search__in=list(keys), place__in=places).exclude(facet=LIKE)
    return set(found.values_list("search", flat=True))
