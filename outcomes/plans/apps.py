from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "outcomes.plans"
    label = "plans"
    verbose_name = "Joint plans"
