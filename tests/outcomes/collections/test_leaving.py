"""Personal data: what goes with an account, what a partner keeps, and what a person may take away."""

import pytest
from django.urls import reverse

from outcomes.collections import items
from outcomes.collections.models import CollectedItem, Collection, Keeper
from partners.agencies.models import Membership
from tests.factories import UserFactory
from tests.outcomes.collections.gathering import NOW, make_list, member, titles

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def maker(council):
    return member(council, "editor", user=UserFactory(first_name="Ada", last_name="Reader"))


@pytest.fixture
def lists(maker, studies):
    """One that its maker keeps, and one of the partner, both with the maker's name."""
    own, ours = (
        make_list(maker, *studies, title=keeper, keeper=keeper, shows_name=True) for keeper in Keeper.values
    )
    items.write_note(item=own.items.first(), note="My own note", based_on=1, at=NOW)
    return own, ours


def test_with_an_account_its_own_lists_go_and_the_partners_forget_the_person(maker, lists, council):
    maker.delete()
    left = Collection.objects.get()
    assert (left.title, left.owner, left.partner, left.made_by) == ("partner", None, council, council.name)
    assert titles(left) == ["A", "B", "C"]
    assert set(CollectedItem.objects.values_list("added_by", flat=True)) == {None}
    assert not CollectedItem.objects.filter(note="My own note").exists()


def test_many_accounts_at_once_go_the_same_way(maker, lists):
    type(maker).objects.filter(pk=maker.pk).delete()
    assert Collection.objects.get().owner is None


def test_whoever_leaves_a_partner_takes_their_own_lists_along(client, maker, lists, council):
    Membership.objects.get(user=maker).delete()
    own, ours = (Collection.objects.get(pk=each.pk) for each in lists)
    assert (own.owner_id, own.partner, own.made_by) == (maker.pk, None, "Ada Reader")
    assert (ours.owner, ours.partner, ours.made_by) == (None, council, council.name)
    client.force_login(maker)
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(ours.get_absolute_url()).status_code == 404


def test_with_a_partner_its_lists_go_and_peoples_own_stay(maker, lists, council, studies):
    for study in studies:
        study.shares.all().delete()
    council.delete()
    left = Collection.objects.get()
    assert (left.title, left.owner_id, left.partner) == ("me", maker.pk, None)


def test_with_a_case_study_it_goes_from_every_list(lists, studies):
    studies[0].delete()
    assert [titles(each) for each in lists] == [["B", "C"], ["B", "C"]]


def test_people_take_away_all_that_is_kept_of_them(client, maker, lists, council, studies):
    theirs = make_list(member(council), title="A colleague's", keeper=Keeper.PARTNER)
    items.add(collection=theirs, page_id=studies[0].pk, note="By me", by=maker, at=NOW)
    make_list(UserFactory(), studies[1], title="Nothing of mine")
    client.force_login(maker)
    answer = client.get(reverse("collections:own_data"))
    kept = answer.json()
    assert "attachment" in answer["Content-Disposition"]
    assert {each["title"] for each in kept["lists"]} == {"me", "partner"}
    notes = [item["note"] for each in kept["lists"] for item in each["case_studies"]]
    assert "My own note" in notes
    assert len(notes) == 6
    assert [item["note"] for item in kept["put_into_lists_of_others"]] == ["By me"]
    assert "Nothing of mine" not in answer.content.decode()


def test_whoever_left_takes_nothing_of_the_partners_lists_away(client, maker, lists, council):
    Membership.objects.get(user=maker).delete()
    client.force_login(maker)
    kept = client.get(reverse("collections:own_data")).json()
    assert [each["title"] for each in kept["lists"]] == ["me"]
    assert kept["put_into_lists_of_others"] == []
