from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "partners.agencies"
    label = "agencies"
    verbose_name = "Partners"

    def ready(self) -> None:
        """Take part in what happens to places, answer for pictures and documents, and start listening."""
        from partners.agencies import handlers, media_policy

        places_served_move()
        answer_for_media()
        media_policy.offer_no_popular_tags()
        handlers.connect()


def places_served_move() -> None:
    """Say that the places which a partner serves follow them into what they become."""
    from partners.agencies.models import Partner
    from partners.places.editions import moving

    served = Partner.serves.through
    moving.moves(served, "place", label="Places served", once_per=("partner",), thing="partner")


def answer_for_media() -> None:
    """Let memberships decide whose pictures and documents are whose."""
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail.permissions import register_permission_policy

    from partners.agencies.media_policy import PartnerMediaPolicy

    for model in (get_image_model(), get_document_model()):
        # Of exactly this class, which counts for more than the policies that Wagtail's own apps register.
        register_permission_policy(model, PartnerMediaPolicy(model), exact_class=True)
