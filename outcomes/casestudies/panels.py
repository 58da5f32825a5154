"""The editor's groups of fields of a case study, in the order in which people tell it."""

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
)

from outcomes.casestudies.choosers import ObjectiveChooser, PlanChooser

CASE_STUDY_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("for_whom"),
            FieldPanel("base_place"),
            FieldPanel("what_changed"),
            FieldPanel("what_did_not_work"),
            FieldRowPanel([FieldPanel("effect"), FieldPanel("evidence_strength"), FieldPanel("year")]),
            FieldPanel("contact"),
        ],
        heading="What happened",
    ),
    InlinePanel(
        "effects",
        heading="What was measured",
        label="measured effect",
        help_text="Before and after, as it was counted. A case study needs none.",
    ),
    MultiFieldPanel(
        [
            FieldPanel("cost"),
            FieldRowPanel([FieldPanel("cost_amount"), FieldPanel("cost_year"), FieldPanel("cost_band")]),
        ],
        heading="What it cost",
    ),
    InlinePanel(
        "providers",
        heading="Who provided it",
        label="provider",
        help_text="Who did the work, partners of this page or not, and of which sector they are.",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("buying_route"), FieldPanel("contract_value")]),
            FieldRowPanel(
                [
                    FieldPanel("price_weight"),
                    FieldPanel("quality_weight"),
                    FieldPanel("social_value_weight"),
                ]
            ),
            FieldPanel("considered_before"),
            FieldPanel("consulted"),
        ],
        heading="How it was bought, if it was",
        classname="collapsed",
    ),
    MultipleChooserPanel(
        "objective_links",
        chooser_field_name="objective",
        heading="Objectives that it serves",
        label="objective",
        panels=[FieldPanel("objective", widget=ObjectiveChooser)],
    ),
    MultipleChooserPanel(
        "plan_links",
        chooser_field_name="plan",
        heading="Joint plans that it serves",
        label="plan",
        panels=[FieldPanel("plan", widget=PlanChooser)],
    ),
]
SOURCE_PANEL = MultiFieldPanel(
    [
        FieldPanel("source_title"),
        FieldPanel("source_publisher"),
        FieldRowPanel([FieldPanel("source_year"), FieldPanel("source_url")]),
    ],
    heading="Source, when this retells something published",
    classname="collapsed",
)
