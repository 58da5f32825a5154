"""What a partner says of itself in public, and saving it without undoing what somebody else saved."""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.db import transaction
from wagtail.log_actions import log

from partners.agencies import rules
from partners.agencies.models import Partner, PartnerContact
from partners.people.models import User
from partners.places.models import Place

PLACES = "Places it serves"
CONTACTS = "Contacts"


@dataclass(frozen=True)
class Contact:
    """Somebody, or a team, whom the public may write to or ring."""

    name: str
    purpose: str
    email: str
    phone: str

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.purpose, self.email, self.phone)))


@dataclass(frozen=True)
class Details:
    """The public facts that a partner keeps itself. Places by code, in order of the codes."""

    summary: str
    website: str
    places: tuple[str, ...]
    contacts: tuple[Contact, ...]

    @property
    def version(self) -> str:
        """A digest: another one as soon as anything differs."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()

    def words(self) -> dict[str, str]:
        """Return each fact as text, by its label, for comparing."""
        labels = dict(Place.objects.filter(code__in=self.places).values_list("code", "name"))
        return {
            "What it does": self.summary,
            "Web site": self.website,
            PLACES: ", ".join(labels.get(code, code) for code in self.places),
            CONTACTS: "; ".join(map(str, self.contacts)),
        }


class SavedMeanwhile(Exception):  # noqa: N818  # says what happened; it is no error of whoever saves
    """Somebody else saved the details while these were written. `now` is what they say now."""

    def __init__(self, now: Details) -> None:
        super().__init__("The details were saved by somebody else meanwhile.")
        self.now = now


def details_of(partner: Partner) -> Details:
    """Return what a partner says of itself now; three queries."""
    stored = Partner.objects.get(pk=partner.pk)
    contacts = PartnerContact.objects.filter(partner=partner)
    return Details(
        summary=stored.summary,
        website=stored.website,
        places=tuple(sorted(stored.serves.order_by().values_list("code", flat=True))),
        contacts=tuple(Contact(each.name, each.purpose, each.email, each.phone) for each in contacts),
    )


@transaction.atomic
def change_details(*, partner: Partner, details: Details, seen: str, by: User) -> bool:
    """Save what a partner says of itself; `seen` is the version that was changed. Returns whether it differs.

    Places are saved only where this person may choose them. Raises NotAllowed, SavedMeanwhile.
    """
    stored = Partner.objects.select_for_update().get(pk=partner.pk)
    rules.check_can_edit(by, stored)
    now = details_of(stored)
    if now.version != seen:
        raise SavedMeanwhile(now)
    if details == now:
        return False
    stored.summary, stored.website = details.summary, details.website
    if rules.may_choose_places(by, stored):
        stored.serves.set(list(Place.objects.filter(code__in=details.places)))
    stored.save()
    PartnerContact.objects.filter(partner=stored).delete()
    PartnerContact.objects.bulk_create(
        PartnerContact(partner=stored, position=position, **asdict(contact))
        for position, contact in enumerate(details.contacts)
    )
    log(instance=stored, action="wagtail.edit", user=by, content_changed=True)
    return True
