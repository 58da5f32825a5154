"""Rows of a case study: who did it, what was measured, and which objectives and plans it serves."""

from django.db import models
from modelcluster.fields import ParentalKey

from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.agencies.models import PartnerKind

PAGE = "casestudies.CaseStudy"
SHORT = 100  # characters of a value with its unit: '41 of 120', '3.2 days'

NO_NAME = "Write who provided it, or remove this row."
NO_SECTOR = "Choose the sector, or remove this row."
NO_MEASURE = "Write what was measured, or remove this row."
NO_AFTER = "Write what it was afterwards, or remove this row."
NO_OBJECTIVE = "Choose an objective, or remove this row."
NO_PLAN = "Choose a plan, or remove this row."


class Tier(models.IntegerChoices):
    """Where in the supply chain somebody did its work."""

    MAIN = 1, "Main provider"
    SECOND = 2, "Works for the main provider"
    FURTHER = 3, "Further down the supply chain"


class InOrder(models.Model):
    """A row that keeps the order in which people put it."""

    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]


class Provider(InOrder):
    """Somebody who did the work that a case study tells of, partner or not."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="providers")
    name = models.CharField(max_length=200, error_messages={"blank": NO_NAME})
    # The sectors are the kinds of partners: one word for one thing.
    sector = models.CharField(max_length=20, choices=PartnerKind, error_messages={"blank": NO_SECTOR})
    tier = models.PositiveSmallIntegerField("place in the supply chain", choices=Tier, default=Tier.MAIN)

    class Meta(InOrder.Meta):
        verbose_name = "provider"
        constraints = [
            models.CheckConstraint(
                name="provider_has_a_tier_of_three",
                condition=models.Q(tier__in=Tier.values),
                violation_error_message="Choose one of the three places in the supply chain.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MeasuredEffect(InOrder):
    """One thing that was measured: what it was before, where that is known, and afterwards."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="effects")
    measure = models.CharField(
        "what was measured",
        max_length=200,
        error_messages={"blank": NO_MEASURE},
        help_text="For example: people who say that they are often lonely.",
    )
    before = models.CharField(
        max_length=SHORT, blank=True, help_text="With its unit: '41 of 120', '3.2 days'. Empty: not measured."
    )
    after = models.CharField(max_length=SHORT, error_messages={"blank": NO_AFTER})
    how_measured = models.CharField(
        max_length=300, blank=True, help_text="Who was asked or counted, when, and by whom."
    )
    source = models.CharField(max_length=250, blank=True, help_text="Where this can be read.")
    source_url = models.URLField("web address of the source", blank=True)

    class Meta(InOrder.Meta):
        verbose_name = "measured effect"

    def __str__(self) -> str:
        return f"{self.measure}: {self.before or 'not measured'} → {self.after}"


class ObjectiveLink(InOrder):
    """An objective that a case study speaks to."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="objective_links")
    objective = models.ForeignKey(
        Objective,
        on_delete=models.CASCADE,
        related_name="case_study_links",
        error_messages={"blank": NO_OBJECTIVE},
    )

    class Meta(InOrder.Meta):
        verbose_name = "objective"
        constraints = [
            models.UniqueConstraint(
                fields=["page", "objective"],
                name="a_case_study_names_an_objective_once",
                violation_error_message="This objective is already chosen.",
            )
        ]

    def __str__(self) -> str:
        return str(self.objective)


class PlanLink(InOrder):
    """A joint plan that a case study speaks to."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="plan_links")
    plan = models.ForeignKey(
        JointPlan,
        on_delete=models.CASCADE,
        related_name="case_study_links",
        error_messages={"blank": NO_PLAN},
    )

    class Meta(InOrder.Meta):
        verbose_name = "joint plan"
        constraints = [
            models.UniqueConstraint(
                fields=["page", "plan"],
                name="a_case_study_names_a_plan_once",
                violation_error_message="This plan is already chosen.",
            )
        ]

    def __str__(self) -> str:
        return str(self.plan)
