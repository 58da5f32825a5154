from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "partners.signing"
    label = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        """Start listening."""
        from partners.signing import handlers
        from partners.signing.links import handlers as link_handlers
        from partners.signing.links import logs as link_logs

        handlers.connect()
        link_handlers.connect()
        link_logs.connect()
