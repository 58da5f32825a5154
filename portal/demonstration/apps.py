from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "portal.demonstration"
    label = "demonstration"
    verbose_name = "Demonstration"

    def ready(self) -> None:
        """Register the checks that keep this away from real sites, and refuse to start in one."""
        from portal.demonstration.checks import refuse_production

        refuse_production()
