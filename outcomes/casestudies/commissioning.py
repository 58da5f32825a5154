"""How what a case study tells of was bought, if it was: the facts that another buyer asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import models
from django.db.models import F, Q, Value

WEIGHTS = {
    "price_weight": "price",
    "quality_weight": "quality",
    "social_value_weight": "social value",
}
WHOLE = 100  # per cent
# The most pounds that a contract is worth here: nobody bought for a hundred billion.
MOST_VALUE = 99_999_999_999

TOO_MUCH = "Price, quality and social value share 100 per cent: together these are {total}."
NOT_WHOLE = "The three weights are 100 per cent together. These are {total}."
PAIR_TOO_MUCH = "Two weights cannot be more than 100 per cent together."


class CommissioningRoute(models.TextChoices):
    """By which way something was bought or given. Blank: not recorded."""

    OPEN = "open_competition", "Open competition"
    INVITED = "invited_quotations", "Invited quotations"
    FRAMEWORK = "framework", "Framework or dynamic market"
    DIRECT = "direct_award", "Direct award"
    GRANT = "grant", "Grant"
    IN_HOUSE = "in_house", "In-house"
    SPOT = "spot_purchase", "Spot purchase"
    NONE = "no_purchase", "No purchase"


class ConsideredBefore(models.TextChoices):
    """Whether social value was considered before procurement started. Blank: not recorded.

    Public Services (Social Value) Act 2012, section 1(3): an authority must consider how what it buys might
    improve the economic, social and environmental well-being of its area, before the procurement starts.
    """

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_APPLICABLE = "not_applicable", "Does not apply: the Act does not cover it"


def weight_problems(weights: Mapping[str, int | None]) -> dict[str, str]:
    """Return what is wrong with these weights in per cent, by the field of the last one that was given."""
    given = {name: weight for name, weight in weights.items() if weight is not None}
    total = sum(given.values())
    if len(given) == len(WEIGHTS) and total != WHOLE:
        return {list(given)[-1]: NOT_WHOLE.format(total=total)}
    if total > WHOLE:
        return {list(given)[-1]: TOO_MUCH.format(total=total)}
    return {}


def weight_constraints() -> Iterator[models.CheckConstraint]:
    """Yield what the database keeps of the weights: each up to 100, two at most 100, three exactly 100."""
    for name, label in WEIGHTS.items():
        yield models.CheckConstraint(
            name=f"{name}_is_a_percentage",
            condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": WHOLE}),
            violation_error_message=f"The weight of {label} is between 0 and 100.",
        )
    for first, second in combinations(WEIGHTS, 2):
        missing = Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True})
        yield models.CheckConstraint(
            name=f"{first}_leaves_room_for_{second}",
            condition=missing | Q(**{f"{first}__lte": Value(WHOLE) - F(second)}),
            violation_error_message=PAIR_TOO_MUCH,
        )
    price, quality, social = WEIGHTS
    missing = Q(**{f"{price}__isnull": True}) | Q(**{f"{quality}__isnull": True})
    yield models.CheckConstraint(
        name="three_weights_are_a_whole",
        condition=missing
        | Q(**{f"{social}__isnull": True})
        | Q(**{price: Value(WHOLE) - F(quality) - F(social)}),
        violation_error_message=NOT_WHOLE.format(total="something else"),
    )


@dataclass(frozen=True)
class BoughtFact:
    """One fact of how it was bought, line by line. Without lines it is not recorded."""

    key: str
    label: str
    lines: tuple[str, ...]


def bought_facts(study: Any) -> list[BoughtFact]:
    """Return how it was bought, fact by fact, also those that are not recorded."""
    said = (
        ("route", "How it was bought", [study.get_buying_route_display()]),
        ("value", "Value of the contract", [pounds(study.contract_value)]),
        ("weights", "What counted", weights_in_words(study)),
        (
            "considered",
            "Well-being of the area considered before buying began",
            [study.get_considered_before_display()],
        ),
        ("consulted", "Who was asked before", [study.consulted]),
    )
    return [BoughtFact(key, label, tuple(filter(None, lines))) for key, label, lines in said]


def weights_in_words(study: Any) -> Iterator[str]:
    """Yield what counted for how much when offers were compared: 'Price 40%'."""
    for name, label in WEIGHTS.items():
        weight = getattr(study, name)
        if weight is not None:
            yield f"{label.capitalize()} {weight}%"


def pounds(amount: int | None) -> str:
    """Return '£12,000', or nothing."""
    return "" if amount is None else f"£{amount:,}"
