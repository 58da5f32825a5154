from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "partners.agencies"
    label = "agencies"
    verbose_name = "Partners"

    def ready(self) -> None:
        """Say that the places which a partner serves follow them into what they become."""
        from partners.agencies.models import Partner
        from partners.places.editions import moving

        served = Partner.serves.through
        moving.moves(served, "place", label="Places served", once_per=("partner",), thing="partner")
