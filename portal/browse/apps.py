from django.apps import AppConfig


class BrowseConfig(AppConfig):
    name = "portal.browse"
    label = "browse"
    verbose_name = "Place, theme and partner pages"
