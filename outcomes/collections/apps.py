from django.apps import AppConfig


class CollectionsConfig(AppConfig):
    name = "outcomes.collections"
    label = "collections"
    verbose_name = "Lists of case studies"

    def ready(self) -> None:
        """Say what becomes of lists when people leave, and when accounts and partners go."""
        from outcomes.collections import handlers

        handlers.connect()
