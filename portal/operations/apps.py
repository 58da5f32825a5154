from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "portal.operations"
    label = "operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        """Let the audit hear of what changes."""
        from portal.operations import audited

        audited.connect()
