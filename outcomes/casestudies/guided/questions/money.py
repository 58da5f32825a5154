"""What it cost."""

from typing import Any

from django import forms

from outcomes.casestudies.costs import MOST, CostBand, band_of
from outcomes.casestudies.guided.questions.base import Answer, StepForm
from outcomes.casestudies.guided.questions.numbers import PoundsField, YearField
from outcomes.casestudies.models import NO_YEAR_OF_COST, OTHER_BAND, CaseStudy
from partners.text_fields import ParagraphsField


class CostForm(StepForm):
    """The cost: pounds and year, or a band where nobody knows the pounds, and words."""

    labels = {"cost_amount": "", "cost_year": "", "cost_band": "", "cost": ""}

    cost_amount = PoundsField(
        label="How many pounds did it cost?",
        help_text="Everything together. For something that goes on, those of one year. 0: no extra cost.",
        max_value=MOST,
    )
    cost_year = YearField(label="In which year?", help_text="Of several, the last.")
    cost_band = forms.ChoiceField(
        label="If you cannot give the pounds, about how much?",
        required=False,
        choices=[("", "I gave the pounds, or cannot say"), *CostBand.choices],
    )
    cost = ParagraphsField(
        label="Anything to add about the cost?",
        help_text="Over how long, and from whose money.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Want the year of an amount, and the band to which it belongs if one is chosen."""
        cleaned = super().clean() or {}
        amount, band = cleaned.get("cost_amount"), cleaned.get("cost_band")
        if amount is not None:
            if "cost_year" in cleaned and cleaned["cost_year"] is None:
                self.add_error("cost_year", NO_YEAR_OF_COST)
            if band and band != band_of(amount):
                self.add_error("cost_band", OTHER_BAND.format(band=band_of(amount).label))
        return cleaned

    @classmethod
    def answers(cls, page: CaseStudy) -> list[Answer]:
        """Return the figures and the words."""
        return [Answer("What it cost", [line for line in (page.cost_in_figures, page.cost) if line])]
