from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "partners.sharing"
    label = "sharing"
    verbose_name = "Shared pages"

    def ready(self) -> None:
        """Answer for all pages, and start listening."""
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from partners.notices.visibility import readable_when
        from partners.sharing import filters, handlers, letters
        from partners.sharing.page_policy import SharedPagePolicy
        from partners.sharing.telling import knows_of_the_page

        register_permission_policy(Page, SharedPagePolicy(Page))
        handlers.connect()
        letters.connect()
        filters.connect()
        readable_when(knows_of_the_page)
