"""The screens: everything with forms alone, nothing typed is lost, and nobody else's list exists."""

import re

import pytest
from django.urls import reverse

from outcomes.casestudies.models import CaseStudy
from outcomes.collections import items, rules, services
from outcomes.collections.models import CollectedItem, Collection, Keeper
from outcomes.collections.services import Details
from tests.factories import PartnerFactory, UserFactory, make_page
from tests.outcomes.collections.gathering import LATER, NOW, make_list, member, titles

pytestmark = [pytest.mark.django_db]
OWN, NEW = reverse("collections:own"), reverse("collections:new")


@pytest.fixture
def reader(client, person):
    client.force_login(person)
    return client


def add_address(study):
    return reverse("collections:add", args=[study.pk])


def act(item, name):
    return reverse(f"collections:{name}", args=[item.collection_id, item.pk])


def note_of(item, note, based_on=1):
    return {f"item-{item.pk}-note": note, f"item-{item.pk}-based_on": based_on}


def html_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_a_visitor_is_led_to_sign_in_and_back(client, studies):
    answer = client.get(add_address(studies[0]))
    assert answer.url == f"{reverse('account_login')}?next={add_address(studies[0])}"
    assert client.post(NEW, {"title": "Mine"}).url.startswith(reverse("account_login"))
    assert not Collection.objects.exists()


def test_the_page_of_a_case_study_leads_to_it(client, studies):
    assert f'href="{add_address(studies[0])}"' in html_of(client.get(studies[0].url))


def test_a_first_list_begins_with_a_case_study(reader, person, studies):
    form = html_of(reader.get(add_address(studies[0])))
    assert "A new list" in form
    answer = reader.post(
        add_address(studies[0]), {"collection": "new", "title": "  What   helps ", "note": "Look:\r\nhere"}
    )
    made = Collection.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.title, made.owner, titles(made)) == ("What helps", person, ["A"])
    assert made.items.get().note == "Look:\nhere"
    assert "“A” is in the list." in html_of(reader.get(answer.url))


def test_the_form_sent_twice_adds_once(reader, studies):
    key = re.search(r'name="form_key" value="([^"]+)"', html_of(reader.get(add_address(studies[0]))))[1]
    for _ in range(2):
        reader.post(add_address(studies[0]), {"collection": "new", "title": "Mine", "form_key": key})
    assert Collection.objects.count() == CollectedItem.objects.count() == 1


def test_a_new_list_needs_a_title_and_the_note_stays(reader, studies):
    html = html_of(reader.post(add_address(studies[0]), {"collection": "new", "note": "Keep me"}))
    assert "Enter a title for the list." in html
    assert "Keep me" in html
    assert not Collection.objects.exists()


@pytest.mark.parametrize("length", [501, 5000])
def test_a_note_that_is_too_long_is_kept_and_counted(reader, person, studies, length):
    item = make_list(person, studies[0]).items.get()
    html = html_of(reader.post(act(item, "note"), note_of(item, "n" * length)))
    assert f"Write 500 characters or fewer. You have written {length}." in html
    assert "n" * length in html
    item.refresh_from_db()
    assert item.note == ""


@pytest.mark.parametrize("collection", ["", "x", "999999999999999999999", "-1"])
def test_a_list_that_is_not_there_is_not_chosen(reader, studies, collection):
    html = html_of(reader.post(add_address(studies[0]), {"collection": collection, "title": "T"}))
    assert "Choose a" in html
    assert not CollectedItem.objects.exists()


def test_nobody_adds_to_a_list_of_others(reader, studies):
    theirs = make_list(UserFactory())
    html_of(reader.post(add_address(studies[0]), {"collection": theirs.pk}))
    assert not theirs.items.exists()


def test_a_draft_cannot_be_added_by_its_address(client, council, site):
    draft = make_page(CaseStudy, live=False, lead=council, title="Secret draft")
    for who in (UserFactory(), member(council, "approver")):
        client.force_login(who)
        for answer in (
            client.get(add_address(draft)),
            client.post(add_address(draft), {"collection": "new"}),
        ):
            assert "Secret draft" not in html_of(answer, 404)


def test_making_many_is_refused_with_what_was_typed(reader, person, monkeypatch):
    monkeypatch.setattr(rules, "MOST_IN_PERIOD", 0)
    assert 'value="Kept title"' in html_of(reader.post(NEW, {"title": "Kept title"}), 429)


