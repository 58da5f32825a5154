from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "partners.places"
    label = "places"
    verbose_name = "Places"

    def ready(self) -> None:
        """Make the rows that name pages' places known, whoever uses them."""
        from partners.places import tagging  # noqa: F401  # registers its model when imported
