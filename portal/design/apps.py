from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "portal.design"
    label = "design"
    verbose_name = "Design"

    def ready(self) -> None:
        """Keep scripts out of Wagtail's pages."""
        from portal.design.choosers import without_inline_scripts

        without_inline_scripts()
