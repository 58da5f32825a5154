from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "partners.media"
    label = "media"
    verbose_name = "Images and documents"
