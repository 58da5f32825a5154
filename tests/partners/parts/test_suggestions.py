"""Suggesting a change to another partner's part: its editors are told and decide."""

import pytest
from django.core import mail
from django.urls import reverse

from partners.agencies.models import Role
from partners.notices.models import Notice
from partners.parts import rules, suggestions
from partners.parts.models import PartSuggestion, PartVersion
from partners.policy.refusals import NotAllowed
from partners.sharing.models import Share
from tests.factories import MembershipFactory, UserFactory
from tests.partners.parts.saying import NOW, says

pytestmark = pytest.mark.django_db


def suggest(shared, by="council", to="trust", text="Say when they open."):
    """Have one partner suggest something to another."""
    editor, partner = getattr(shared, f"{by}_editor"), getattr(shared, to)
    return suggestions.suggest(page=shared.page, partner=partner, text=text, by=editor, at=NOW)


def answer(shared, suggestion, by="trust", **more):
    """Have a partner answer."""
    editor = getattr(shared, f"{by}_editor")
    return suggestions.answer(suggestion=suggestion, by=editor, at=NOW, **{"taken_up": True, **more})


@pytest.mark.parametrize(
    ("by", "to", "words"),
    [
        ("college", "trust", rules.NOT_WITH_US),
        ("council", "council", rules.YOUR_OWN),
        ("council", "college", rules.THEY_HAVE_NO_PART.format(partner="The college")),
    ],
)
def test_who_may_not_suggest_and_to_whom(shared, by, to, words):
    with pytest.raises(NotAllowed) as refusal:
        suggest(shared, by, to)
    assert str(refusal.value) == words
    assert not PartSuggestion.objects.exists()
    assert not Notice.objects.exists()


def test_operators_suggest_nothing(shared):
    operator = UserFactory(is_superuser=True)
    MembershipFactory(user=operator, partner=shared.council, role=Role.ADMIN)
    with pytest.raises(NotAllowed):
        suggestions.suggest(page=shared.page, partner=shared.trust, text="Hm.", by=operator, at=NOW)


def test_the_editors_of_the_part_are_told_and_nobody_else(shared, letters_go_out):
    MembershipFactory(partner=shared.trust, role=Role.MEMBER)
    approver = MembershipFactory(partner=shared.trust, role=Role.APPROVER).user
    suggest(shared)
    assert {notice.person for notice in Notice.objects.all()} == {shared.trust_editor, approver}
    assert len(mail.outbox) == 2
    letter = mail.outbox[0]
    assert letter.subject == "The council suggests a change to your part of “Warm homes”"
    assert "Say when they open." in letter.body
    assert "Say when they open." in letter.alternatives[0].content


def test_nothing_changes_by_a_suggestion_or_by_its_answer(shared):
    theirs = says(shared, "trust", "Two clinics.")
    answer(shared, suggest(shared))
    assert PartVersion.objects.get() == theirs


def test_sent_twice_it_waits_once(shared):
    assert suggest(shared) == suggest(shared)
    assert PartSuggestion.objects.count() == 1
    answer(shared, PartSuggestion.objects.get())
    assert suggest(shared) != PartSuggestion.objects.order_by("pk").first()


@pytest.mark.parametrize(
    ("taken_up", "word"),
    [(True, PartSuggestion.Answer.TAKEN_UP), (False, PartSuggestion.Answer.NOT_TAKEN_UP)],
)
def test_who_suggested_is_told_the_answer(shared, letters_go_out, taken_up, word):
    suggestion = suggest(shared)
    mail.outbox.clear()
    answer(shared, suggestion, taken_up=taken_up, words="Opening hours come in May.")
    suggestion.refresh_from_db()
    assert (suggestion.answer, suggestion.answered_by, suggestion.answered_at) == (
        word,
        shared.trust_editor,
        NOW,
    )
    (letter,) = mail.outbox
    assert letter.to == [shared.council_editor.email]
    assert "Opening hours come in May." in letter.body
    assert word.label.lower() in letter.body
    assert not Notice.objects.of(shared.trust_editor).unread().exists()


@pytest.mark.parametrize("by", ["council", "charity", "college"])
def test_only_the_partner_that_is_asked_answers(shared, by):
    suggestion = suggest(shared)
    with pytest.raises(NotAllowed):
        answer(shared, suggestion, by)
    suggestion.refresh_from_db()
    assert suggestion.answer == ""


@pytest.mark.parametrize(("by", "may"), [("council", True), ("trust", False), ("charity", False)])
def test_only_the_partner_that_suggested_takes_it_back(shared, by, may):
    suggestion = suggest(shared)
    editor = getattr(shared, f"{by}_editor")
    if may:
        suggestions.take_back(suggestion=suggestion, by=editor, at=NOW)
    else:
        with pytest.raises(NotAllowed):
            suggestions.take_back(suggestion=suggestion, by=editor, at=NOW)
    suggestion.refresh_from_db()
    assert suggestion.answer == (PartSuggestion.Answer.WITHDRAWN if may else "")


def test_it_is_answered_once(shared):
    suggestion = suggest(shared)
    answer(shared, suggestion)
    with pytest.raises(NotAllowed, match="answered on 4 March 2026"):
        answer(shared, suggestion, taken_up=False)
    with pytest.raises(NotAllowed, match="answered on 4 March 2026"):
        suggestions.take_back(suggestion=suggestion, by=shared.council_editor, at=NOW)


def test_the_screens_of_both_sides(client, shared):
    page = reverse("parts:page", args=[shared.page.pk])
    send = reverse("parts:suggest", args=[shared.page.pk, shared.trust.pk])
    field = f"to-{shared.trust.pk}-text"
    client.force_login(shared.council_editor)
    empty = client.post(send, {field: " "}).content.decode()
    assert f'<a href="#id_{field}">Write what you suggest.</a>' in empty
    assert '<details class="cw-suggest" open>' in empty
    long = client.post(send, {field: "y" * 1001}).content.decode()
    assert "y" * 1001 in long
    client.post(send, {field: "Say when they open."})
    suggestion = PartSuggestion.objects.get()
    assert "Take back" in client.get(page).content.decode()
    client.force_login(shared.trust_editor)
    words = client.get(page).content.decode()
    assert "Say when they open." in words
    assert "Take back" not in words
    leave = reverse("parts:answer", args=[suggestion.pk, "leave"])
    client.post(leave, {f"answer-{suggestion.pk}-words": "In May."})
    client.force_login(shared.council_editor)
    words = client.get(page).content.decode()
    assert "Not taken up" in words
    assert "In May." in words


@pytest.mark.parametrize("verb", ["take-up", "leave", "take-back", "anything"])
def test_a_suggestion_on_a_page_that_is_not_mine_is_as_one_that_is_not_there(client, shared, verb):
    suggestion = suggest(shared)
    client.force_login(shared.college_editor)
    for key in (suggestion.pk, 10**9):
        answer = client.post(reverse("parts:answer", args=[key, verb]))
        assert (answer.status_code, answer.url) == (302, "/admin/")
    suggestion.refresh_from_db()
    assert suggestion.answer == ""


def test_who_left_the_page_answers_nothing_any_more(shared):
    suggestion = suggest(shared)
    Share.objects.get(page=shared.page, partner=shared.trust).delete()
    with pytest.raises(NotAllowed):
        answer(shared, suggestion)
