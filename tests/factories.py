"""Makers of the things that tests talk about."""

import itertools
from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.test.utils.form_data import inline_formset

from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from outcomes.objectives.models import Objective, ObjectiveIndex
from outcomes.plans.models import JointPlan, JointPlanIndex
from outcomes.themes.models import PageTheme, Theme
from partners.agencies.acting import CHOSEN
from partners.agencies.models import Membership, Partner, Role
from partners.people.models import User
from partners.places.models import Place, PlaceClosure, PlaceCode, PlaceLink
from partners.places.tagging import PagePlace
from partners.sharing.models import Share, ShareRole
from partners.signing.gate import permit
from partners.signing.machine import Public, Text
from partners.signing.models import PageState
from partners.signing.publishing import take_over

PASSWORD = "correct horse battery"
INDEXES = {Objective: ObjectiveIndex, CaseStudy: CaseStudyIndex, JointPlan: JointPlanIndex}
numbers = itertools.count(1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    first_name = "Pat"
    last_name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class PlaceFactory(DjangoModelFactory):
    """A place with its code and itself in the closure; `inside=` puts it wholly inside others."""

    class Meta:
        model = Place
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"E05{n:06}")
    kind = "ward"
    name = factory.Sequence(lambda n: f"Ward {n}")
    latitude = 53.4
    longitude = -2.3

    @factory.post_generation
    def inside(self, create, extracted, **kwargs):
        PlaceCode.objects.create(place=self, code=self.code)
        PlaceClosure.objects.create(ancestor=self, descendant=self, share=1)
        for parent in extracted or []:
            PlaceLink.objects.create(child=self, parent=parent, share=1)
            for row in PlaceClosure.objects.filter(descendant=parent):
                PlaceClosure.objects.get_or_create(
                    ancestor=row.ancestor, descendant=self, defaults={"share": row.share}
                )


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Partner {n}")
    slug = factory.Sequence(lambda n: f"partner-{n}")
    kind = "council"

    @factory.post_generation
    def serves(self, create, extracted, **kwargs):
        if extracted:
            self.serves.set(extracted)
            self.save()


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    partner = factory.SubFactory(PartnerFactory)
    role = Role.EDITOR


def as_acting_for(user, partner):
    """Return the person as a request knows them in whose session this partner was chosen."""
    person = User.objects.get(pk=user.pk)
    setattr(person, CHOSEN, partner.pk)
    return person


def make_page(
    model, *, live=True, lead=None, contributors=(), places=(), themes=(), published=None, **fields
):
    """Make a shared page below its list (which `site` made), live and published unless told otherwise."""
    number = next(numbers)
    fields.setdefault("title", f"{model.kind_label} {number}")
    fields.setdefault("slug", f"{model.kind.replace('_', '-')}-{number}")
    fields.setdefault("summary", "What it is about in a sentence.")
    page = model(live=False, **fields)
    page.place_tags = [PagePlace(place=place) for place in places]
    page.theme_tags = [PageTheme(theme=theme) for theme in themes]
    moment = published or datetime(2026, 3, 4, 9, tzinfo=UTC) + timedelta(minutes=number)
    page.first_published_at = page.last_published_at = moment if live else None
    INDEXES[model].objects.get().add_child(instance=page)
    page.shares.all().delete()
    Share.objects.create(page=page, partner=lead or PartnerFactory(), role=ShareRole.LEAD)
    for contributor in contributors:
        Share.objects.create(page=page, partner=contributor)
    if live:
        page.live = True
        with permit(page.pk):
            page.save(clean=False, update_fields=["live"])
        Share.objects.filter(page=page).update(named_since=moment)
        PageState.objects.create(page=page, text=Text.SETTLED, public=Public.LIVE)
    return model.objects.get(pk=page.pk)


def publish(page):
    """Put a page on the site as it is now, as if it had been published before partners signed here."""
    page.save_revision()
    take_over(page=page, at=timezone.now())
    page.refresh_from_db()


def theme(slug):
    """Return one of the shipped themes."""
    return Theme.objects.get(slug=slug)


def no_rows():
    """What a browser sends for the rows of a case study that nobody filled in."""
    return {name: inline_formset([]) for name in ("providers", "effects", "objective_links", "plan_links")}
