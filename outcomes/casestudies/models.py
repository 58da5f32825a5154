"""Case studies: what was done, for whom, at what cost, what changed and what did not work."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from outcomes.casestudies import panels
from outcomes.casestudies.commissioning import (
    MOST_VALUE,
    WEIGHTS,
    WHOLE,
    CommissioningRoute,
    ConsideredBefore,
    weight_constraints,
    weight_problems,
)
from outcomes.casestudies.costs import MOST, CostBand, band_fits_amount, band_of
from outcomes.casestudies.effects import Effect
from outcomes.casestudies.evidence import EvidenceStrength
from outcomes.casestudies.forms import CaseStudyForm
from outcomes.casestudies.marks import Mark, marks_for
from outcomes.casestudies.rows import MeasuredEffect, ObjectiveLink, PlanLink, Provider, Tier
from outcomes.casestudies.shown import RELATIONS, facts_of
from outcomes.pages import IndexPage, SharedPage
from partners.places.models import Place

__all__ = [
    "CaseStudy",
    "CaseStudyIndex",
    "EvidenceStrength",
    "MeasuredEffect",
    "ObjectiveLink",
    "PlanLink",
    "Provider",
    "Tier",
]

YEARS = (MinValueValidator(1990), MaxValueValidator(2100))
OTHER_BAND = (
    "This amount belongs to '{band}'. Choose that, or leave the band empty: it follows from the amount."
)
NO_YEAR_OF_COST = "Write the year too: a pound buys less each year."
# Addresses below /case-studies/ that are no case study's.
TAKEN = frozenset({"marks"})
NO_ANSWER = "Say what did not work: others learn most from it. 'Nothing that we know of' is an answer too."


def weight_field() -> Any:
    """Return a field for one share of what an offer was judged by, in per cent."""
    return models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(WHOLE)], help_text="Per cent."
    )


class CaseStudy(SharedPage):
    """What one or more partners did, and what came of it. An empty field means 'not recorded'."""

    kind = "case_study"
    kind_label = "Case study"
    kind_label_plural = "Case studies"
    kind_order = 3
    base_form_class = CaseStudyForm
    # It tells what happened, which changes less than what is planned.
    review_months = 24

    base_place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="where it is run from",
        help_text="Only if that is not where those live whom it is for.",
    )
    for_whom = models.TextField(blank=True, help_text="Who it was for, and how many they were.")
    cost = models.TextField(
        "cost in words", blank=True, help_text="How much, over how long, from whose money."
    )
    cost_amount = models.PositiveIntegerField(
        "cost in pounds",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST)],
        help_text="Whole pounds, everything together; for what goes on, those of one year. 0: no extra cost.",
    )
    cost_year = models.PositiveSmallIntegerField(
        "year of the cost",
        null=True,
        blank=True,
        validators=YEARS,
        help_text="The year in which it was spent; of several, the last.",
    )
    cost_band = models.CharField(
        "band of the cost",
        max_length=20,
        choices=CostBand,
        blank=True,
        help_text="Only where you cannot give the pounds: it follows from them.",
    )
    effect = models.CharField(
        "effect",
        max_length=20,
        choices=Effect,
        blank=True,
        help_text="What changed for those whom it was for. 'No change' and 'Got worse' are as welcome.",
    )
    what_changed = models.TextField(blank=True, help_text="What is different now, and how you know.")
    what_did_not_work = models.TextField(
        blank=True, help_text="Others learn most from this. 'Nothing that we know of' is an answer."
    )
    evidence_strength = models.CharField(
        "strength of evidence", max_length=20, choices=EvidenceStrength, blank=True
    )
    year = models.PositiveSmallIntegerField(
        "year in which it ended, or this year if it goes on",
        null=True,
        blank=True,
        validators=YEARS,
    )
    buying_route = models.CharField(
        "how it was bought", max_length=20, choices=CommissioningRoute, blank=True
    )
    price_weight = weight_field()
    quality_weight = weight_field()
    social_value_weight = weight_field()
    contract_value = models.PositiveBigIntegerField(
        "value of the contract in pounds",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_VALUE)],
        help_text="Whole pounds, over all its years.",
    )
    considered_before = models.CharField(
        "considered before procurement started",
        max_length=20,
        choices=ConsideredBefore,
        blank=True,
        help_text="Whether anybody asked, before buying began, how it might improve the area's well-being.",
    )
    consulted = models.TextField(
        "who was asked before it was bought",
        blank=True,
        help_text="Residents, people who use the service, voluntary groups, providers: who, and how.",
    )
    contact = models.CharField(max_length=200, blank=True, help_text="A team, rather than a person.")
    source_title = models.CharField(max_length=250, blank=True)
    source_publisher = models.CharField(max_length=250, blank=True)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source_url = models.URLField("web address of the source", blank=True)

    content_panels = [
        *SharedPage.opening_panels,
        *SharedPage.tagging_panels,
        *panels.CASE_STUDY_PANELS,
        FieldPanel("body"),
        panels.SOURCE_PANEL,
    ]
    search_fields = [*SharedPage.search_fields, index.SearchField("what_changed")]
    template = "casestudies/case_study.html"
    parent_page_types: ClassVar[list[str]] = ["casestudies.CaseStudyIndex"]
    added_words = frozenset(
        {
            *("cost_amount", "cost_year", "cost_band", "providers"),
            *("base_place", "effect", "effects", "objective_links", "plan_links"),
            *("buying_route", *WEIGHTS, "contract_value", "considered_before", "consulted"),
        }
    )
    added_row_words: ClassVar[Mapping[str, Mapping[str, Any]]] = {"providers": {"tier": Tier.MAIN.value}}

    class Meta:
        verbose_name = "case study"
        verbose_name_plural = "case studies"
        constraints = [
            models.CheckConstraint(
                name="band_of_cost_fits_its_amount",
                condition=band_fits_amount(),
                violation_error_message="The amount belongs to another band of cost.",
            ),
            models.CheckConstraint(
                name="amount_of_cost_has_its_year",
                condition=Q(cost_amount__isnull=True) | Q(cost_year__isnull=False),
                violation_error_message=NO_YEAR_OF_COST,
            ),
            *weight_constraints(),
        ]

    def lacks(self) -> Iterator[tuple[str, str]]:
        """Yield also that it has to say what did not work."""
        if not self.what_did_not_work.strip():
            yield "what_did_not_work", NO_ANSWER
        yield from super().lacks()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the facts in groups, and what is not recorded. A preview shows those of the unsaved form."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if not getattr(request, "is_preview", False):
            prefetch_related_objects([self], *RELATIONS)
        return {**context, **facts_of(self, request)}

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Whether a case study may have this address: some lead to pages about case studies."""
        return slug not in TAKEN and bool(Page._slug_is_available(slug, parent_page, page))

    def clean(self) -> None:
        """Refuse what contradicts itself about cost and weights, beside the field. Raises ValidationError."""
        super().clean()
        problems = weight_problems({name: getattr(self, name) for name in WEIGHTS})
        if self.cost_amount is not None and self.cost_year is None:
            problems["cost_year"] = NO_YEAR_OF_COST
        if self.cost_amount is not None and self.cost_band not in ("", self.band):
            problems["cost_band"] = OTHER_BAND.format(band=band_of(self.cost_amount).label)
        if problems:
            raise ValidationError(problems)

    @property
    def band(self) -> str:
        """The band of the cost: that of the amount, else the one chosen; empty when not recorded."""
        return band_of(self.cost_amount).value if self.cost_amount is not None else self.cost_band

    @property
    def cost_in_figures(self) -> str:
        """The cost as readers read it: '£2,900 (2025)', or as near as it is known; empty when it is not."""
        label = CostBand(self.band).label if self.band else ""
        figure = f"£{self.cost_amount:,}" if self.cost_amount else label
        return f"{figure} ({self.cost_year})" if figure and self.cost_year else figure

    @property
    def marks(self) -> tuple[Mark, Mark, Mark]:
        """The three marks: cost, effect and strength of evidence."""
        return marks_for(**self.marked_by)

    @property
    def marked_by(self) -> dict[str, Any]:
        """What the marks come from."""
        return {
            "band": self.band,
            "cost_in_figures": self.cost_in_figures,
            "in_words": bool(self.cost),
            "effect": self.effect,
            "evidence_strength": self.evidence_strength,
        }


class CaseStudyIndex(IndexPage):
    """The list of case studies, at /case-studies/."""

    listed_model = CaseStudy
    template = "casestudies/case_study_index.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["casestudies.CaseStudy"]

    class Meta:
        verbose_name = "list of case studies"
