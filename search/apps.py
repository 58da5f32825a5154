from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Listen to what changes content."""
        from search import handlers, moved
        from search.suggestions import named

        handlers.connect(self)
        moved.connect()
        named.connect()
