"""Joint plans: what several partners will do and buy together."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from outcomes.cards import page_cards
from outcomes.objectives.models import Objective
from outcomes.pages import CARD_RELATIONS, IndexPage, SharedPage
from outcomes.plans.commitments import COMMITMENTS

ENDS_TOO_EARLY = "The plan must end after it starts."


class JointPlan(SharedPage):
    """A commissioning plan of several partners."""

    kind = "plan"
    kind_label = "Joint plan"
    kind_label_plural = "Joint plans"
    kind_order = 2
    part_kind = COMMITMENTS

    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    objectives = ParentalManyToManyField(
        Objective, blank=True, related_name="plans", verbose_name="objectives served"
    )

    content_panels = [
        *SharedPage.opening_panels,
        MultiFieldPanel([FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])], heading="Period"),
        *SharedPage.tagging_panels,
        FieldPanel("objectives"),
        FieldPanel("body"),
    ]
    template = "plans/joint_plan.html"
    parent_page_types: ClassVar[list[str]] = ["plans.JointPlanIndex"]

    class Meta:
        verbose_name = "joint plan"
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=ENDS_TOO_EARLY,
            )
        ]

    def clean(self) -> None:
        """Refuse a plan that ends before it starts, beside the field. Raises ValidationError."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": ENDS_TOO_EARLY})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add cards of the objectives served that anybody may read."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # In a preview the relation holds what the form says, which is no database query yet.
        chosen = [objective.pk for objective in self.objectives.all()]
        readable = Objective.objects.live().public().filter(pk__in=chosen)
        served = readable.order_by("reference", "title").prefetch_related(*CARD_RELATIONS)
        return {**context, "objectives": page_cards(served, request)}


class JointPlanIndex(IndexPage):
    """The list of joint plans, at /plans/."""

    listed_model = JointPlan
    template = "plans/joint_plan_index.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["plans.JointPlan"]

    class Meta:
        verbose_name = "list of joint plans"
