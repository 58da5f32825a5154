from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "partners.policy"
    label = "policy"
    verbose_name = "Policy"
