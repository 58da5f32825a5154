"""Reads of registrations: which are whose to answer, and who that is."""

from django.db.models import QuerySet

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import DECIDING_ROLES, Membership, Partner
from partners.people.models import User
from partners.places.closure import WHOLE
from partners.places.models import Place, PlaceClosure
from partners.policy.table import Standing
from partners.registrations.models import Registration, RegistrationQuerySet
from partners.registrations.rules import answers_something

MOST_ALIKE = 5


def to_answer(user: AnyUser) -> RegistrationQuerySet:
    """Return the registrations that this person may read and answer, for the partner that they act for."""
    if standing_of(user) is Standing.OPERATOR:
        return Registration.objects.all()
    partner = partner_of(user)
    if partner is None or not answers_something(user):
        return Registration.objects.none()
    return Registration.objects.convened_by(partner)


def partners_convening(places: QuerySet[Place]) -> QuerySet[Partner]:
    """Return the partners that bring others together in any of these places, by name."""
    rows = PlaceClosure.objects.filter(descendant__in=places, share__gte=WHOLE)
    return Partner.objects.convening(Place.objects.filter(pk__in=rows.values("ancestor"))).order_by("name")


def people_answering(registration: Registration) -> list[User]:
    """Return who is told of a registration: those who may answer or, where nobody may, the operators."""
    partners = partners_convening(registration.places.all())
    deciding = Membership.objects.filter(
        role__in=DECIDING_ROLES, partner__in=partners.order_by().values("pk")
    )
    people = User.objects.filter(is_active=True).exclude(pk=registration.applicant_id).order_by("pk")
    found = list(people.filter(pk__in=deciding.values("user")))
    return found or list(people.filter(is_superuser=True))


def partners_alike(registration: Registration) -> list[Partner]:
    """Return partners that may be the same group: by number, by name, or with a name like it."""
    same = [each for number in registration.numbers for each in Partner.objects.with_number(number)]
    like = list(Partner.objects.called_or_like(registration.name)[:MOST_ALIKE])
    alike = {partner.pk: partner for partner in (*same, *like)}
    return [partner for partner in alike.values() if partner.pk != registration.partner_id]


def registrations_alike(registration: Registration) -> list[Registration]:
    """Return other registrations of the same name that wait, whoever sent them."""
    others = Registration.objects.waiting().exclude(pk=registration.pk)
    return list(others.filter(name__iexact=registration.name)[:MOST_ALIKE])
