from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "partners.agencies"
    label = "agencies"
    verbose_name = "Partners"
