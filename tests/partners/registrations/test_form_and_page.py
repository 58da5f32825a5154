"""The public form: filled in before signing in, with several places, and nothing typed is lost."""

import pytest
from django.urls import reverse

from partners.agencies.models import PartnerIdentifier
from partners.places.models import PostcodePoint
from partners.places.several import MOST_PLACES
from partners.registrations.models import Registration, Status
from tests.factories import PASSWORD, MembershipFactory, PartnerFactory, PlaceFactory, UserFactory
from tests.partners.registrations.factories import FORM, NOW, RegistrationFactory, applicant

pytestmark = pytest.mark.django_db
NEW = reverse("registrations:new")


def send(client, **more):
    return client.post(NEW, {**FORM, **more})


def errors(response):
    assert response.status_code == 200
    assert not Registration.objects.exists()
    return response.context["form"].errors


@pytest.fixture
def sender(client, ground):
    client.force_login(ground.applicant)
    return client


def test_a_signed_in_person_sends_it_at_once(sender, ground):
    answer = send(sender, charity="sc012345", company="1234567", website="shed.example.org")
    registration = Registration.objects.get()
    assert answer.url == registration.get_absolute_url()
    assert registration.applicant == ground.applicant
    assert [str(number) for number in registration.numbers] == ["GB-SC-SC012345", "GB-COH-01234567"]
    assert registration.website == "https://shed.example.org"
    assert list(registration.places.all()) == [ground.ward]
    page = sender.get(answer.url)
    assert "Your registration is sent." in page.content.decode()
    assert "Mersey Council" in page.content.decode()


def test_a_visitor_is_led_to_sign_in_and_back_with_what_they_wrote(client, ground):
    answer = send(client, name="The Shed", summary="We mend.", place="Mersey")
    assert answer.url == f"{reverse('account_login')}?next={NEW}"
    assert not Registration.objects.exists()
    person = {"login": ground.applicant.email, "password": PASSWORD}
    back = client.post(answer.url, {**person, "next": NEW})
    assert back.url == NEW
    form = client.get(NEW).context["form"]
    assert (form["name"].value(), form["summary"].value()) == ("The Shed", "We mend.")
    assert form.offered == [ground.district]
    page = client.get(NEW).content.decode()
    assert "We kept what you wrote" in page
    assert f'value="{ground.district.code}" checked' in page
    send(client, name="The Shed", place="", places=[ground.district.code])
    assert list(Registration.objects.get().places.all()) == [ground.district]
    assert client.get(NEW).context["form"]["name"].value() is None


def test_whoever_signs_in_by_another_way_goes_on_too(client, ground):
    send(client, name="The Shed")
    answer = client.post(reverse("account_login"), {"login": ground.applicant.email, "password": PASSWORD})
    assert answer.url == NEW
    assert "The Shed" in client.get(reverse("account_home")).content.decode()


def test_what_a_visitor_kept_is_no_other_visitors(client, ground):
    send(client, name="The Shed")
    assert "The Shed" not in type(client)().get(NEW).content.decode()


def test_one_box_is_enough_for_one_place_and_the_button_adds_more(sender, ground):
    added = send(sender, add="place", place="Sale", name="", summary="Half written")
    form = added.context["form"]
    assert form.offered == [ground.ward]
    assert form["place"].value() == ""
    assert form["summary"].value() == "Half written"
    assert not form.errors
    answer = send(sender, places=[ground.ward.code], place="Aire")
    assert answer.status_code == 302
    assert set(Registration.objects.get().places.all()) == {ground.ward, ground.elsewhere}


def test_pressing_add_with_an_empty_box_sends_the_form(sender, ground):
    """Return in any box presses the first button of a form."""
    assert send(sender, add="place", places=[ground.ward.code], place="").status_code == 302


def test_a_place_that_is_unticked_is_left_out(sender, ground):
    send(sender, places=[ground.elsewhere.code], place="Sale")
    assert len(Registration.objects.get().places.all()) == 2
    page = send(sender, name="Another", add="place", places=[], place="Sale")
    assert page.context["form"].offered == [ground.ward]


def test_several_places_of_a_name_are_offered_and_what_was_typed_stays(sender, ground):
    twin = PlaceFactory(name="Sale", qualifier="Aire", inside=[ground.elsewhere])
    form = send(sender, place="Sale", add="place", places=[ground.elsewhere.code]).context["form"]
    assert "Several places fit" in form.errors["place"][0]
    assert set(form.errors) == {"place"}
    assert form.last_of_places == "place_choices"
    assert form.offered == [ground.elsewhere]
    added = send(sender, place="Sale", place_choices=twin.code, add="place", places=[ground.elsewhere.code])
    assert added.context["form"].offered == [ground.elsewhere, twin]


def test_a_postcode_leads_to_places_and_is_kept_nowhere(client, ground):
    PostcodePoint.objects.create(code="M337PF", place=ground.ward)
    form = send(client, place="M33 7PF").context["form"]
    codes = [code for code, _ in form.fields["place_choices"].widget.choices]
    assert ground.ward.code in codes
    send(client, place="M33 7PF", place_choices=ground.ward.code)
    assert "M33" not in str(dict(client.session))
    assert client.session["registrations.draft"]["places"] == [ground.ward.code]


