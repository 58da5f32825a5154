from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PartsConfig(AppConfig):
    name = "partners.parts"
    label = "parts"
    verbose_name = "Parts of shared pages"

    def ready(self) -> None:
        """Have the database itself refuse changes to what was said, and start listening."""
        from partners.parts import handlers
        from partners.parts.triggers import install_triggers

        post_migrate.connect(install_triggers, sender=self)
        handlers.connect()
