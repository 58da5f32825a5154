"""Objectives: what the partners of a place have agreed that they want there."""

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from outcomes.pages import IndexPage, SharedPage


class ObjectiveStatus(models.TextChoices):
    """How far an objective has come."""

    DRAFT = "draft", "Draft"
    CONSULTING = "consulting", "Consulting"
    AGREED = "agreed", "Agreed"
    ACHIEVED = "achieved", "Achieved"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Objective(SharedPage):
    """A shared local social-value objective."""

    kind = "objective"
    kind_label = "Objective"
    kind_label_plural = "Objectives"
    kind_order = 1

    reference = models.CharField(
        max_length=40,
        blank=True,
        help_text="Short and lasting, such as LEEDS-3. One under another extends its reference: LEEDS-3.2.",
    )
    status = models.CharField(max_length=20, choices=ObjectiveStatus, default=ObjectiveStatus.DRAFT)
    why_here = models.TextField("why it matters here", blank=True)
    who_was_involved = models.TextField(
        "who was involved in defining it",
        blank=True,
        help_text="Residents, voluntary groups, people who use the service, staff: who had a say, and how.",
    )
    long_term_outcome = models.TextField(
        blank=True, help_text="What will be different here in five or ten years if this works."
    )

    content_panels = [
        *SharedPage.opening_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reference"), FieldPanel("status")]),
                FieldPanel("why_here"),
                FieldPanel("who_was_involved"),
                FieldPanel("long_term_outcome"),
            ],
            heading="The objective",
        ),
        *SharedPage.tagging_panels,
        FieldPanel("body"),
    ]
    search_fields = [*SharedPage.search_fields, index.SearchField("reference")]
    template = "objectives/objective.html"
    parent_page_types: ClassVar[list[str]] = ["objectives.ObjectiveIndex"]

    class Meta:
        verbose_name = "objective"
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=~models.Q(reference=""),
                name="one_objective_per_reference",
                violation_error_message="Another objective already has this reference.",
            )
        ]


class ObjectiveIndex(IndexPage):
    """The list of objectives, at /objectives/."""

    listed_model = Objective
    template = "objectives/objective_index.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["objectives.Objective"]

    class Meta:
        verbose_name = "list of objectives"
