from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "partners.sharing"
    label = "sharing"
    verbose_name = "Shared pages"

    def ready(self) -> None:
        """Start listening."""
        from partners.sharing import handlers

        handlers.connect()
