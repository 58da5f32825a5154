from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "partners.people"
    label = "people"
    verbose_name = "People"
