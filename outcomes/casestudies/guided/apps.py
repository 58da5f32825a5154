from django.apps import AppConfig


class GuidedConfig(AppConfig):
    name = "outcomes.casestudies.guided"
    label = "guided"
    verbose_name = "Guided form of case studies"
