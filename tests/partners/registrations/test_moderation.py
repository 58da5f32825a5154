"""Those who answer see what waits in their places, and nothing else."""

import pytest
from django.urls import reverse

from partners.agencies.models import Partner, PartnerIdentifier, Role
from partners.registrations.models import Registration, Status
from tests.factories import MembershipFactory, PartnerFactory
from tests.partners.registrations.factories import RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
INDEX = reverse("registrations_moderation:index")
HOME = reverse("wagtailadmin_home")


@pytest.fixture
def waiting(ground):
    return RegistrationFactory(
        name="Urmston Repair Shed",
        applicant=ground.applicant,
        places=[ground.ward],
        charity_scheme="GB-CHC",
        charity_number="1012345",
    )


def page_of(registration):
    return reverse("registrations_moderation:registration", args=[registration.reference])


def assert_refused(response):
    """The door says 403; Wagtail leads whoever it lets in, and a view refuses, back to its first page."""
    assert response.status_code == 403 or (response.status_code, response.url) == (302, HOME)


def names(response):
    return [registration.name for registration in response.context["page_obj"]]


def test_the_list_has_what_waits_in_my_places_the_longest_first(client, ground, waiting):
    second = RegistrationFactory(places=[ground.district, ground.elsewhere])
    RegistrationFactory(places=[ground.elsewhere])
    RegistrationFactory(places=[ground.region])
    declined = RegistrationFactory(places=[ground.ward], status=Status.DECLINED)
    client.force_login(ground.approver)
    assert names(client.get(INDEX)) == [waiting.name, second.name]
    assert names(client.get(INDEX, {"show": "answered"})) == [declined.name]
    assert names(client.get(INDEX, {"show": "nonsense"})) == [waiting.name, second.name]


def test_operators_have_all(client, ground, waiting):
    RegistrationFactory(places=[ground.region])
    client.force_login(ground.operator)
    assert len(names(client.get(INDEX))) == 2


def test_the_first_page_counts_what_waits(client, ground, waiting):
    client.force_login(ground.approver)
    assert "1 group waits for an answer" in client.get(HOME).content.decode()
    assert f'href="{INDEX}"' in client.get(HOME).content.decode()
    RegistrationFactory(places=[ground.district])
    assert "2 groups wait for an answer" in client.get(HOME).content.decode()
    Registration.objects.all().delete()
    assert "for an answer" not in client.get(HOME).content.decode()


@pytest.mark.parametrize("who", ["editor", "other_approver"])
def test_others_see_nothing_of_it(client, ground, waiting, who):
    client.force_login(getattr(ground, who))
    assert "Urmston" not in client.get(HOME).content.decode()
    assert (INDEX in client.get(HOME).content.decode()) is (who == "other_approver")
    real, none = (page_of(waiting), page_of(waiting).replace(waiting.reference, "R-222222"))
    for address in (real, none):
        assert_refused(client.get(address))
        assert_refused(client.post(f"{address}approve/"))
        assert_refused(client.post(f"{address}decline/", {"reason": "No."}))
    assert client.get(real).content == client.get(none).content
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_an_approver_of_a_partner_that_convenes_nobody_has_no_list(client, ground):
    client.force_login(MembershipFactory(partner=PartnerFactory(), role=Role.ADMIN).user)
    assert_refused(client.get(INDEX))
    assert INDEX not in client.get(HOME).content.decode()


def test_one_page_shows_what_was_sent_and_what_may_be_the_same(client, ground, waiting):
    PartnerFactory(name="Urmston Repair Sheds")
    same = PartnerFactory(name="Something else")
    PartnerIdentifier.objects.create(partner=same, scheme="GB-CHC", value="1012345")
    other = RegistrationFactory(name="urmston repair shed", places=[ground.elsewhere])
    client.force_login(ground.approver)
    page = client.get(page_of(waiting)).content.decode()
    for words in (
        waiting.summary,
        ground.applicant.email,
        "Treasurer",
        "register-of-charities.charitycommission.gov.uk/charity-details/?regid=1012345",
        "Urmston Repair Sheds",
        "Something else",
        other.reference,
    ):
        assert words in page


def test_approving(client, ground, waiting):
    client.force_login(ground.approver)
    answer = client.post(f"{page_of(waiting)}approve/", follow=True)
    partner = Partner.objects.get(name="Urmston Repair Shed")
    assert "is a partner now" in answer.content.decode()
    assert partner.get_absolute_url() in answer.content.decode()
    again = client.post(f"{page_of(waiting)}approve/", follow=True)
    assert "nothing was changed" in again.content.decode()
    assert client.get(partner.get_absolute_url()).status_code == 200


def test_declining_without_a_reason_shows_the_form_again(client, ground, waiting):
    client.force_login(ground.approver)
    answer = client.post(f"{page_of(waiting)}decline/", {"reason": " "})
    assert "Write the reason." in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_declining(client, ground, waiting):
    client.force_login(ground.approver)
    answer = client.post(f"{page_of(waiting)}decline/", {"reason": "You are The Shed."}, follow=True)
    assert "is declined" in answer.content.decode()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.reason) == (Status.DECLINED, "You are The Shed.")


def test_who_declined_is_named_to_that_partner_and_to_operators_only(client, ground, waiting):
    """The region answers here too, and reads that the council declined, not who did."""
    region = PartnerFactory(name="Region", is_convening=True, serves=[ground.region])
    reader = MembershipFactory(partner=region, role=Role.APPROVER).user
    ground.approver.last_name = "Canarysurname"
    ground.approver.save()
    client.force_login(ground.approver)
    client.post(f"{page_of(waiting)}decline/", {"reason": "No."})
    for person, named in ((ground.approver, True), (ground.operator, True), (reader, False)):
        client.force_login(person)
        main = client.get(page_of(waiting)).content.decode().split("<main", 1)[1]
        assert "for Mersey Council" in main
        assert ("Canarysurname" in main) is named


def test_ones_own_registration_says_that_somebody_else_answers(client, ground):
    own = RegistrationFactory(applicant=ground.approver, places=[ground.ward])
    client.force_login(ground.approver)
    page = client.get(page_of(own)).content.decode()
    assert "somebody else has to answer" in page
    assert "Approve " not in page
    client.post(f"{page_of(own)}approve/")
    own.refresh_from_db()
    assert own.is_waiting


@pytest.mark.parametrize("number", [2, 30])
def test_the_list_asks_the_database_as_often_however_long_it_is(
    client, ground, number, django_assert_max_num_queries
):
    RegistrationFactory.create_batch(number, places=[ground.ward])
    client.force_login(ground.approver)
    client.get(INDEX)
    with django_assert_max_num_queries(32):
        client.get(INDEX)
