"""Nobody changes what is another partner's by any address, whatever the address was made for."""

import hashlib
from pathlib import Path

import pytest
from django.apps import apps

from partners.agencies.models import Role
from partners.signing.words import words_now
from tests.portal.access.addresses import among_ours, filled
from tests.portal.access.world import ROLES, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("site"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
# As much of a form as many views look for.
FORM = {
    "title": "Changed",
    "name": "Changed",
    "action": "publish",
    "confirm": "yes",
    "cascade": "on",
    "next": "/",
    "role": "admin",
    "text": "Changed",
    "new_title": "Changed",
    "new_slug": "changed",
    "restriction_type": "login",
    "locked": "on",
    "statement": "Changed",
    "decision": "approved",
    "words": "Changed",
    "reason": "Changed",
    "explanation": "Changed",
    "is_sure": "on",
    "how": "off",
    "based_on": "",
}


OTHERS = ("visitor", Role.EDITOR, Role.ADMIN)
WAYS = [("post", role) for role in ROLES]
WAYS += [(method, role) for method in ("put", "patch", "delete") for role in OTHERS]
REFUSED = {400, 403, 404, 405, 410}


@pytest.mark.parametrize(("method", "role"), WAYS)
def test_no_address_changes_a_row_or_a_file_of_theirs(client, method, role, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    if world.people[role]:
        client.force_login(world.people[role])
    client.raise_request_exception = False
    # Whoever knew what stands there could send a form that is about these very words.
    form = {**FORM, "common": words_now(world.theirs["page"]).digest, "search": world.theirs["search"]}
    before = {**rows(world), **files(tmp_path)}
    changed, asked = [], set()
    for name, address in every_address(world):
        asked.add(name)
        response = getattr(client, method)(address, form)
        response.close()
        if response.status_code in REFUSED:
            continue
        after = {**rows(world), **files(tmp_path)}
        if any(after.get(key) != digest for key, digest in before.items()):
            changed.append((method, name, address))
            before = after
    assert {**rows(world), **files(tmp_path)} == before
    assert not changed, "\n".join(map(str, changed))
    assert len(asked) > 250


def every_address(world):
    """The addresses with their things in them, and those that take many with theirs hidden among ours."""
    yield from filled(world)
    yield from among_ours(world)


def rows(world):
    """A digest of everything of theirs in the database, by table."""
    theirs = world.theirs
    wanted = {
        "wagtailcore.Page": {"pk": theirs["page"]},
        "casestudies.CaseStudy": {"pk": theirs["page"]},
        "wagtailcore.Revision": {"object_id": str(theirs["page"])},
        "wagtailcore.Comment": {"page": theirs["page"]},
        "wagtailcore.PageViewRestriction": {"page": theirs["page"]},
        "sharing.Share": {"page": theirs["page"]},
        "sharing.ShareInvitation": {"page": theirs["page"]},
        "parts.PartVersion": {"partner": theirs["partner"]},
        "parts.PublishedPart": {"partner": theirs["partner"]},
        "parts.PartSuggestion": {"page": theirs["page"]},
        "signing.SignOff": {"page": theirs["page"]},
        "signing.SigningRound": {"page": theirs["page"]},
        "signing.PageState": {"page": theirs["page"]},
        "signing.Override": {"page": theirs["page"]},
        "signing.Publication": {"page": theirs["page"]},
        "signing.Withdrawal": {"page": theirs["page"]},
        "signing.Looking": {"round__page": theirs["page"]},
        "media.CustomImage": {"pk": theirs["image"]},
        "media.CustomDocument": {"pk": theirs["document"]},
        "agencies.Partner": {"pk": theirs["partner"]},
        "agencies.PartnerContact": {"partner": theirs["partner"]},
        "registrations.Registration": {"pk": theirs["registration"]},
        "agencies.Membership": {"partner": theirs["partner"]},
        "members.Invitation": {"partner": theirs["partner"]},
        "members.JoinRequest": {"partner": theirs["partner"]},
        "members.MailDomain": {"partner": theirs["partner"]},
        "notices.Notice": {"person": theirs["user"]},
        "notices.NoticePreference": {"person": theirs["user"]},
        "people.User": {"pk": theirs["user"]},
        "saved_searches.Subscriber": {"user": theirs["user"]},
        "saved_searches.SavedSearch": {"pk": theirs["search"]},
        "wagtailcore.Collection": {"pk": theirs["collection"]},
        "wagtailcore.CommentReply": {"comment": theirs["comment"]},
        "wagtailadmin.EditingSession": {"pk": theirs["session"]},
        "wagtailcore.UploadedFile": {"pk": theirs["upload"]},
        "collections.Collection": {"pk": theirs["gathered"]},
        "collections.CollectedItem": {"collection": theirs["gathered"]},
        "casestudy_sheets.SheetUpload": {"pk": theirs["sheet"]},
        "proposals.Proposal": {"reference": theirs["proposal"]},
    }
    return {name: digest(apps.get_model(name), where) for name, where in wanted.items()}


def digest(model, where):
    """A digest of the rows of a table that meet a condition."""
    return hashlib.sha256(
        repr(list(model.objects.filter(**where).order_by("pk").values())).encode()
    ).hexdigest()


def files(folder: Path):
    """A digest of every file that there is."""
    return {
        str(file): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*canary*")
        if file.is_file()
    }
