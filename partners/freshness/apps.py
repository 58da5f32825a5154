from django.apps import AppConfig


class FreshnessConfig(AppConfig):
    name = "partners.freshness"
    label = "freshness"
    verbose_name = "Checks that pages are still right"

    def ready(self) -> None:
        """Start listening."""
        from partners.freshness import handlers

        handlers.connect()
