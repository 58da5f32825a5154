from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "outcomes.proposals"
    label = "proposals"
    verbose_name = "Proposals"

    def ready(self) -> None:
        """Say that proposals follow their place into what it becomes."""
        from outcomes.proposals.models import Proposal
        from partners.places.editions import moving

        moving.moves(Proposal, "place", label="Proposals")
