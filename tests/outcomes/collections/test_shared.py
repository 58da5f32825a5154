"""By link: who has it reads, nobody else; what is no longer public is not named."""

from datetime import timedelta

import pytest
from django.urls import reverse

from outcomes.casestudies.models import CaseStudy
from outcomes.collections import items, services
from outcomes.collections.models import Keeper
from tests.factories import UserFactory
from tests.outcomes.collections.gathering import LATER, NOW, make_list, member
from tests.outcomes.payloads import PAYLOADS

pytestmark = [pytest.mark.django_db]
READING = ("shared", "shared_document", "shared_docx")


@pytest.fixture
def handed_on(person, studies):
    """A list of somebody's own with a link, and with a note on the first."""
    collection = make_list(person, *studies, title="What helps")
    items.write_note(item=collection.items.first(), note="Start with this", based_on=1, at=NOW)
    return services.share(collection=collection, by=person, at=NOW)


def html_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_with_the_link_reads_it(client, handed_on):
    answer = client.get(handed_on.shared_url)
    html = html_of(answer)
    for words in ("What helps", "Start with this", "gathered by somebody with an account here"):
        assert words in html
    assert [html.index(f">{title}</a></h3>") for title in "ABC"] == sorted(
        html.index(f">{title}</a></h3>") for title in "ABC"
    )
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", READING)
def test_without_the_link_nobody_does(client, handed_on, name):
    token = handed_on.token
    for wrong in (token[:-1], token.swapcase(), f"{token}x", "None", "x" * 500, "%00", "é"):
        assert client.get(reverse(f"collections:{name}", args=[wrong])).status_code == 404
    services.renew_link(collection=handed_on, by=handed_on.owner, at=LATER)
    assert client.get(reverse(f"collections:{name}", args=[token])).status_code == 404
    client.force_login(handed_on.owner)
    assert client.get(reverse(f"collections:{name}", args=[token])).status_code == 404


def test_a_list_without_a_link_has_none_that_could_be_guessed(client, person):
    make_list(person)
    for guess in ("None", "null", "0", "1"):
        assert client.get(reverse("collections:shared", args=[guess])).status_code == 404


@pytest.mark.parametrize(("shows_name", "expected"), [(False, "{0}"), (True, "Ada Reader, {0}")])
def test_it_names_the_partner_and_the_person_only_if_they_chose(client, council, shows_name, expected):
    maker = member(council, user=UserFactory(first_name="Ada", last_name="Reader"))
    collection = services.share(collection=make_list(maker, shows_name=shows_name), by=maker, at=NOW)
    html = html_of(client.get(collection.shared_url))
    assert f"gathered by {expected.format(council.name)}," in html
    assert ("Ada" in html) is shows_name
    assert maker.email not in html


def test_a_name_that_somebody_never_gave_is_not_their_address(person):
    person.first_name = person.last_name = ""
    person.save()
    assert make_list(person, shows_name=True).made_by == ""


@pytest.mark.parametrize("name", READING[:2])
def test_what_is_no_longer_published_is_not_named(client, handed_on, studies, name):
    CaseStudy.objects.filter(pk=studies[0].pk).update(live=False, title="Hidden title")
    html = html_of(client.get(reverse(f"collections:{name}", args=[handed_on.token])))
    assert "A case study that is no longer published" in html
    assert "Start with this" in html
    assert "Hidden title" not in html
    assert studies[0].slug not in html


def test_a_reader_sees_nothing_to_press(client, handed_on):
    html = html_of(client.get(handed_on.shared_url))
    main = html[html.index("<main") : html.index("</main>")]
    assert "<form" not in main
    assert "csrfmiddlewaretoken" not in main


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_people_write_never_runs(client, council, studies, payload):
    maker = member(council)
    collection = make_list(maker, studies[0], title=payload[:120], description=payload, keeper=Keeper.PARTNER)
    items.write_note(item=collection.items.get(), note=payload, based_on=1, at=NOW)
    collection = services.share(collection=collection, by=maker, at=NOW)
    client.force_login(maker)
    for address in (
        collection.get_absolute_url(),
        collection.shared_url,
        f"{collection.shared_url}document/",
    ):
        html = html_of(client.get(address))
        assert payload not in html
        assert payload[:120] not in html


def test_nor_where_many_titles_stand(client, council, studies):
    maker = member(council)
    for number, payload in enumerate(PAYLOADS):
        made = make_list(maker, title=payload[:120], keeper=Keeper.PARTNER, at=NOW + timedelta(hours=number))
    client.force_login(maker)
    for address in (
        reverse("collections:own"),
        reverse("collections:add", args=[studies[0].pk]),
        reverse("collections:details", args=[made.pk]),
        reverse("collections:delete", args=[made.pk]),
    ):
        html = html_of(client.get(address))
        assert [payload for payload in PAYLOADS if payload[:120] in html] == []