def test_a_full_list_says_so_and_keeps_the_note(reader, person, studies, monkeypatch):
    monkeypatch.setattr(items, "MOST_ITEMS", 0)
    full = make_list(person)
    html = html_of(reader.post(add_address(studies[0]), {"collection": full.pk, "note": "Keep me"}), 409)
    assert "at most 100" in html
    assert "Keep me" in html


def test_the_list_of_lists_shows_ones_own_and_the_partners(client, council):
    me = member(council)
    make_list(me, title="My own")
    make_list(member(council), title="Of us all", keeper=Keeper.PARTNER)
    make_list(member(council), title="A colleague's own")
    make_list(member(PartnerFactory()), title="Of others", keeper=Keeper.PARTNER)
    client.force_login(me)
    html = html_of(client.get(OWN))
    assert "My own" in html
    assert "Of us all" in html
    assert "colleague" not in html
    assert "Of others" not in html


def test_the_last_changed_list_comes_first_and_is_chosen(reader, person, studies):
    first, second = make_list(person, title="First"), make_list(person, title="Second", at=LATER)
    for expected in ([second, first], [first, second]):
        assert list(reader.get(OWN).context["collections"]) == expected
        form = reader.get(add_address(studies[0])).context["form"]
        assert form["collection"].initial == str(expected[0].pk)
        items.add(collection=first, page_id=studies[0].pk, by=person, at=LATER + (LATER - NOW))


def test_moving_with_buttons_and_with_a_number(reader, person, studies):
    collection = make_list(person, *studies)
    first = collection.items.first()
    answer = reader.post(act(first, "move"), {"do": "down"}, follow=True)
    assert answer.redirect_chain[0][0].endswith(f"#item-{first.pk}")
    assert "It is number 2 now." in html_of(answer)
    assert "".join(titles(collection)) == "BAC"
    reader.post(act(first, "move"), {"to": " 3 "})
    assert "".join(titles(collection)) == "BCA"


@pytest.mark.parametrize("to", ["", "0", "-1", "101", "x", "1.5", "9" * 400])
def test_nonsense_moves_nothing_and_says_so(reader, person, studies, to):
    collection = make_list(person, *studies)
    answer = reader.post(act(collection.items.last(), "move"), {"to": to}, follow=True)
    assert "Nothing was moved." in html_of(answer)
    assert "".join(titles(collection)) == "ABC"


def test_the_first_has_no_way_up_and_the_last_none_down(reader, person, studies):
    html = html_of(reader.get(make_list(person, *studies).get_absolute_url()))
    assert html.count('value="up"') == html.count('value="down"') == 2


def test_two_people_write_a_note_and_both_texts_are_shown(client, council, studies):
    mine, theirs = member(council), member(council)
    item = make_list(mine, studies[0], keeper=Keeper.PARTNER).items.get()
    client.force_login(theirs)
    client.post(act(item, "note"), note_of(item, "Theirs"))
    client.force_login(mine)
    html = html_of(client.post(act(item, "note"), note_of(item, "Mine")))
    assert "It now says: “Theirs”" in html
    assert re.search(r"<textarea[^>]*>\s*Mine</textarea>", html)
    based_on = re.search(rf'name="item-{item.pk}-based_on" value="(\d+)"', html)[1]
    client.post(act(item, "note"), note_of(item, "Mine", based_on))
    item.refresh_from_db()
    assert item.note == "Mine"


def test_two_people_rename_a_list_and_both_titles_are_shown(client, council):
    mine = member(council)
    collection = make_list(mine, keeper=Keeper.PARTNER)
    services.change(collection=collection, details=Details("Theirs"), based_on=1, by=mine, at=LATER)
    client.force_login(mine)
    address = reverse("collections:details", args=[collection.pk])
    html = html_of(client.post(address, {"title": "Mine", "based_on": "1"}), 409)
    assert "It now says: “Theirs”" in html
    assert 'value="Mine"' in html
    assert re.search(r'name="based_on" value="2"', html)
    assert client.post(address, {"title": "Mine", "based_on": "2"}).status_code == 302
    collection.refresh_from_db()
    assert collection.title == "Mine"


def test_removing_can_be_undone(reader, person, studies):
    collection = make_list(person, *studies)
    middle = collection.items.get(page=studies[1])
    items.write_note(item=middle, note="Look here", based_on=1, at=NOW)
    page = reader.post(act(middle, "remove"), follow=True)
    assert "Put it back" in html_of(page)
    back = reverse("collections:put_back", args=[collection.pk])
    assert "It is in the list again." in html_of(reader.post(back, follow=True))
    assert "".join(titles(collection)) == "ABC"
    assert collection.items.get(page=studies[1]).note == "Look here"
    assert "nothing to put back" in html_of(reader.post(back, follow=True))


