from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "partners.audit"
    label = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        """Have the database itself refuse changes to what was recorded."""
        from partners.audit.triggers import install_triggers

        post_migrate.connect(install_triggers, sender=self)
