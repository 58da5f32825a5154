"""What names an ended place moves to the one place that followed; all else waits for a person."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError
from django.db.models import ForeignKey
from django.utils import timezone
from wagtail.models import ReferenceIndex

from outcomes.objectives.models import Objective
from partners.agencies.models import Partner
from partners.following.models import PlaceFollow
from partners.places.editions import moving
from partners.places.models import Place, PlaceQuestion, PostcodeDistrict, PostcodePoint
from partners.places.tagging import PagePlace
from partners.signing.publishing import take_over
from search.models import SearchOutbox, Subject
from tests.factories import UserFactory
from tests.partners.places.editions.factories import place

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def names(page):
    return sorted(PagePlace.objects.filter(page=page).values_list("place__name", flat=True))


def served(partner):
    return sorted(
        partner.serves.through.objects.filter(partner=partner).values_list("place__name", flat=True)
    )


def publish(page):
    """Publish the newest version of a page, as its editor would."""
    take_over(page=page, at=timezone.now())


def test_pages_partners_and_proposals_move_where_the_successor_is_certain(delivery, content):
    said = delivery.load("2026-05")
    assert names(content.in_aston) == ["North Vale"]
    assert served(content.council) == ["North Vale"]
    content.proposal.refresh_from_db()
    assert content.proposal.place.name == "North Vale"
    assert "Moved to successors: 8\n  Pages: 4\n  Places served: 3\n  Proposals: 1\n" in said


def test_nothing_names_the_same_place_twice(delivery, content):
    said = delivery.load("2026-05")
    assert names(content.in_both) == ["North Vale"]
    assert served(content.joint) == ["North Vale", "Stay 11"]
    assert "Had the successor already, so not named twice: 2\n" in said
    assert "  Pages: In both\n" in said
    assert "  Places served: Joint Board\n" in said


def test_what_has_no_certain_successor_stays_and_is_asked(delivery, content):
    said = delivery.load("2026-05")
    assert names(content.in_abbey) == ["Abbey"]
    assert names(content.in_abbey_and_aston) == ["Abbey", "North Vale"]
    assert names(content.lost) == ["Stay 20"]
    asked = PlaceQuestion.objects.filter(state="open")
    assert sorted(asked.values_list("place__name", "label")) == sorted(
        [
            ("Abbey", "In Abbey"),
            ("Abbey", "In Abbey and Aston"),
            ("Abbey", str(content.open_proposal)),
            ("Stay 20", "Lost"),
        ]
    )
    assert "To be decided in the admin (Reports): 4\n" in said
    assert "Stay 20 (E07000020): Lost. What followed is not known." in said
    assert asked.get(label="In Abbey").note.startswith("Now 50% Abbey East, North Vale")


def test_the_counts_reconcile(delivery, content):
    """Moved, duplicates, to be decided and untouched are all that there was, for every relation."""
    rules = moving.rules()
    ended_later = {place(code).pk for code in ("E07000001", "E07000002", "E05000001", "E07000020")}
    before = {rule.key: rule.named(set(Place.objects.values_list("pk", flat=True))) for rule in rules}
    rows_before = {rule.key: rows_of(rule) for rule in rules}
    delivery.load("2026-05")
    for rule in rules:
        after = rule.named(set(Place.objects.values_list("pk", flat=True)))
        open_ones = set(
            PlaceQuestion.objects.filter(relation=rule.key, state="open").values_list("place", "object_id")
        )
        untouched = {pair for pair in before[rule.key] if pair[0] not in ended_later}
        moved = before[rule.key] - untouched - open_ones
        heir = place("E06000101").pk
        assert after == untouched | open_ones | {(heir, thing) for _, thing in moved}
        duplicates = len(moved) - len({thing for _, thing in moved})
        assert rows_of(rule) == rows_before[rule.key] - duplicates
    assert before["places.pageplace.place"]  # the reckoning was about something


def rows_of(rule):
    """How many rows the relation of a rule has."""
    model = next(model for (model, _), known in moving.declared.items() if known == rule)
    assert any(isinstance(field, ForeignKey) for field in model._meta.local_fields)
    return model._base_manager.count()


def test_permissions_reconcile(delivery, content):
    """Who may answer for Aston may answer for what Aston became, and nobody is lost or added."""
    before = set(Partner.objects.values_list("pk", "memberships__user", "memberships__role"))
    delivery.load("2026-05")
    assert set(Partner.objects.values_list("pk", "memberships__user", "memberships__role")) == before
    convening = Partner.objects.filter(serves__in=Place.objects.covering(place("E05000002")))
    assert content.council in convening


def test_a_draft_names_the_successor_when_it_is_published_later(delivery, content):
    page = content.in_aston
    page.title = "In Aston, improved"
    page.save_revision()
    delivery.load("2026-05")
    publish(Objective.objects.get(pk=page.pk))
    page.refresh_from_db()
    assert page.title == "In Aston, improved"
    assert names(page) == ["North Vale"]


def test_a_draft_that_alone_names_the_place_moves_too(delivery, content):
    page = content.elsewhere
    page.place_tags = [PagePlace(place=place("E07000003"))]
    page.save_revision()
    delivery.load("2026-05")
    assert names(page) == ["Stay 11"]
    publish(Objective.objects.get(pk=page.pk))
    assert names(page) == ["South Vale"]


def test_a_draft_with_two_places_that_become_one_can_be_published(delivery, content):
    content.in_both.save_revision()
    delivery.load("2026-05")
    publish(Objective.objects.get(pk=content.in_both.pk))
    assert names(content.in_both) == ["North Vale"]


def test_a_scheduled_version_moves_though_a_newer_draft_is_there(delivery, content):
    page = content.in_aston
    page.go_live_at = datetime(2099, 1, 1, tzinfo=UTC)
    scheduled = page.save_revision(approved_go_live_at=page.go_live_at)
    page.go_live_at = None
    page.place_tags = [PagePlace(place=place("E07000011"))]
    page.save_revision()
    delivery.load("2026-05")
    scheduled.refresh_from_db()
    assert [tag["place"] for tag in scheduled.content["place_tags"]] == [place("E06000101").pk]


def test_a_version_in_a_workflow_moves(delivery, content):
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    task = GroupApprovalTask.objects.create(name="Look at it")
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    page = content.in_aston
    sent_in = page.save_revision()
    workflow.start(page, content.member.user)
    page.place_tags = [PagePlace(place=place("E07000011"))]
    page.save_revision()
    delivery.load("2026-05")
    sent_in.refresh_from_db()
    assert [tag["place"] for tag in sent_in.content["place_tags"]] == [place("E06000101").pk]


def test_versions_that_can_only_be_looked_at_stay_as_they_were(delivery, content):
    page = content.in_aston
    old = page.save_revision()
    page.save_revision()
    delivery.load("2026-05")
    old.refresh_from_db()
    assert [tag["place"] for tag in old.content["place_tags"]] == [place("E07000001").pk]


def test_a_page_with_a_draft_that_cannot_be_read_waits_for_a_person(delivery, content):
    draft = content.in_aston.save_revision()
    draft.content = {**draft.content, "place_tags": [{"pk": 1}]}
    draft.save()
    delivery.load("2026-05")
    assert names(content.in_aston) == ["Aston"]
    question = PlaceQuestion.objects.get(state="open", label="In Aston")
    assert question.note.startswith("A draft of it cannot be read.")


def test_postcodes_move_as_a_whole_and_are_asked_about_as_one(delivery, content):
    PostcodeDistrict.objects.create(code="AA1", place=place("E07000001"))
    PostcodePoint.objects.bulk_create(
        [PostcodePoint(code=f"AB1{number}AA", place=place("E05000001")) for number in range(3)]
    )
    delivery.load("2026-05")
    assert PostcodeDistrict.objects.get().place.name == "North Vale"
    question = PlaceQuestion.objects.get(relation="places.postcodepoint.place")
    assert (question.label, question.object_id) == ("Postcodes: 3", 0)


def test_follows_move_once_per_person_and_are_asked_about_without_naming_anybody(delivery, content):
    people = UserFactory.create_batch(3)

    def follow(person, *codes):
        for code in codes:
            PlaceFollow.objects.create(user=person, place=place(code), followed_at=datetime.now(UTC))

    follow(people[0], "E07000001", "E07000002")
    follow(people[1], "E07000002", "E05000001", "E07000011")
    follow(people[2], "E05000001")
    said = delivery.load("2026-05")
    followed = PlaceFollow.objects.order_by("user", "place__name").values_list("user", "place__name")
    assert list(followed) == [
        (people[0].pk, "North Vale"),
        (people[1].pk, "Abbey"),
        (people[1].pk, "North Vale"),
        (people[1].pk, "Stay 11"),
        (people[2].pk, "Abbey"),
    ]
    assert PlaceQuestion.objects.get(relation="following.placefollow.place").label == "Follows: 2"
    assert not any(person.email in said or person.last_name in said for person in people)


def test_pages_at_a_neighbourhood_that_was_put_away_are_not_asked_about(delivery, content):
    corner = Place.objects.create(
        code="CWABBEY01", kind="neighbourhood", name="Abbey corner", ended_on="2026-01-01"
    )
    PagePlace.objects.create(page=content.elsewhere, place=corner)
    delivery.load("2026-05")
    assert not PlaceQuestion.objects.filter(place=corner).exists()


def test_wagtails_list_of_references_follows(delivery, content):
    content.in_aston.save()
    aston = place("E07000001")
    listed = ReferenceIndex.objects.filter(object_id=content.in_aston.pk, model_path="place_tags.item.place")
    assert list(listed.values_list("to_object_id", flat=True)) == [str(aston.pk)]
    delivery.load("2026-05")
    assert list(listed.values_list("to_object_id", flat=True)) == [str(place("E06000101").pk)]


def test_search_hears_of_moved_renamed_and_surrounded_pages(delivery, content):
    SearchOutbox.objects.all().delete()
    delivery.load("2026-05")
    noted = set(SearchOutbox.objects.filter(subject=Subject.PAGE).values_list("object_id", flat=True))
    assert {content.in_aston.pk, content.in_both.pk, content.in_abbey.pk, content.lost.pk} <= noted
    assert content.elsewhere.pk not in noted


def test_an_unknown_successor_that_a_later_edition_names_is_followed(delivery, content):
    delivery.load("2026-05")
    delivery.rows["E07000020"] = {
        "code": "E07000020",
        "kind": "district",
        "name": "Stay 20",
        "parents": "E12000001",
        "ended_on": "2026-05-01",
        "successors": "E07000019",
    }
    delivery.load("2026-05b")
    assert names(content.lost) == ["Stay 19"]
    assert PlaceQuestion.objects.get(label="Lost").state == "settled"


def test_a_load_that_fails_on_the_way_changes_nothing(delivery, content, everything, monkeypatch):
    before = everything()

    def fail(*args, **kwargs):
        raise CommandError("The disk is full.")

    monkeypatch.setattr("partners.places.editions.carrying.questions.ask", fail)
    with pytest.raises(CommandError):
        delivery.load("2026-05")
    assert everything() == before
