from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "outcomes.proposals"
    label = "proposals"
    verbose_name = "Proposals"
