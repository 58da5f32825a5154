"""Nobody reads what is another partner's by any address, whatever the address was made for."""

import re

import pytest

from tests.portal.access.addresses import filled
from tests.portal.access.world import ROLES, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("site"),
    # Wagtail's previews of pictures leave closing to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SEARCH = "?q=canary&search_query=canary"


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_a_word_of_theirs(client, role, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    if world.people[role]:
        client.force_login(world.people[role])
    client.raise_request_exception = False
    words = re.compile("|".join(sorted(world.canaries)), re.IGNORECASE)
    found, asked, broken = [], set(), []
    for name, address in filled(world):
        asked.add(name)
        for more in ("", SEARCH) if takes_a_search(name) else ("",):
            response = client.get(address + more)
            if response.status_code >= 500:
                broken.append((name, address, response.status_code))
            text = b"".join(response.streaming_content) if response.streaming else response.content
            response.close()
            # What the visitor typed may come back.
            shown = text.decode(errors="replace").replace(address, "").replace("q=canary", "")
            if hit := words.search(shown):
                found.append((name, address + more, hit.group()))
    assert not found, "\n".join(map(str, found))
    assert broken == []
    assert len(asked) > 200
    print(f"{role}: {len(asked)} addresses")  # noqa: T201  # the number is part of the evidence


def takes_a_search(name):
    """Whether an address shows a list that can be searched."""
    return any(word in name for word in ("index", "list", "choose", "search", "explore", "suggest", "find"))
