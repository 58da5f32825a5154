from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "partners.following"
    label = "following"
    verbose_name = "Following"