@pytest.mark.parametrize(
    ("box", "typed", "said"),
    [
        ("name", "", "Enter the name of the group."),
        ("name", "1234", "Enter the name in letters."),
        ("name", "x" * 201, "Write 200 characters or fewer. You have written 201."),
        ("summary", "", "Enter what the group does."),
        ("charity", "12", "Enter a charity number"),
        ("company", "12", "Enter a company number"),
        ("website", "javascript:alert(1)", "Enter a web address"),
        ("applicant_role", "", "Enter what you do in the group."),
        ("place", "", "Add at least one place that the group serves."),
        ("place", "Atlantis", "We know no place called"),
        ("fax", "01234", "We could not tell whether a person sent this."),
    ],
)
def test_what_is_wrong_stands_beside_its_box(sender, box, typed, said):
    found = errors(send(sender, **{box: typed}))
    key = "__all__" if box == "fax" else box
    assert list(found) == [key]
    assert said in found[key][0]


def test_a_name_that_a_partner_has_leads_to_that_partner(sender):
    partner = PartnerFactory(name="Urmston Repair-Shed")
    answer = send(sender)
    assert "is here already" in errors(answer)["name"][0]
    assert f'href="{partner.get_absolute_url()}"' in answer.content.decode()


def test_a_number_that_a_partner_has_leads_to_that_partner(sender):
    partner = PartnerFactory(name="The Shed")
    PartnerIdentifier.objects.create(partner=partner, scheme="GB-CHC", value="1012345")
    answer = send(sender, charity="101 2345")
    assert "The Shed" in errors(answer)["charity"][0]
    assert f'href="{partner.get_absolute_url()}"' in answer.content.decode()


def test_places_are_not_without_end(sender, ground):
    codes = [PlaceFactory(inside=[ground.district]).code for _ in range(MOST_PLACES)]
    assert "at most" in errors(send(sender, places=codes, place="Sale"))["place"][0]


def test_codes_that_are_none_are_left_out(sender, ground):
    send(sender, places=["E99999999", "'; drop", ground.ward.code, ground.ward.code], place="")
    assert list(Registration.objects.get().places.all()) == [ground.ward]


def test_a_person_without_a_confirmed_address_is_told_so_and_loses_nothing(client, ground):
    client.force_login(UserFactory())
    assert "Confirm your mail address before" in client.get(NEW).content.decode()
    answer = send(client)
    assert "Confirm your mail address first" in answer.content.decode()
    assert answer.context["form"]["name"].value() == FORM["name"]


def test_sent_twice_is_one_registration(sender):
    first, second = send(sender), send(sender)
    assert first.url == second.url
    assert Registration.objects.count() == 1
    assert "You have sent this registration already" in sender.get(second.url).content.decode()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.RECEIVED, "What happens next"),
        (Status.APPROVED, "Your group is a partner"),
        (Status.DECLINED, "Only you can read the reason"),
        (Status.WITHDRAWN, "You took this registration back"),
    ],
)
def test_the_applicant_sees_how_far_it_is(sender, ground, status, words):
    registration = RegistrationFactory(applicant=ground.applicant, places=[ground.ward], status=status)
    assert words in sender.get(registration.get_absolute_url()).content.decode()
    account = sender.get(reverse("account_home")).content.decode()
    assert registration.name in account
    assert registration.get_status_display() in account


def test_where_nobody_convenes_the_applicant_is_told_who_answers(sender, ground):
    registration = RegistrationFactory(applicant=ground.applicant, places=[ground.region])
    assert "the operators of this site" in sender.get(registration.get_absolute_url()).content.decode()


def test_another_persons_registration_and_one_that_is_none_look_alike(client, ground):
    theirs = RegistrationFactory(places=[ground.ward])
    client.force_login(applicant())
    for reference in (theirs.reference, "R-222222"):
        address = reverse("registrations:detail", args=[reference])
        assert client.get(address).status_code == 403
        assert client.post(f"{address}withdraw/").status_code == 403
    theirs.refresh_from_db()
    assert theirs.is_waiting


def test_taking_it_back(sender, ground):
    registration = RegistrationFactory(applicant=ground.applicant, places=[ground.ward])
    address = reverse("registrations:withdraw", args=[registration.reference])
    assert sender.get(address).status_code == 405
    sender.post(address)
    registration.refresh_from_db()
    assert registration.status == Status.WITHDRAWN
    again = sender.post(address, follow=True)
    assert "nothing was changed" in again.content.decode()


def test_a_registration_is_found_in_small_letters_too(sender, ground):
    registration = RegistrationFactory(applicant=ground.applicant)
    address = reverse("registrations:detail", args=[registration.reference.lower()])
    assert sender.get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 15])
def test_pages_ask_the_database_as_often_however_many_places_there_are(
    sender, ground, number, django_assert_max_num_queries
):
    places = [PlaceFactory(inside=[ground.district]) for _ in range(number)]
    registration = RegistrationFactory(applicant=ground.applicant, places=places)
    MembershipFactory.create_batch(number, partner=ground.council)
    sender.get(NEW)
    with django_assert_max_num_queries(12):
        sender.get(registration.get_absolute_url())
    with django_assert_max_num_queries(22):
        sender.post(NEW, {**FORM, "places": [place.code for place in places], "add": "x", "place": "Sale"})
    assert registration.received_at >= NOW
