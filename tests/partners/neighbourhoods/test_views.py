"""The editors' side: what is shown to whom, and that nothing that was typed gets lost."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from partners.neighbourhoods import services
from partners.neighbourhoods.models import Neighbourhood
from partners.people.models import User
from partners.places.models import Place
from tests.partners.neighbourhoods.conftest import square

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
INDEX = "/admin/neighbourhoods/"
PARTS = "/admin/neighbourhoods/new/parts/"
DRAWING = "/admin/neighbourhoods/new/drawing/"


@pytest.fixture(autouse=True)
def everybody_edits(ground):
    """Let all of them into the admin, so that only our own rules refuse."""
    admin = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for person in ground.people.values():
        person.user_permissions.add(admin)


@pytest.fixture
def visit(client, ground):
    """Sign in as one of the people."""

    def signed_in(who="editor"):
        client.force_login(ground.people[who])
        return client

    return signed_in


@pytest.fixture
def found(ground):
    made, _ = services.create(plan=ground.plan("Abbey"), by=ground.people["editor"], at=NOW, key="one")
    return made


def typed(ground, *parts, **more):
    facts = {
        "name": "The Meadows",
        "name_cy": "",
        "owner": ground.council.pk,
        "token": "token",
        "version": 0,
        "parts": [ground[name].pk for name in parts],
    }
    return {**facts, "do": "save", **more}


def text(response):
    return " ".join(response.content.decode().split())


def refusals(response):
    """All messages of the form, by field."""
    return {name: " ".join(map(str, errors)) for name, errors in response.context["form"].errors.items()}


def addresses(found):
    edit = f"{INDEX}{found.place.code}/"
    return [INDEX, PARTS, DRAWING], [edit, f"{edit}archive/"], [f"{edit}bring-back/"]


@pytest.mark.parametrize("who", ["stranger", "member", "editor who was switched off"])
def test_people_who_write_for_nobody_see_nothing(visit, found, who):
    client = visit("editor" if who == "editor who was switched off" else who)
    if who == "editor who was switched off":
        User.objects.update(is_active=False)
    open_to_writers, of_one, posted = addresses(found)
    for address in [*open_to_writers, *of_one]:
        assert client.get(address).status_code in (302, 403), address
        assert client.post(address, {"do": "save"}).status_code in (302, 403, 405), address
    assert client.post(posted[0]).status_code in (302, 403)
    assert Neighbourhood.objects.get().archived_on is None


def test_editors_of_others_see_the_list_and_change_nothing(visit, found):
    client = visit("editor elsewhere")
    _, of_one, posted = addresses(found)
    for address in of_one:
        assert client.get(address).status_code == 302
        assert client.post(address, {"do": "save"}).status_code == 302
    assert client.post(posted[0]).status_code == 302
    assert Neighbourhood.objects.get().archived_on is None
    assert "The Meadows" not in text(client.get(INDEX))
    listed = text(client.get(INDEX, {"show": "all"}))
    assert f'<a href="/places/{found.place.code}/">The Meadows, Eastford</a>' in listed


def test_the_menu_shows_the_way_to_people_who_may_go_it(visit):
    assert "/admin/neighbourhoods/" in text(visit("editor").get("/admin/"))
    assert "/admin/neighbourhoods/" not in text(visit("member").get("/admin/"))


def test_parts_are_ticked_and_saved(visit, ground):
    client = visit()
    response = client.post(PARTS, typed(ground, "Abbey", "Park 1", name="  The   Meadows "), follow=True)
    made = Neighbourhood.objects.get()
    assert response.redirect_chain == [(f"{INDEX}{made.place.code}/", 302)]
    assert "The Meadows, Eastford is saved." in text(response)
    assert set(made.chosen.values_list("place__name", flat=True)) == {"Abbey", "Park 1"}
    assert made.created_by == ground.people["editor"]


def test_the_list_of_parts_shows_one_district_and_kind_and_keeps_what_is_ticked(visit, ground):
    start = visit().get(PARTS)
    assert start.context["form"]["district"].value() == ground["Eastford"].pk
    assert [choice.place.name for choice in start.context["list"].choices] == ["Abbey", "Park"]
    asked = typed(
        ground, "Farside", "Park 2", do="list", kind="lsoa", district=ground["Eastford"].pk, name=""
    )
    listed = visit().post(PARTS, asked)
    assert [choice.place.name for choice in listed.context["list"].elsewhere] == ["Farside"]
    ticked = {choice.place.name: choice.is_ticked for choice in listed.context["list"].choices}
    assert len(ticked) == 8
    assert [name for name in ticked if ticked[name]] == ["Park 2"]
    # Nothing is judged yet.
    assert "not saved yet" not in text(listed)


def test_check_shows_what_follows_and_saves_nothing(visit, ground):
    response = visit().post(PARTS, typed(ground, "Abbey", "Park 1", do="check"))
    page = text(response)
    assert "What follows from this" in page
    assert "<li>NHS East (Integrated care board): 80% of it</li>" in page
    assert "<li>North (Region): all of it</li>" in page
    assert "<li>Park, Eastford: 25%</li>" in page
    assert not Neighbourhood.objects.exists()
    assert f'value="{ground["Abbey"].pk}" checked' in page


def test_check_of_a_drawing_says_how_exact_it_is(visit, ground):
    response = visit().post(DRAWING, typed(ground, drawing=square(-2.4, 53.4, -2.3, 53.45), do="check"))
    page = text(response)
    assert "simplified borders" in page
    assert 'aria-label="Its outline"' in page


BAD_PARTS = {
    "none": ({"parts": []}, "parts", "Choose at least one ward or small area."),
    "one that is not there": ({"parts": [999_999]}, "parts", "does not exist any more"),
    "words": ({"parts": ["abbey"]}, "parts", "does not exist any more"),
    "too many": ({"parts": list(range(1, 400))}, "parts", "You have chosen 399; 200 is the most"),
    "no name": ({"name": "  "}, "name", "Write the name that people there use."),
    "a name of marks": ({"name": "…!"}, "name", "with letters or digits"),
    "a name with a bar": ({"name": "A|B"}, "name", "Leave out the bar"),
    "a long name": ({"name": "x" * 81}, "name", "Write 80 characters or fewer. You have written 81."),
    "a NUL": ({"name": "A\x00B"}, "name", "Null characters"),
    "a long Welsh name": ({"name_cy": "x" * 81}, "name_cy", "Write 80 characters or fewer"),
    "no partner": ({"owner": ""}, "owner", "Choose one of the partners."),
    "another's partner": ({"owner": "other"}, "owner", "Choose one of the partners."),
}


@pytest.mark.parametrize("what", BAD_PARTS)
def test_a_mistake_is_named_beside_its_field_and_the_rest_is_kept(visit, ground, what):
    change, field, words = BAD_PARTS[what]
    if change.get("owner") == "other":
        change = {"owner": ground.other_council.pk}
    response = visit().post(PARTS, typed(ground, "Abbey", name_cy="Y Dolydd") | change)
    assert words in refusals(response)[field]
    page = text(response)
    assert page.count(words.split(".")[0]) >= 2  # in the summary above, and beside the field
    if "parts" not in change:
        assert f'value="{ground["Abbey"].pk}" checked' in page
    if "name_cy" not in change:
        assert 'value="Y Dolydd"' in page
    assert not Neighbourhood.objects.exists()


def test_a_place_that_is_no_part_cannot_be_one(visit, ground):
    response = visit().post(PARTS, typed(ground, "Abbey", "Eastford"))
    assert "does not exist any more" in refusals(response)["parts"]


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        ("", "at least three corners"),
        ("the field behind the school", "neither GeoJSON nor"),
        (square(2.3, 48.8, 2.4, 48.9), "outside the United Kingdom"),
        (square(-4.4, 54.1, -4.3, 54.2), "not in any district"),
        (
            '{"type":"Polygon","coordinates":[[[-2.34,53.41],[-2.32,53.43],[-2.32,53.41],[-2.34,53.43],[-2.34,53.41]]]}',
            "crosses or touches itself near latitude 53.420",
        ),
    ],
)
def test_a_bad_drawing_is_named_beside_its_field_and_kept(visit, ground, drawing, words):
    response = visit().post(DRAWING, typed(ground, drawing=drawing))
    assert words in refusals(response)["drawing"]
    assert response.context["form"]["drawing"].value() == drawing
    assert 'value="The Meadows"' in text(response)
    assert not Neighbourhood.objects.exists()


def test_a_hundred_thousand_points_are_refused_and_kept(visit, ground):
    ring = [[round(-2.33 + n / 1e7, 7), 53.4200001] for n in range(100_000)]
    drawing = json.dumps({"type": "Polygon", "coordinates": [ring]})
    response = visit().post(DRAWING, typed(ground, drawing=drawing))
    assert "has 100,000 points; 5,000 is the most" in refusals(response)["drawing"]
    assert response.context["form"]["drawing"].value() == drawing


def test_a_name_that_the_district_has_already_is_named_beside_it(visit, ground, found):
    response = visit().post(PARTS, typed(ground, "Park"))
    assert "Eastford already has a neighbourhood called The Meadows" in refusals(response)["name"]


def test_the_same_form_sent_twice_makes_one(visit, ground):
    client = visit()
    first = client.post(PARTS, typed(ground, "Abbey"))
    # The second is refused in words only when the first has not made what it asks for.
    again = client.post(PARTS, typed(ground, "Abbey"))
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert Neighbourhood.objects.count() == 1


def test_it_is_edited_as_it_was_made_or_in_the_other_way(visit, ground, found):
    client = visit()
    edit = f"{INDEX}{found.place.code}/"
    page = client.get(edit)
    assert page.context["form"]["name"].value() == "The Meadows"
    assert [choice.place.name for choice in page.context["list"].choices if choice.is_ticked] == ["Abbey"]
    assert "Neighbourhood made" in text(page)
    drawing = square(-2.3, 53.4, -2.2, 53.5)
    client.post(f"{edit}?way=drawing", typed(ground, drawing=drawing, name="Parkside", version=1))
    found = Neighbourhood.objects.get()
    assert (found.way, found.drawing, found.place.name) == ("drawing", drawing, "Parkside")
    assert "Neighbourhood changed" in text(client.get(edit))


def test_a_change_by_somebody_else_meanwhile_is_said_and_nothing_typed_is_lost(visit, ground, found):
    services.change(
        neighbourhood=found, plan=ground.plan("Park"), version=1, by=ground.people["approver"], at=NOW
    )
    edit = f"{INDEX}{found.place.code}/"
    response = visit().post(edit, typed(ground, "Abbey 1", name="Mine", version=1))
    assert "Somebody changed The Meadows, Eastford while you were writing" in text(response)
    assert 'value="Mine"' in text(response)
    assert Place.objects.get(pk=found.pk).name == "The Meadows"


def test_archive_and_bring_back(visit, found):
    client = visit()
    edit = f"{INDEX}{found.place.code}/"
    assert "Archive The Meadows, Eastford?" in text(client.get(f"{edit}archive/"))
    assert Neighbourhood.objects.get().archived_on is None
    page = client.post(f"{edit}archive/", follow=True)
    assert "is archived. Its page stays" in text(page)
    assert "Bring it back" in text(page)
    assert "The Meadows" not in text(client.get(INDEX))
    assert "The Meadows" in text(client.get(INDEX, {"show": "archived"}))
    # Pressed twice, or by two people: the second is told.
    assert "is archived" in text(client.post(f"{edit}archive/", follow=True))
    page = client.post(f"{edit}bring-back/", follow=True)
    assert "is in use again" in text(page)
    assert client.get(f"{edit}bring-back/").status_code == 405


def test_what_does_not_exist_is_not_found(visit):
    assert visit().get(f"{INDEX}CW2222222/").status_code == 404


@pytest.mark.parametrize("total", [1, 12])
def test_the_list_asks_as_much_for_many_as_for_one(visit, ground, total, django_assert_max_num_queries):
    for number in range(total):
        plan = ground.plan("Abbey 1", name=f"Part {number}")
        services.create(plan=plan, by=ground.people["editor"], at=NOW, key=str(number))
    client = visit()
    client.get(INDEX)
    with django_assert_max_num_queries(16):
        assert text(client.get(INDEX)).count("Part ") >= total


@pytest.mark.parametrize("parts", [["Abbey 1"], ["Abbey", "Park"]])
def test_the_form_asks_as_much_for_many_parts_as_for_one(visit, ground, parts, django_assert_max_num_queries):
    client = visit()
    client.get(PARTS)
    with django_assert_max_num_queries(34):
        client.post(PARTS, typed(ground, *parts, do="check"))


@pytest.mark.parametrize("show", ["all", "archived"])
@pytest.mark.parametrize(
    ("who", "named"), [("editor", True), ("editor elsewhere", False), ("superuser", True)]
)
def test_who_changed_it_is_named_to_its_own_partner(visit, ground, found, show, who, named):
    """A list of all neighbourhoods is no list of the people of other partners."""
    author = ground.people["editor"]
    author.last_name = "Canarysurname"
    author.save()
    if show == "archived":
        services.archive(neighbourhood=found, by=author, at=NOW)
    main = text(visit(who).get(INDEX, {"show": show})).split("<main", 1)[1]
    assert "The Meadows" in main
    assert ("Canarysurname" in main) is named
