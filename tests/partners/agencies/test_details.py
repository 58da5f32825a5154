"""What a partner says of itself: kept by its admins, never undone by a stale save, and nothing else."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from partners.agencies.details import Contact, SavedMeanwhile, change_details, details_of
from partners.agencies.models import Partner, PartnerContact, Role
from partners.audit.models import AuditRow
from partners.policy.refusals import NotAllowed
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
OWN = reverse("partner_details:own")
TEAM = {"name": "Front desk", "purpose": "Volunteering", "email": "desk@shed.example.org", "phone": ""}


@pytest.fixture
def place(db):
    return PlaceFactory(name="Sale", qualifier="Mersey")


@pytest.fixture
def shed(place):
    partner = PartnerFactory(name="The Shed", kind="vcse", summary="We mend.", serves=[place])
    PartnerContact.objects.create(partner=partner, **TEAM)
    return partner


@pytest.fixture
def admin(client, shed):
    """The client, signed in as the partner's admin."""
    client.user = MembershipFactory(partner=shed, role=Role.ADMIN).user
    client.force_login(client.user)
    return client


def sent(response, **more):
    """What the browser sends from this page, with changes."""
    form, contacts = response.context["form"], response.context["contacts"]
    data = {name: form[name].value() or "" for name in form.fields}
    for row in (contacts.management_form, *contacts.forms):
        data |= {field.html_name: "" if field.value() is None else field.value() for field in row}
    return {name: value for name, value in {**data, **more}.items() if value is not False}


def fresh(partner):
    return Partner.objects.get(pk=partner.pk)


def changes():
    return AuditRow.objects.filter(action="partner.changed").count()


def test_an_admin_changes_the_public_facts(admin, shed, place):
    other = PlaceFactory(name="Hale", qualifier="Mersey")
    data = sent(
        admin.get(OWN),
        summary="We mend what you bring.",
        website="shed.example.org",
        place="Hale",
        **{"contacts-1-name": "Asha", "contacts-1-phone": "0161 496 0000"},
    )
    answer = admin.post(OWN, data, follow=True)
    assert "The details are saved." in answer.content.decode()
    partner = fresh(shed)
    assert (partner.summary, partner.website) == ("We mend what you bring.", "https://shed.example.org")
    assert set(partner.serves.all()) == {place, other}
    assert [str(each) for each in partner.contacts.all()] == ["Front desk", "Asha"]
    assert changes() == 1