def test_what_was_unpublished_meanwhile_is_not_put_back(reader, person, studies):
    collection = make_list(person, *studies)
    reader.post(act(collection.items.first(), "remove"))
    CaseStudy.objects.filter(pk=studies[0].pk).update(live=False)
    answer = reader.post(reverse("collections:put_back", args=[collection.pk]), follow=True)
    assert "Only a published case study" in html_of(answer)
    assert "".join(titles(collection)) == "BC"


def test_deleting_asks_first(reader, person, studies):
    collection = make_list(person, *studies)
    address = reverse("collections:delete", args=[collection.pk])
    assert "3 case studies" in html_of(reader.get(address))
    assert Collection.objects.exists()
    assert "is deleted" in html_of(reader.post(address, follow=True))
    assert not Collection.objects.exists()
    assert CaseStudy.objects.count() == 3


def test_what_is_no_longer_published_is_not_named_and_comes_back(reader, person, studies):
    collection = make_list(person, *studies)
    CaseStudy.objects.filter(pk=studies[1].pk).update(live=False, title="Hidden title")
    html = html_of(reader.get(collection.get_absolute_url()))
    assert "A case study that is no longer published" in html
    assert "Hidden title" not in html
    assert studies[1].url not in html
    CaseStudy.objects.filter(pk=studies[1].pk).update(live=True)
    assert "Hidden title" in html_of(reader.get(collection.get_absolute_url()))


def everything(item):
    """Every address about a list and an item of it, with a form that would do."""
    key = item.collection_id
    forms = {
        "detail": None,
        "document": None,
        "docx": None,
        "details": {"title": "Changed", "based_on": "1"},
        "link": {"do": "share"},
        "delete": {"yes": "1"},
        "put_back": {"x": "1"},
    }
    about_item = {"note": note_of(item, "Changed"), "move": {"do": "down"}, "remove": {"x": "1"}}
    return [(reverse(f"collections:{name}", args=[key]), form) for name, form in forms.items()] + [
        (act(item, name), form) for name, form in about_item.items()
    ]


@pytest.mark.parametrize("keeper", Keeper.values)
@pytest.mark.parametrize("who", ["stranger", "other partner's admin", "colleague", "operator"])
def test_a_list_of_others_does_not_exist(client, council, studies, who, keeper):
    collection = make_list(member(council), *studies, title="Their words", keeper=keeper)
    if who == "colleague" and keeper == Keeper.PARTNER:
        pytest.skip("It is the colleague's too.")
    people = {
        "stranger": UserFactory,
        "other partner's admin": lambda: member(PartnerFactory(), "admin"),
        "colleague": lambda: member(council, "admin"),
        "operator": lambda: UserFactory(is_superuser=True),
    }
    client.force_login(people[who]())
    before = list(Collection.objects.values()), list(CollectedItem.objects.values())
    for address, form in everything(collection.items.first()):
        answer = client.get(address) if form is None else client.post(address, form)
        assert "Their words" not in html_of(answer, 404)
    assert (list(Collection.objects.values()), list(CollectedItem.objects.values())) == before


def test_an_item_is_found_only_in_its_own_list(reader, person, studies):
    mine, theirs = make_list(person, studies[0]), make_list(UserFactory(), studies[1])
    item = theirs.items.get()
    item.collection = mine
    assert reader.post(act(item, "remove")).status_code == 404
    assert theirs.items.exists()


def test_operators_end_a_link_that_was_handed_on(client, council):
    collection = services.share(collection=make_list(member(council)), by=member(council), at=NOW)
    client.force_login(UserFactory(is_superuser=True))
    client.post(reverse("collections:link", args=[collection.pk]), {"do": "stop"})
    collection.refresh_from_db()
    assert collection.token is None


def test_the_screens_ask_as_often_for_many_as_for_few(
    client, council, ward, studies, django_assert_max_num_queries
):
    me = member(council)
    small = make_list(me, *studies, keeper=Keeper.PARTNER)
    more = [make_page(CaseStudy, lead=PartnerFactory(), places=[ward]) for _ in range(9)]
    large = make_list(me, *studies, *more, keeper=Keeper.PARTNER)
    client.force_login(me)
    for collection in (small, large):
        client.get(collection.get_absolute_url())
        for name in ("detail", "document"):
            with django_assert_max_num_queries(18):
                client.get(reverse(f"collections:{name}", args=[collection.pk]))
    with django_assert_max_num_queries(8):
        client.get(OWN)
