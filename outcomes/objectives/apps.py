from django.apps import AppConfig


class ObjectivesConfig(AppConfig):
    name = "outcomes.objectives"
    label = "objectives"
    verbose_name = "Objectives"
