"""Partners of one page, with somebody who writes and somebody who signs for each, and what they do."""

from dataclasses import dataclass, replace

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from partners.agencies.models import Role
from partners.parts.services import save_part
from partners.sharing.relations import forget_relations
from partners.signing import overrides, rounds, withdrawals
from partners.signing.decisions import Answer, Seen, decide
from partners.signing.models import Decision
from partners.signing.words import words_now
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory, as_acting_for, make_page, theme


@dataclass
class Together:
    """A page of several partners, and their people."""

    page: object
    partners: list[object]
    writers: dict[int, object]
    approvers: dict[int, object]

    def another(self, **fields):
        """Another draft of the same partners and people."""
        page = a_draft(self.partners, **fields)
        for person in (*self.writers.values(), *self.approvers.values()):
            forget_relations(person)
        return replace(self, page=page)

    def write(self, **fields):
        """The lead's editor saves other words."""
        page = self.page.specific_class.objects.get(pk=self.page.pk).get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision(user=self.writers[self.partners[0].pk])

    def say(self, partner, content, at):
        """An editor of a partner writes its own part."""
        writer = self.writers[partner.pk]
        save_part(page=self.page, by=writer, at=at, content=content, based_on=self.part_of(partner))

    def part_of(self, partner):
        """The key of a partner's latest part."""
        part = words_now(self.page.pk).parts.get(partner.pk)
        return part.pk if part else None

    def submit(self, at, **more):
        """The lead's editor asks all to sign."""
        rounds.submit(page=self.page, by=self.writers[self.partners[0].pk], at=at, **more)

    def decide(self, partner, at, decision=Decision.APPROVED, words=""):
        """An approver of a partner decides about the words of now."""
        return decide(
            page=self.page,
            by=self.approvers[partner.pk],
            at=at,
            answer=Answer(decision, words),
            seen=self.seen_by(partner),
        )

    def seen_by(self, partner):
        """What an approver of a partner has before their eyes now."""
        now = words_now(self.page.pk)
        return Seen(now.digest, now.part_digest(partner.pk))

    def all_sign(self, at):
        """Every partner signs."""
        for partner in self.partners:
            self.decide(partner, at)

    def publish(self, at, **fields):
        """Other words, submitted and signed by all: they are on the site."""
        self.write(**fields)
        self.submit(at)
        self.all_sign(at)

    def override(self, partner, at, reason):
        """A convening partner lets the page go live without the signatures that are missing."""
        return overrides.override(
            page=self.page,
            by=self.approvers[partner.pk],
            at=at,
            reason=reason,
            seen=self.seen_by(partner),
        )

    def take_off(self, at, explanation, *, in_error=False):
        """The lead's approver takes the page off the site."""
        by = self.approvers[self.partners[0].pk]
        withdrawals.take_off(page=self.page, by=by, at=at, explanation=explanation, in_error=in_error)


def a_page_together(*names, model=Objective, **fields):
    """Return a draft that partners of these names have together; the first leads, and convenes there."""
    partners = [PartnerFactory(name=name, is_convening=not number) for number, name in enumerate(names)]
    places = fields.setdefault("places", [PlaceFactory()])
    partners[0].serves.set(places)
    partners[0].save()
    return Together(
        a_draft(partners, model=model, **fields),
        partners,
        {partner.pk: acting(partner, Role.EDITOR) for partner in partners},
        {partner.pk: acting(partner, Role.APPROVER) for partner in partners},
    )


def a_draft(partners, *, model=Objective, **fields):
    """Return a draft that names these partners and lacks nothing; the first leads."""
    fields.setdefault("places", [PlaceFactory()])
    fields.setdefault("themes", [theme("loneliness")])
    if model is CaseStudy:
        fields.setdefault("what_did_not_work", "Nothing that we know of.")
    page = make_page(model, live=False, lead=partners[0], contributors=partners[1:], **fields)
    page.save_revision()
    return page


def acting(partner, role):
    """Somebody who acts for a partner in a role."""
    return as_acting_for(MembershipFactory(partner=partner, role=role).user, partner)
