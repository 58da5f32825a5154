"""The steps of the guided form, in the order in which they are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from outcomes.casestudies.guided.questions.base import Answer, StepForm
from outcomes.casestudies.guided.questions.buying import BoughtForm
from outcomes.casestudies.guided.questions.contact import ContactForm
from outcomes.casestudies.guided.questions.measured import MeasuredForm
from outcomes.casestudies.guided.questions.money import CostForm
from outcomes.casestudies.guided.questions.story import (
    ChangedForm,
    DidNotWorkForm,
    EvidenceForm,
    ForWhomForm,
    WhatForm,
)
from outcomes.casestudies.guided.questions.where import PlacesForm, ThemesForm
from outcomes.casestudies.guided.questions.who import PartnersForm, ProvidersForm
from outcomes.casestudies.marks import COST, EFFECT, EVIDENCE
from outcomes.casestudies.models import CaseStudy


@dataclass(frozen=True)
class Step:
    """One page of the form: its address, its name in the list, its question, and what it asks.

    `covers` names the fields that it writes, so that what is wrong with one leads here. A step that is
    `needed` has to be answered before partners can sign.
    """

    key: str
    name: str
    question: str
    form: type[StepForm]
    covers: frozenset[str]
    hint: str = ""
    needed: bool = False
    # Where on the page about the marks its scale is explained, if it has one.
    scale: str = ""
    # Whether what was answered stands above the boxes, which are for something more.
    shows_answers: bool = False

    @property
    def number(self) -> int:
        """Which step it is, from 1."""
        return STEPS.index(self) + 1

    @property
    def following(self) -> "Step | None":
        """The step after it; None after the last."""
        return STEPS[self.number] if self.number < len(STEPS) else None

    @property
    def before(self) -> "Step | None":
        """The step before it; None before the first."""
        return STEPS[self.number - 2] if self.number > 1 else None


def step(key: str, name: str, question: str, form: type[StepForm], *covers: str, **more: Any) -> Step:
    """Return a step; without other names it covers the boxes of its form."""
    return Step(key, name, question, form, frozenset(covers or form.labels), **more)


STEPS = (
    step("what", "What it was", "What was it?", WhatForm, "title", "summary", "slug", needed=True),
    step("where", "Where", "Where was it?", PlacesForm, "place_tags", "base_place", needed=True),
    step(
        "about",
        "What it is about",
        "What is it about?",
        ThemesForm,
        "theme_tags",
        hint="One or two find more readers than five.",
        needed=True,
    ),
    step("for-whom", "Who it was for", "Who was it for?", ForWhomForm),
    step(
        "providers",
        "Who did the work",
        "Who did the work?",
        ProvidersForm,
        "providers",
        hint="Everybody who did some of it, partner of this site or not.",
    ),
    step(
        "partners",
        "Partners named",
        "Which partners put their name to it?",
        PartnersForm,
        "shares",
        hint="Each partner signs the text for itself before it goes on the site. A partner that you ask has "
        "a part in it once it accepts. You can go on meanwhile.",
        shows_answers=True,
    ),
    step("cost", "What it cost", "What did it cost?", CostForm, scale=COST),
    step("changed", "What changed", "What changed?", ChangedForm, scale=EFFECT),
    step(
        "measured",
        "What was measured",
        "Was anything measured?",
        MeasuredForm,
        "effects",
        hint="Before and afterwards, as it was counted. If nothing was, go on.",
    ),
    step("evidence", "How you know", "How do you know?", EvidenceForm, scale=EVIDENCE),
    step("did-not-work", "What did not work", "What did not work?", DidNotWorkForm, needed=True),
    step(
        "bought",
        "How it was bought",
        "How was it bought, if it was?",
        BoughtForm,
        hint="Another buyer asks for this. Leave out what you do not know, or go on.",
    ),
    step("contact", "Contact and next check", "Who can be asked?", ContactForm),
)
BY_KEY = {each.key: each for each in STEPS}
FIRST = STEPS[0]
MINUTES = 8


@dataclass(frozen=True)
class Task:
    """A step of one case study: how far it is, and what was answered."""

    step: Step
    is_done: bool
    answers: list[Answer]

    @property
    def status(self) -> str:
        """The mark in words."""
        if self.is_done:
            return "Done"
        return "To do" if self.step.needed else "Can be added"


def tasks_of(page: CaseStudy) -> list[Task]:
    """Return all steps of a case study with what was answered."""
    return [Task(each, each.form.is_done(page), each.form.answers(page)) for each in STEPS]


def step_for(field: str) -> Step | None:
    """Return the step that asks for a field or relation, if one does."""
    return next((each for each in STEPS if field in each.covers), None)


def done_of(tasks: Iterable[Task]) -> int:
    """Return how many steps are done."""
    return sum(task.is_done for task in tasks)
