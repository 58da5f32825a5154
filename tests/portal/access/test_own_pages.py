"""Pages about what is ours name nothing and nobody of theirs: not in lists, filters, counts or scripts."""

import re

import pytest
from django.utils import timezone
from wagtail.models import Page

from partners.agencies.models import Role
from partners.people.models import User
from tests.factories import MembershipFactory
from tests.portal.access.addresses import filled
from tests.portal.access.world import World, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("site"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
# Lists as they open, searched, and filtered by a person of theirs.
WAYS = ("", "?q=canary&search_query=canary", "?owner={them}&user={them}&edited_by={them}")
# What people read of themselves: their name, the group that they have registered, the searches they saved.
OF_ONESELF = {"canaryname", "canarysurname", "canarygroup", "canaryrole", "canarysaved"}
# And of lists that they made for a partner, as long as they belong to it.
OF_MEMBERS = {"canarylist"}


def somebody(world, client, who):
    """Sign in; return the words that this person must not read."""
    if who in Role.values:
        client.force_login(world.people[who])
        return world.canaries
    author = User.objects.get(pk=world.theirs["user"])
    Page.objects.filter(pk=world.theirs["page"]).update(
        locked=True, locked_by=author, locked_at=timezone.now()
    )
    us = world.people[Role.EDITOR].memberships.get().partner
    oneself = OF_ONESELF | OF_MEMBERS
    if who == "came over from theirs":
        author.memberships.all().delete()
        oneself = OF_ONESELF
    MembershipFactory(user=author, partner=us, role=Role.EDITOR)
    client.force_login(author)
    client.post("/admin/acting/", {"partner": us.pk})
    return world.canaries - oneself


@pytest.mark.parametrize("who", [Role.EDITOR, Role.ADMIN, "came over from theirs", "belongs to both"])
def test_no_page_of_ours_shows_a_word_of_theirs(client, settings, tmp_path, who):
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    words = re.compile("|".join(sorted(somebody(world, client, who))), re.IGNORECASE)
    found, seen = [], set()
    for name, address in filled(World(world.people, world.ours, world.ours, world.ours)):
        for way in WAYS if address.startswith("/admin/") else ("",):
            asked = address + way.format(them=world.theirs["user"])
            answer = client.get(asked)
            text = b"".join(answer.streaming_content) if answer.streaming else answer.content
            answer.close()
            if answer.status_code == 200:
                seen.add(name)
            shown = text.decode(errors="replace").replace(asked, "").replace("q=canary", "")
            if hit := words.search(shown):
                found.append((name, asked, shown[max(0, hit.start() - 80) : hit.end() + 20]))
    assert not found, "\n".join(map(str, found))
    assert len(seen) > 40
    print(f"{who}: {len(seen)} addresses")  # noqa: T201  # the number is part of the evidence
