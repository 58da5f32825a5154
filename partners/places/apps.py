from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "partners.places"
    label = "places"
    verbose_name = "Places"
