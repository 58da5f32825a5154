"""Nobody reads what is another partner's by any address, whatever the address was made for."""

import re

import pytest

from portal.access.routes import all_routes
from search.rebuild import rebuild
from tests.portal.access.addresses import ENDS_THE_VISIT, among_ours, filled
from tests.portal.access.world import ROLES, make_world

pytestmark = [
    pytest.mark.django_db,
    # Searches and downloads answer from an index: what they find is asked for as well.
    pytest.mark.usefixtures("site", "search_index"),
    # Wagtail's previews of pictures leave closing to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
# What signs out, what has no name, and what takes a path and no parts: pages of the public site and their
# files, which tests of their own ask.
NOT_ASKED = {*ENDS_THE_VISIT, "", "wagtail_serve", "wagtaildocs_serve"}
SEARCH = "q=canary&search_query=canary"


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_a_word_of_theirs(client, role, settings, tmp_path):
    settings.MEDIA_ROOT = settings.DOCUMENTS_ROOT = tmp_path
    world = make_world()
    rebuild()
    if world.people[role]:
        client.force_login(world.people[role])
    words = re.compile("|".join(sorted(world.canaries)), re.IGNORECASE)
    found, asked, broken = [], set(), []
    for name, address, status, text in answers(client, world):
        asked.add(name)
        if status >= 500:
            broken.append((name, address, status))
        if hit := words.search(text):
            found.append((name, address, hit.group()))
    assert not found, "\n".join(map(str, found))
    assert broken == []
    assert every_name() - asked == NOT_ASKED
    print(f"{role}: {len(asked)} addresses")  # noqa: T201  # the number is part of the evidence


def test_operators_get_an_answer_from_every_address(client, settings, tmp_path):
    """Nothing is hidden from them, but nothing may break either."""
    settings.MEDIA_ROOT = settings.DOCUMENTS_ROOT = tmp_path
    world = make_world()
    rebuild()
    client.force_login(world.people["operator"])
    found = [(name, address, status) for name, address, status, _ in answers(client, world)]
    assert [each for each in found if each[2] >= 500] == []
    assert every_name() - {name for name, _, _ in found} == NOT_ASKED


def answers(client, world):
    """Ask every address, lists also with words to search for. Yield name, address, status and text."""
    client.raise_request_exception = False
    for name, address in [*filled(world), *among_ours(world)]:
        for more in ("", SEARCH) if takes_a_search(name) else ("",):
            asked = f"{address}{'&' if '?' in address else '?'}{more}" if more else address
            response = client.get(asked)
            text = b"".join(response.streaming_content) if response.streaming else response.content
            response.close()
            # What the visitor typed may come back.
            shown = text.decode(errors="replace").replace(address, "").replace("q=canary", "")
            yield name, asked, response.status_code, shown


def every_name():
    """The names of all addresses."""
    return {route.name for route in all_routes()}


def takes_a_search(name):
    """Whether an address shows a list that can be searched."""
    return any(word in name for word in ("index", "list", "choose", "search", "explore", "suggest", "find"))
