"""Every page of the admin says for which partner its reader acts, whichever room it belongs to."""

import re

import pytest

from partners.agencies.models import Role
from tests.factories import MembershipFactory, PartnerFactory
from tests.portal.access.addresses import filled
from tests.portal.access.world import World, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("site"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
BAR = re.compile(r'<section class="cw-acting".*?</section>', re.DOTALL)
WHO = re.compile(r"You act for <strong>(.*?)</strong>")
# What a page of the site will look like, which editors see inside the editor or in a window of its own.
PREVIEWS = {
    "sharing:draft",
    "signing:text",
    "wagtailadmin_block_preview",
    "wagtailadmin_pages:preview_on_add",
    "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:revisions_view",
    "wagtailadmin_pages:view_draft",
}


def own_world():
    """A world in which the addresses are filled with what is ours."""
    world = make_world()
    return World(world.people, world.ours, world.ours, world.ours)


def pages(client, world):
    """Yield name and text of every address of the admin that answers with a whole page."""
    for name, address in filled(world):
        if not address.startswith("/admin/"):
            continue
        answer = client.get(address)
        kind = answer.headers.get("content-type", "")
        if answer.status_code == 200 and kind.startswith("text/html") and not answer.streaming:
            text = answer.content.decode()
            if "</html>" in text:
                yield name, text


@pytest.mark.parametrize(("role", "least"), [(Role.EDITOR, 20), (Role.ADMIN, 25), ("operator", 60)])
def test_every_page_names_the_partner_once(client, settings, tmp_path, role, least):
    settings.MEDIA_ROOT = tmp_path
    world = own_world()
    person, other = world.people[role], PartnerFactory(name="The other partner")
    chosen = MembershipFactory(user=person, partner__name="The chosen partner", role=Role.ADMIN).partner
    MembershipFactory(user=person, partner=other)
    client.force_login(person)
    if role != "operator":
        client.post("/admin/acting/", {"partner": person.memberships.order_by("pk")[0].partner_id})
        chosen = person.memberships.order_by("pk")[0].partner
    seen, wrong = set(), []
    for name, text in pages(client, world):
        if name in PREVIEWS:
            continue
        seen.add(name)
        bars = BAR.findall(text)
        if len(bars) != 1 or WHO.findall(bars[0]) != [chosen.name] or other.name not in bars[0]:
            wrong.append(name)
    assert wrong == []
    assert len(seen) >= least, sorted(seen)
    print(f"{role}: {len(seen)} pages")  # noqa: T201  # the number is part of the evidence
