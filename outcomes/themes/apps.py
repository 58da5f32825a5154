from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "outcomes.themes"
    label = "themes"
    verbose_name = "Themes"
