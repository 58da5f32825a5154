from django.apps import AppConfig


class NeighbourhoodsConfig(AppConfig):
    name = "partners.neighbourhoods"
    label = "neighbourhoods"
    verbose_name = "Neighbourhoods"

    def ready(self) -> None:
        """Say what becomes of neighbourhoods when an official area ends, and listen for changes."""
        from partners.neighbourhoods import handlers
        from partners.neighbourhoods.models import Neighbourhood, NeighbourhoodPart
        from partners.places.editions import moving

        # The district follows from the parts or the drawing when the links are worked out anew.
        moving.stays(Neighbourhood, "place", "district")
        moving.moves(
            NeighbourhoodPart,
            "place",
            label="Parts of neighbourhoods",
            once_per=("neighbourhood",),
            thing="neighbourhood",
        )
        handlers.connect()
