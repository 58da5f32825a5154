"""Making a list, changing what it says, handing it on, deleting it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from outcomes.collections import rules, services
from outcomes.collections.models import Collection, Keeper
from outcomes.collections.services import ChangedMeanwhileError, Details
from partners.audit.models import AuditRow
from partners.policy.refusals import NotAllowed
from tests.factories import PartnerFactory, as_acting_for
from tests.outcomes.collections.gathering import LATER, NOW, make_list, member

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def recorded():
    rows = AuditRow.objects.filter(action__startswith="collection.").order_by("sequence")
    return list(rows.values_list("action", flat=True))


def again(collection):
    return Collection.objects.get(pk=collection.pk)


def test_a_form_sent_twice_makes_one_list(person):
    key = uuid4()
    first, second = (
        services.make(details=Details("What helps"), form_key=key, by=person, at=NOW) for _ in range(2)
    )
    assert first == second
    assert Collection.objects.count() == 1


def test_the_key_of_somebody_elses_form_makes_a_list_of_ones_own(person, council):
    theirs = make_list(member(council))
    made = services.make(details=Details("Mine"), form_key=theirs.form_key, by=person, at=NOW)
    assert made != theirs
    assert made.owner == person


def test_a_list_is_ones_own_without_a_partner_even_when_asked_otherwise(person):
    made = make_list(person, keeper=Keeper.PARTNER)
    assert (made.keeper, made.partner, made.token) == (Keeper.ME, None, None)


def test_it_is_made_for_the_partner_that_somebody_acts_for(council):
    editor = member(council)
    other = member(PartnerFactory(), user=editor)
    assert make_list(as_acting_for(editor, council)).partner == council
    assert make_list(other).partner != council


def test_so_many_an_hour(person):
    for _ in range(rules.MOST_IN_PERIOD):
        make_list(person, at=NOW - timedelta(minutes=59))
    with pytest.raises(NotAllowed, match="many lists in the last hour"):
        make_list(person)
    assert Collection.objects.count() == rules.MOST_IN_PERIOD
    make_list(person, at=NOW + timedelta(minutes=1))


def test_so_many_in_all(person, monkeypatch):
    monkeypatch.setattr(rules, "MOST_OF_ONE_PERSON", 3)
    for day in range(3):
        make_list(person, at=NOW - timedelta(days=day + 1))
    with pytest.raises(NotAllowed, match="Delete one"):
        make_list(person)


def test_a_save_over_words_that_were_not_seen_is_refused(council):
    collection = make_list(member(council), keeper=Keeper.PARTNER)
    facts = {"collection": collection, "based_on": collection.version, "at": LATER}
    services.change(details=Details("Theirs"), by=member(council), **facts)
    with pytest.raises(ChangedMeanwhileError) as refusal:
        services.change(details=Details("Mine"), by=member(council), **facts)
    assert refusal.value.now.title == "Theirs"
    assert again(collection).title == "Theirs"


def test_only_the_maker_gives_a_list_to_the_partner_and_it_stays_there(council):
    maker = member(council)
    collection = make_list(maker)
    services.change(
        collection=collection,
        details=Details("Ours", keeper=Keeper.PARTNER),
        based_on=1,
        by=maker,
        at=LATER,
    )
    services.change(
        collection=collection, details=Details("Ours", keeper=Keeper.ME), based_on=2, by=maker, at=LATER
    )
    assert again(collection).keeper == Keeper.PARTNER
    assert recorded() == ["collection.made"]


def test_nobody_shows_somebody_elses_name(council):
    collection = make_list(member(council), keeper=Keeper.PARTNER)
    details = Details("Ours", keeper=Keeper.PARTNER, shows_name=True)
    services.change(collection=collection, details=details, based_on=1, by=member(council), at=LATER)
    assert again(collection).shows_name is False


def test_a_new_link_ends_the_old_one(council):
    maker = member(council)
    collection = make_list(maker, keeper=Keeper.PARTNER)
    facts = {"collection": collection, "by": maker, "at": LATER}
    first = services.share(**facts).token
    assert services.share(**facts).token == first
    second = services.renew_link(**facts).token
    assert len({first, second}) == 2
    assert min(len(first), len(second)) == 32
    assert not Collection.objects.filter(token=first).exists()
    services.stop_sharing(**facts)
    services.stop_sharing(**facts)
    assert again(collection).token is None
    assert recorded() == ["collection.made", *["collection.shared"] * 2, "collection.unshared"]


def test_what_somebody_gathers_alone_is_on_no_record(person):
    collection = make_list(person)
    services.share(collection=collection, by=person, at=LATER)
    services.delete(collection=collection, by=person, at=LATER)
    assert recorded() == []


@pytest.mark.parametrize(("role", "may"), [("member", False), ("editor", True), ("admin", True)])
def test_who_deletes_a_list_of_the_partner(council, role, may):
    collection = make_list(member(council), keeper=Keeper.PARTNER)
    by = member(council, role)
    if may:
        services.delete(collection=collection, by=by, at=LATER)
    else:
        with pytest.raises(NotAllowed, match="an editor"):
            services.delete(collection=collection, by=by, at=LATER)
    assert Collection.objects.exists() is not may


def test_its_maker_deletes_it_while_acting_for_that_partner(council):
    maker = member(council)
    collection = make_list(maker, keeper=Keeper.PARTNER)
    elsewhere = member(PartnerFactory(), "admin", user=maker)
    with pytest.raises(NotAllowed):
        services.delete(collection=collection, by=elsewhere, at=LATER)
    services.delete(collection=collection, by=as_acting_for(maker, council), at=LATER)
    assert recorded() == ["collection.made", "collection.deleted"]


@pytest.mark.parametrize("facts", [{"owner": None}, {"keeper": "partner", "partner": None}, {"token": ""}])
def test_the_database_keeps_what_must_hold(council, facts):
    collection = make_list(member(council))
    with pytest.raises(IntegrityError), transaction.atomic():
        Collection.objects.filter(pk=collection.pk).update(**facts)


def test_a_list_names_nobody_where_it_is_logged(person):
    assert str(make_list(person, title="About Ada")) == f"List {Collection.objects.get().pk}"
