"""The ways from the results of a search to hearing of what is new in it."""

from django.urls import reverse

from search.request import SearchRequest


def ways_to_hear(request: SearchRequest) -> dict[str, str]:
    """Return where a search is saved, and where anybody asks for alerts by mail."""
    query = request.with_page(1).to_query()
    more = f"?{query}" if query else ""
    return {"save_url": reverse("own_searches:new") + more, "ask_url": reverse("saved_searches:ask") + more}
