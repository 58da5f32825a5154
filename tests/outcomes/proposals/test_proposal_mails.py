"""Which mails go out, to whom, and that none goes out before what it tells of is stored."""

import pytest
from django.core import mail
from django.db import transaction

from outcomes.proposals import services
from outcomes.proposals.models import Proposal
from outcomes.proposals.moves import Status
from partners.agencies.models import Role
from partners.policy.refusals import NotAllowed
from tests.outcomes.proposals.factories import NOW, WORDS, ProposalFactory, convener, member, submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Run what waits for the end of the transaction."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def both_parts(message):
    """Return the text and the HTML of a mail."""
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    return message.body, html


def test_submit_sends_one_link_to_the_proposer(ground, after_commit):
    with after_commit():
        services.submit(submission=submission(ground.ward), at=NOW)
        services.submit(submission=submission(ground.ward), at=NOW)
    [message] = mail.outbox
    proposal = Proposal.objects.get()
    assert message.to == [WORDS["proposer_email"]]
    assert message.subject == f"Confirm your proposal {proposal.reference}"
    for part in both_parts(message):
        assert "http://localhost:8000/proposals/confirm/" in part
        assert WORDS["title"] in part
        assert "Mersey Council reads it" in part


def test_the_mail_says_when_nobody_answers_there(ground, after_commit):
    with after_commit():
        services.submit(submission=submission(ground.region), at=NOW)
    assert "no partner answers proposals for North yet" in mail.outbox[0].body


def test_nothing_is_sent_when_the_transaction_fails(ground, after_commit):
    @transaction.atomic
    def submit_and_fail():
        services.submit(submission=submission(ground.ward), at=NOW)
        raise ZeroDivisionError

    with after_commit(), pytest.raises(ZeroDivisionError):
        submit_and_fail()
    assert mail.outbox == []


def test_nothing_is_sent_before_the_commit(ground, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        services.submit(submission=submission(ground.ward), at=NOW)
    assert mail.outbox == []
    for callback in waiting:
        callback()
    assert len(mail.outbox) == 1


def test_confirm_tells_each_moderator_of_the_place_once(ground, after_commit):
    region_admin = member(convener(ground.region), role=Role.ADMIN)
    ground.council.memberships.create(user=region_admin, role=Role.ADMIN)
    member(ground.council, role=Role.EDITOR)
    member(ground.council, is_active=False)
    proposal = ProposalFactory(place=ground.ward, unconfirmed=True)
    with after_commit():
        services.confirm(proposal=proposal, at=NOW)
        services.confirm(proposal=proposal, at=NOW)
    assert sorted(message.to for message in mail.outbox) == sorted(
        [[ground.moderator.email], [region_admin.email]]
    )
    for part in both_parts(mail.outbox[0]):
        assert f"http://localhost:8000/admin/proposals/{proposal.reference}/" in part
        assert proposal.proposer_email not in part


@pytest.mark.parametrize(
    ("verb", "start", "says"),
    [
        (services.accept, Status.RECEIVED, "everybody can read it now"),
        (services.decline, Status.RECEIVED, "It was declined."),
        (services.adopt, Status.OPEN, "Mersey Council made a draft objective"),
    ],
)
def test_each_decision_goes_to_the_proposer_with_its_reason(ground, site, after_commit, verb, start, says):
    proposal = ProposalFactory(place=ground.ward, status=start)
    facts = {"proposal": proposal, "by": ground.moderator, "partner": ground.council, "at": NOW}
    with after_commit():
        verb(**facts, reason="We read it & agree.")
    [message] = mail.outbox
    assert message.to == [proposal.proposer_email]
    assert proposal.reference in message.subject
    text, html = both_parts(message)
    assert says in text
    assert says in html
    assert "We read it & agree." in text
    assert "We read it &amp; agree." in html
    assert "Decided by Mersey Council on 4 March 2026." in text
    assert "/proposals/own/" in text
    assert ground.moderator.email not in text + html


def test_a_mail_runs_nothing_and_loads_nothing(ground, after_commit):
    nasty = submission(ground.ward, title="<script>x</script> & 'more'", proposer_name="<img src=x>")
    with after_commit():
        services.submit(submission=nasty, at=NOW)
    text, html = both_parts(mail.outbox[0])
    assert "<script>x</script> & 'more'" in text
    assert "<script" not in html
    assert "<img" not in html


def test_a_title_cannot_add_lines_to_the_head_of_a_mail(ground, after_commit):
    with after_commit():
        services.submit(submission=submission(ground.ward, title="Hello\nBcc: all@example.org"), at=NOW)
    [message] = mail.outbox
    assert message.recipients() == [WORDS["proposer_email"]]


def test_nothing_is_sent_for_a_refused_answer(ground, after_commit):
    proposal = ProposalFactory(place=ground.ward)
    with after_commit(), pytest.raises(NotAllowed, match="Only an approver"):
        services.accept(
            proposal=proposal, by=ground.other_moderator, partner=ground.council, reason="", at=NOW
        )
    assert mail.outbox == []
