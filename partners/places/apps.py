from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_delete, post_save


class PlacesConfig(AppConfig):
    name = "partners.places"
    label = "places"
    verbose_name = "Places"

    def ready(self) -> None:
        """Make the rows that name pages' places known, hear of changed names, say what ended places keep."""
        from partners.places import tagging  # noqa: F401  # registers its model when imported
        from partners.places.editions import relations
        from partners.places.editions.checks import check_moving_rules
        from partners.places.models import Place
        from partners.places.vocabulary import forget_names

        post_save.connect(forget_names, sender=Place, dispatch_uid="forget_names")
        post_delete.connect(forget_names, sender=Place, dispatch_uid="forget_names")
        relations.declare()
        register(check_moving_rules)