def test_saving_without_a_change_says_so_and_leaves_no_row(admin):
    answer = admin.post(OWN, sent(admin.get(OWN)), follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert changes() == 0


def test_a_contact_is_removed_by_its_tick(admin, shed):
    admin.post(OWN, sent(admin.get(OWN), **{"contacts-0-DELETE": "on"}))
    assert not shed.contacts.exists()


def test_a_contact_needs_a_name_and_a_way_to_reach_it(admin, shed):
    nameless = admin.post(OWN, sent(admin.get(OWN), **{"contacts-1-phone": "0161 496 0000"}))
    assert "Enter a name or a team." in nameless.content.decode()
    silent = admin.post(OWN, sent(admin.get(OWN), summary="Typed", **{"contacts-1-name": "Asha"}))
    assert "Enter an email address or a phone number" in silent.content.decode()
    assert "Typed" in silent.content.decode()
    assert fresh(shed).summary == "We mend."
    assert 'name="contacts-0-DELETE"' in silent.content.decode()


@pytest.mark.both
def test_the_database_keeps_no_contact_that_nobody_can_reach(shed):
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerContact.objects.create(partner=shed, name="Asha")


@pytest.mark.both
def test_the_database_keeps_the_address_of_our_own_page_free():
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerFactory(slug="register")


def test_name_kind_numbers_and_convening_are_not_for_the_admin(admin, shed):
    before = fresh(shed)
    data = sent(admin.get(OWN), summary="New", name="Ours", slug="x", kind="council", is_convening="on")
    admin.post(OWN, data)
    after = fresh(shed)
    assert after.summary == "New"
    for field in ("name", "slug", "kind", "is_convening", "is_demonstration", "collection_id"):
        assert getattr(after, field) == getattr(before, field)


@pytest.mark.parametrize("facts", [{"kind": "council"}, {"kind": "vcse", "is_convening": True}])
def test_places_of_public_bodies_and_conveners_stay_with_operators(client, facts, place):
    """Who convenes answers in the places that it serves, so nobody may give themselves another."""
    partner = PartnerFactory(serves=[place], **facts)
    client.force_login(MembershipFactory(partner=partner, role=Role.ADMIN).user)
    PlaceFactory(name="Hale")
    page = client.get(OWN)
    assert "place" not in page.context["form"].fields
    data = sent(page, summary="New", place="Hale", places=["E92000001"])
    assert client.post(OWN, data).status_code == 302
    assert fresh(partner).summary == "New"
    assert list(fresh(partner).serves.all()) == [place]


def test_adding_a_place_keeps_what_was_typed(admin, shed, place):
    hale = PlaceFactory(name="Hale")
    data = sent(admin.get(OWN), summary="Half written", place="Hale", add="place")
    answer = admin.post(OWN, data)
    form = answer.context["form"]
    assert form.offered == [place, hale]
    assert form["summary"].value() == "Half written"
    assert not form.errors
    assert list(fresh(shed).serves.all()) == [place]


def test_a_save_over_somebody_elses_is_refused_and_both_are_shown(admin, shed):
    mine = sent(admin.get(OWN), summary="My words")
    admin.post(OWN, sent(admin.get(OWN), summary="Their words", **{"contacts-0-name": "Their desk"}))
    answer = admin.post(OWN, mine)
    page = answer.content.decode()
    assert "Somebody else saved these details while you were writing" in page
    assert "Their words" in page
    assert "My words" in page
    assert "Their desk" in page
    assert fresh(shed).summary == "Their words"
    assert changes() == 1
    admin.post(OWN, sent(answer))
    assert fresh(shed).summary == "My words"
    assert [str(each) for each in shed.contacts.all()] == ["Front desk"]


@pytest.mark.parametrize("field", ["summary", "website", "places", "contacts"])
def test_whatever_somebody_else_saved_counts(shed, field):
    user = MembershipFactory(partner=shed, role=Role.ADMIN).user
    seen = details_of(shed)
    if field == "places":
        shed.serves.set([PlaceFactory()])
        shed.save()
    elif field == "contacts":
        shed.contacts.update(phone="0161 496 0000")
    else:
        Partner.objects.filter(pk=shed.pk).update(**{field: "https://other.example.org"})
    with pytest.raises(SavedMeanwhile):
        change_details(partner=shed, details=seen, seen=seen.version, by=user)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR, Role.APPROVER])
def test_only_admins_come_in(client, shed, role):
    user = MembershipFactory(partner=shed, role=role).user
    client.force_login(user)
    assert client.get(OWN).status_code == 403
    assert OWN not in client.get(reverse("wagtailadmin_home")).content.decode()
    details = details_of(shed)
    with pytest.raises(NotAllowed, match="Only partner admins"):
        change_details(partner=shed, details=details, seen=details.version, by=user)


def test_an_admin_who_acts_for_another_partner_changes_that_one(client, shed):
    user = UserFactory()
    first = MembershipFactory(user=user, role=Role.ADMIN).partner
    MembershipFactory(user=user, partner=shed, role=Role.ADMIN)
    client.force_login(user)
    client.post(OWN, sent(client.get(OWN), summary="Words"))
    assert (fresh(first).summary, fresh(shed).summary) == ("Words", "We mend.")


def test_operators_change_any_and_find_the_way_in_the_directory(client, shed, place):
    client.force_login(UserFactory(is_superuser=True))
    council = PartnerFactory(name="Council", serves=[place])
    address = reverse("partner_details:of_partner", args=[council.pk])
    assert address in client.get(reverse("wagtailsnippets_agencies_partner:list")).content.decode()
    hale = PlaceFactory(name="Hale")
    client.post(address, sent(client.get(address), place="Hale"))
    assert set(fresh(council).serves.all()) == {place, hale}


def test_an_admin_finds_the_way_and_no_other_partner(admin):
    assert OWN in admin.get(reverse("wagtailadmin_home")).content.decode()
    theirs = PartnerFactory()
    for key in (theirs.pk, 999_999):
        assert admin.get(reverse("partner_details:of_partner", args=[key])).status_code == 403


def test_contacts_are_equal_when_they_say_the_same():
    assert Contact(**TEAM) == Contact(**TEAM)
    assert str(Contact(**TEAM)) == "Front desk, Volunteering, desk@shed.example.org"
