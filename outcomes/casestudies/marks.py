"""The three marks of a case study, cost, effect and strength of evidence: each on a scale of its own.

They are shown alike wherever they are shown, each with a link to what its scale means, and never added up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from outcomes.casestudies import costs, effects, evidence
from outcomes.casestudies.costs import CostBand
from outcomes.casestudies.effects import Effect
from outcomes.casestudies.evidence import EvidenceStrength


@dataclass(frozen=True)
class Pip:
    """One step of a scale, where it is drawn, and whether the mark fills it."""

    at: int
    filled: bool


@dataclass(frozen=True)
class Mark:
    """One mark: where its scale is explained, what it is called, and what it says; empty: not recorded."""

    anchor: str
    label: str
    value: str = ""
    meaning: str = ""
    pips: tuple[Pip, ...] = ()

    @property
    def width(self) -> int:
        """How wide the steps are together, as they are drawn."""
        return WIDE * len(self.pips) - GAP


@dataclass(frozen=True)
class Step:
    """One step of a scale, explained."""

    label: str
    means: str


@dataclass(frozen=True)
class Scale:
    """A scale, explained: what it asks, its steps in order, and what it does not claim."""

    anchor: str
    label: str
    asks: str
    steps: tuple[Step, ...]
    not_claimed: str


WIDE, GAP = 10, 1  # of one step with the gap behind it, and of that gap
COST, EFFECT, EVIDENCE = "cost", "effect", "evidence"
IN_WORDS = "In words only"
LABELS = {COST: "What it cost", EFFECT: "Effect", EVIDENCE: "Strength of evidence"}


def marks_for(
    *,
    band: str = "",
    cost_in_figures: str = "",
    in_words: bool = False,
    effect: str = "",
    evidence_strength: str = "",
) -> tuple[Mark, Mark, Mark]:
    """Return the three marks for these values of a case study's fields; one that is empty is not recorded.

    `cost_in_figures` is what readers read of the cost; without it they read the band. `in_words` says that
    there is no band, but a text about the cost.
    """
    return (
        Mark(COST, LABELS[COST], IN_WORDS) if in_words and not band else cost_mark(band, cost_in_figures),
        effect_mark(effect),
        evidence_mark(evidence_strength),
    )


def cost_mark(band: str, cost_in_figures: str = "") -> Mark:
    """Return the mark for a band of cost. Nothing is filled for no extra cost."""
    if band not in CostBand.values:
        return Mark(COST, LABELS[COST])
    steps = list(CostBand)[1:]
    reached = list(CostBand).index(CostBand(band))
    label = str(CostBand(band).label)
    # 'No extra cost' or a band says it all; an amount gains from the band in which it lies.
    figures = cost_in_figures or label
    meaning = "" if label in figures else label
    return Mark(COST, LABELS[COST], figures, meaning, pips(len(steps), range(reached)))


def effect_mark(effect: str) -> Mark:
    """Return the mark for an effect: one step of five stands out, because less is not a shorter bar."""
    if effect not in Effect.values:
        return Mark(EFFECT, LABELS[EFFECT])
    at = Effect.values.index(effect)
    step = Effect(effect)
    return Mark(
        EFFECT,
        LABELS[EFFECT],
        str(step.label),
        effects.IN_SHORT[step],
        pips(len(Effect), range(at, at + 1)),
    )


def evidence_mark(strength: str) -> Mark:
    """Return the mark for a strength of evidence: its step and all below are filled."""
    if strength not in EvidenceStrength.values:
        return Mark(EVIDENCE, LABELS[EVIDENCE])
    step = EvidenceStrength(strength)
    filled = range(EvidenceStrength.values.index(strength) + 1)
    return Mark(
        EVIDENCE,
        LABELS[EVIDENCE],
        str(step.label),
        evidence.IN_SHORT[step],
        pips(len(EvidenceStrength), filled),
    )


def pips(count: int, filled: range) -> tuple[Pip, ...]:
    """Return the steps of a scale as they are drawn."""
    return tuple(Pip(WIDE * number, number in filled) for number in range(count))


def scales() -> tuple[Scale, Scale, Scale]:
    """Return the three scales, explained, from the very choices that editors choose from."""
    return (
        Scale(
            COST,
            LABELS[COST],
            "How many pounds it took, everything together and whoever paid; for what goes on, in one year. "
            "A case study gives the amount with its year, or the band in which it lies.",
            explained(CostBand, costs.MEANS),
            "A low cost is not value for money, and a high one is no waste: that depends on what changed, "
            "and for how many.",
        ),
        Scale(
            EFFECT,
            LABELS[EFFECT],
            "What changed for those whom it was for, as far as it is known. "
            "Authors choose the step, and every partner that the page names signs it.",
            explained(Effect, effects.MEANS),
            "The mark does not say that the work brought the change about. "
            "How well that is known is the next mark.",
        ),
        Scale(
            EVIDENCE,
            LABELS[EVIDENCE],
            "How well it is known that something changed, and that it changed because of the work.",
            explained(EvidenceStrength, evidence.MEANS),
            "Strong evidence does not promise the same result somewhere else, "
            "and a first account is not a doubtful one.",
        ),
    )


def explained(choices: type[TextChoices], means: Mapping[Any, str]) -> tuple[Step, ...]:
    """Return the steps of a scale in its order."""
    return tuple(Step(str(step.label), means[step]) for step in choices)
