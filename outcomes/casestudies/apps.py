from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "outcomes.casestudies"
    label = "casestudies"
    verbose_name = "Case studies"
