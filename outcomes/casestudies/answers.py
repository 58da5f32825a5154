"""The eight questions that every case study answers, in order: for tables, documents and comparisons.

The public page has a layout of its own. What else tells of case studies tells it by this list, so that no
two of them ask other questions or call a thing by other names.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from outcomes.casestudies.commissioning import bought_facts
from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.rows import MeasuredEffect, Provider, Tier
from outcomes.pages import CARD_RELATIONS

NOT_RECORDED = "Not recorded"
# What should be fetched with many case studies before they are asked: one query for each, however many.
ANSWER_RELATIONS = (*CARD_RELATIONS, "base_place", "providers", "effects")


@dataclass(frozen=True)
class Answer:
    """One question, and what a case study says to it, line by line. Without lines it is not recorded."""

    key: str
    question: str
    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines one below the other, or the words that say that there are none."""
        return "\n".join(self.lines) or NOT_RECORDED


def answers_of(study: CaseStudy) -> list[Answer]:
    """Return the eight answers, each of them also where nothing is recorded."""
    return [Answer(key, question, tuple(filter(None, said(study)))) for key, question, said in QUESTIONS]


def marks_of(study: CaseStudy) -> list[Answer]:
    """Return the marks by which case studies are compared, in words."""
    return [Answer(mark.anchor, mark.label, (mark.value,) if mark.value else ()) for mark in study.marks]


def bought_by(study: CaseStudy) -> list[Answer]:
    """Return how it was bought, question by question: only what is recorded, since much was never bought."""
    return [Answer(fact.key, fact.label, fact.lines) for fact in bought_facts(study) if fact.lines]


def source_of(study: CaseStudy) -> tuple[str, str]:
    """Return what it retells, in words, and the web address of that; both are empty for first accounts."""
    named = (study.source_title, study.source_publisher, study.source_year)
    return (", ".join(str(part) for part in named if part) if study.source_title else "", study.source_url)


def published_on(study: CaseStudy) -> str:
    """Return the day on which the text that is on the site was published: '4 March 2026'."""
    moment = study.last_published_at or study.first_published_at
    return date_format(timezone.localdate(moment), "j F Y") if moment else ""


def what(study: CaseStudy) -> Iterable[str]:
    """What was done, and what it is about."""
    return study.summary, labelled("About", [theme.name for theme in study.themes])


def where(study: CaseStudy) -> Iterable[str]:
    """Which places it is for, and where the work is run from."""
    base = study.base_place
    return (
        labelled("For", [place.label for place in study.places]),
        labelled("Run from", [base.label] if base else []),
    )


def who(study: CaseStudy) -> Iterable[str]:
    """Which partners answer for it, and who did the work."""
    lead = study.lead_partner
    provided = [provider_in_words(provider) for provider in study.providers.all()]
    return (
        labelled("Lead partner", [lead.name] if lead else []),
        labelled("With", [partner.name for partner in study.contributors]),
        labelled("Provided by", provided),
    )


def cost(study: CaseStudy) -> Iterable[str]:
    """What it cost, in figures and in words."""
    return study.cost_in_figures, study.cost


def what_changed(study: CaseStudy) -> Iterable[str]:
    """What changed, in words, and what was measured, a line for each measure."""
    return study.what_changed, *(measured_in_words(effect) for effect in study.effects.all())


def provider_in_words(provider: Provider) -> str:
    """Return 'Moorside Choir (Voluntary and community)', with its tier unless it is the main provider."""
    tier = "" if provider.tier == Tier.MAIN else f", {provider.get_tier_display().lower()}"
    return f"{provider.name} ({provider.get_sector_display()}{tier})"


def measured_in_words(effect: MeasuredEffect) -> str:
    """Return 'Falls: 41 of 120 before, 12 of 118 after. Counted by the ward. Source: Ward audit'."""
    values = ", ".join([*([f"{effect.before} before"] if effect.before else []), f"{effect.after} after"])
    rest = [effect.how_measured.rstrip("."), labelled("Source", [effect.source] if effect.source else [])]
    return ". ".join([f"{effect.measure}: {values}", *filter(None, rest)])


def labelled(label: str, values: list[str]) -> str:
    """Return 'Label: one; two', or nothing."""
    return f"{label}: {'; '.join(values)}" if values else ""


Said = Callable[[Any], Iterable[str]]
QUESTIONS: tuple[tuple[str, str, Said], ...] = (
    ("what", "What was done", what),
    ("where", "Where", where),
    ("for_whom", "For whom", lambda study: (study.for_whom,)),
    ("who", "Who did it", who),
    ("cost", "What it cost", cost),
    ("what_changed", "What changed", what_changed),
    ("what_did_not_work", "What did not work", lambda study: (study.what_did_not_work,)),
    ("contact", "Whom to ask", lambda study: (study.contact,)),
)
