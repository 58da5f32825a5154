from django.apps import AppConfig


class SavedSearchesConfig(AppConfig):
    name = "search.saved"
    label = "saved_searches"
    verbose_name = "Saved searches"

    def ready(self) -> None:
        """Hear of what is published, look at letters once more, and go on at what a place becomes."""
        from partners.mail import last_look
        from partners.places.editions import moving
        from search.saved import hearing
        from search.saved.letters import PREFIX, still_right
        from search.saved.models import Condition

        hearing.connect()
        last_look.before(PREFIX, still_right)
        moving.moves(Condition, "place", label="Saved searches", once_per=("search", "facet"), together=True)
