from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "partners.following"
    label = "following"
    verbose_name = "Following"

    def ready(self) -> None:
        """Say that follows go on at what a place becomes, without anybody being asked who follows what."""
        from partners.following.models import PlaceFollow
        from partners.places.editions import moving

        moving.moves(PlaceFollow, "place", label="Follows", once_per=("user",), together=True)
