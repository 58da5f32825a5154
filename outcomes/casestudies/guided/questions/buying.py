"""How it was bought, if it was."""

from typing import Any

from django import forms

from outcomes.casestudies.commissioning import (
    MOST_VALUE,
    WEIGHTS,
    WHOLE,
    CommissioningRoute,
    ConsideredBefore,
    weight_problems,
)
from outcomes.casestudies.guided.questions.base import Answer, StepForm, lines_of
from outcomes.casestudies.guided.questions.numbers import PercentField, PoundsField
from outcomes.casestudies.models import CaseStudy
from partners.text_fields import ParagraphsField


class BoughtForm(StepForm):
    """The facts that another buyer asks for, none of which is needed."""

    labels = {
        "buying_route": "How it was bought",
        "contract_value": "Value of the contract",
        "price_weight": "Weight of price",
        "quality_weight": "Weight of quality",
        "social_value_weight": "Weight of social value",
        "considered_before": "Considered before procurement started",
        "consulted": "Who was asked before",
    }

    buying_route = forms.ChoiceField(
        label="How was it bought or given?",
        required=False,
        choices=[("", "I cannot say"), *CommissioningRoute.choices],
    )
    contract_value = PoundsField(
        label="What is the contract worth, in pounds?", help_text="Over all its years.", max_value=MOST_VALUE
    )
    price_weight = PercentField(label="Weight of price, in per cent", most=WHOLE)
    quality_weight = PercentField(label="Weight of quality, in per cent", most=WHOLE)
    social_value_weight = PercentField(label="Weight of social value, in per cent", most=WHOLE)
    considered_before = forms.ChoiceField(
        label="Did anybody consider social value before procurement started?",
        help_text="The Social Value Act asks how what is bought might improve the well-being of the area.",
        required=False,
        choices=[*ConsideredBefore.choices, ("", "I cannot say")],
        widget=forms.RadioSelect,
    )
    consulted = ParagraphsField(
        label="Who was asked before it was bought?",
        help_text="Residents, people who use the service, voluntary groups, providers: who, and how.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Want weights that are no more than a whole, and all three of them exactly that."""
        cleaned = super().clean() or {}
        for name, says in weight_problems({name: cleaned.get(name) for name in WEIGHTS}).items():
            self.add_error(name, says)
        return cleaned

    @classmethod
    def answers(cls, page: CaseStudy) -> list[Answer]:
        """Return what is known, or one line that says that nothing is."""
        known = [Answer(label, shown(page, name)) for name, label in cls.labels.items()]
        return [answer for answer in known if answer.lines] or [Answer(cls.labels["buying_route"], [])]

    @classmethod
    def is_done(cls, page: CaseStudy) -> bool:
        """Whether it is said how it was bought: for a grant or work in-house there is little more to say."""
        return bool(page.buying_route)


def shown(page: CaseStudy, name: str) -> list[str]:
    """Return how a fact reads, with its unit."""
    value = getattr(page, name)
    if value is not None and name == "contract_value":
        return [f"£{value:,}"]
    if value is not None and name in WEIGHTS:
        return [f"{value} per cent"]
    return lines_of(page, name)
