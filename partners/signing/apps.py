from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "partners.signing"
    label = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        """Start listening."""
        from partners.signing import handlers, link_handlers, link_logs

        handlers.connect()
        link_handlers.connect()
        link_logs.connect()
