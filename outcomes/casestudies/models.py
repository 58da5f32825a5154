"""Case studies: what was done, for whom, at what cost, what changed and what did not work."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from outcomes.pages import IndexPage, SharedPage


class EvidenceStrength(models.TextChoices):
    """How well it is known that something worked, from weakest to strongest."""

    OWN_ACCOUNT = "own_account", "Own account"
    FOLLOWED_UP = "followed_up", "Followed up"
    COMPARED = "compared", "Compared"
    INDEPENDENT = "independent", "Independently evaluated"


class CaseStudy(SharedPage):
    """What one or more partners did, and what came of it. An empty field means 'not recorded'."""

    kind = "case_study"
    kind_label = "Case study"
    kind_label_plural = "Case studies"
    kind_order = 3
    # It tells what happened, which changes less than what is planned.
    review_months = 24

    for_whom = models.TextField(blank=True, help_text="Who it was for, and how many they were.")
    cost = models.TextField(blank=True, help_text="How much, over how long, from whose money.")
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
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
    )
    contact = models.CharField(max_length=200, blank=True, help_text="A team, rather than a person.")
    source_title = models.CharField(max_length=250, blank=True)
    source_publisher = models.CharField(max_length=250, blank=True)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source_url = models.URLField("web address of the source", blank=True)

    content_panels = [
        *SharedPage.opening_panels,
        *SharedPage.tagging_panels,
        MultiFieldPanel(
            [
                FieldPanel("for_whom"),
                FieldPanel("what_changed"),
                FieldPanel("what_did_not_work"),
                FieldPanel("cost"),
                FieldRowPanel([FieldPanel("evidence_strength"), FieldPanel("year")]),
                FieldPanel("contact"),
            ],
            heading="What happened",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_publisher"),
                FieldRowPanel([FieldPanel("source_year"), FieldPanel("source_url")]),
            ],
            heading="Source, when this retells something published",
            classname="collapsed",
        ),
    ]
    search_fields = [*SharedPage.search_fields, index.SearchField("what_changed")]
    template = "casestudies/case_study.html"
    parent_page_types: ClassVar[list[str]] = ["casestudies.CaseStudyIndex"]

    class Meta:
        verbose_name = "case study"
        verbose_name_plural = "case studies"


class CaseStudyIndex(IndexPage):
    """The list of case studies, at /case-studies/."""

    listed_model = CaseStudy
    template = "casestudies/case_study_index.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["casestudies.CaseStudy"]

    class Meta:
        verbose_name = "list of case studies"
