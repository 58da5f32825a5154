from django.apps import AppConfig


class BrowseConfig(AppConfig):
    name = "portal.browse"
    label = "browse"
    verbose_name = "Place, theme and partner pages"

    def ready(self) -> None:
        """Register the check of the settings."""
        from portal.browse import checks  # noqa: F401  # registers itself when imported
