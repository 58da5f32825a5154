from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class PlacesConfig(AppConfig):
    name = "partners.places"
    label = "places"
    verbose_name = "Places"

    def ready(self) -> None:
        """Make the rows that name pages' places known, whoever uses them, and hear of changed names."""
        from partners.places import tagging  # noqa: F401  # registers its model when imported
        from partners.places.models import Place
        from partners.places.vocabulary import forget_names

        post_save.connect(forget_names, sender=Place, dispatch_uid="forget_names")
        post_delete.connect(forget_names, sender=Place, dispatch_uid="forget_names")
