from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "portal.demonstration"
    label = "demonstration"
    verbose_name = "Demonstration"

    def ready(self) -> None:
        """Register the check that keeps this away from real sites."""
        from portal.demonstration import checks  # noqa: F401  # registers itself when imported
