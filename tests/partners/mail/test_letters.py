"""Letters go out once, after the commit, and again only where the mail server did not take them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from partners.mail.models import Letter
from partners.mail.sending import KEPT, LONGEST, PAUSES, forget_old, send_due
from partners.mail.services import post, post_message
from tests.partners.mail.smtp_server import CONTENT, GREETING, READER, mail_server

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def write(key="proposal-1-waiting", to="reader@example.org", **more):
    """Store a letter without sending it."""
    return Letter.objects.create(key=key, to=to, subject="News", text="It changed.\n", due_at=NOW, **more)


def send(at=NOW):
    return send_due(Letter.objects.all(), at=at)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 5
    with mail_server() as listening:
        settings.EMAIL_PORT = listening.server_address[1]
        yield listening


def test_a_letter_goes_out_after_the_commit_in_text_and_html(django_capture_on_commit_callbacks):
    message = EmailMultiAlternatives("A\nsubject", "Words", to=["one@example.org", "two@example.org"])
    message.attach_alternative("<p>Words</p>", "text/html")
    with django_capture_on_commit_callbacks() as waiting:
        post_message(key="news-1", message=message)
        assert mail.outbox == []
    for callback in waiting:
        callback()
    assert [sent.to for sent in mail.outbox] == [["one@example.org"], ["two@example.org"]]
    assert mail.outbox[0].subject == "A subject"
    assert mail.outbox[0].alternatives == [("<p>Words</p>", "text/html")]


def test_what_is_noted_twice_is_told_once(django_capture_on_commit_callbacks):
    message = EmailMultiAlternatives("News", "Words", to=["one@example.org"])
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            post_message(key="news-1", message=message)
    assert len(mail.outbox) == 1


def test_no_letter_is_left_of_a_transaction_that_fails():
    @transaction.atomic
    def write_and_fail():
        post_message(key="news-1", message=EmailMultiAlternatives("News", "Words", to=["a@example.org"]))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert not Letter.objects.exists()


def test_a_letter_that_can_be_stopped_says_so_to_mail_programs_and_another_does_not(server):
    address = "https://commonweal.example/notices/stop/" + "x" * 90 + "/"
    write(key="one", stop_url=address)
    write(key="two")
    assert send().sent == 2
    first, second = server.taken
    head = first.partition("\n\n")[0] or first
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    assert f"<{address}>" in head.replace("\r", "").replace("\n ", "")
    assert "List-Unsubscribe" not in second
    assert set(Letter.objects.values_list("stop_url", flat=True)) == {""}


def test_a_template_that_is_broken_stores_nothing():
    with pytest.raises(Exception, match="nowhere"):
        post(key="news-1", to="a@example.org", subject="News", template="nowhere", context={})
    assert not Letter.objects.exists()


def test_nothing_of_a_letter_is_kept_once_it_is_sent(server):
    write(html="<p>It changed.</p>")
    assert send().sent == 1
    [taken] = server.taken
    assert "It changed." in taken
    letter = Letter.objects.get()
    assert (letter.to, letter.subject, letter.text, letter.html) == ("", "", "", "")
    assert letter.sent_at == NOW
    assert send().sent == 0
    assert len(server.taken) == 1


@pytest.mark.parametrize("hangs_up_at", [GREETING, ""])
def test_a_server_that_is_away_gets_the_letter_later(server, settings, hangs_up_at):
    write()
    if hangs_up_at:
        server.hangs_up_at = hangs_up_at
    else:
        listening, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    outcome = send()
    assert (outcome.sent, outcome.failed) == (0, 1)
    assert outcome.problem.startswith("The mail server cannot be reached:")
    server.hangs_up_at = ""
    if not hangs_up_at:
        settings.EMAIL_PORT = listening
    assert send().sent == 0
    assert send(NOW + PAUSES[0]).sent == 1
    assert len(server.taken) == 1


def test_a_server_that_is_away_is_asked_once_for_many_letters(server):
    server.hangs_up_at = GREETING
    for number in range(5):
        write(key=f"news-{number}")
    assert send().failed == 1
    assert Letter.objects.filter(tries=0, begun_at=None).count() == 4


def test_a_temporary_refusal_is_tried_again_until_the_last_pause(server):
    write()
    server.refuses = {CONTENT: "451 come back later"}
    at = NOW
    for pause in PAUSES:
        assert send(at).failed == 1
        assert send(at).failed == 0
        at += pause
    assert Letter.objects.given_up().count() == 0
    assert send(at).failed == 1
    assert Letter.objects.given_up().count() == 1
    assert send(at + timedelta(days=9)).failed == 0
    assert server.taken == []


def test_an_address_that_the_server_refuses_is_set_aside_at_once(server):
    write()
    server.refuses = {READER: "550 nobody of that name"}
    assert send().failed == 1
    letter = Letter.objects.given_up().get()
    assert "550" in letter.problem


def test_a_line_cut_after_the_last_word_sends_nothing_twice(server):
    write()
    server.hangs_up_at = CONTENT
    assert send().failed == 1
    server.hangs_up_at = ""
    assert send(NOW + timedelta(days=2)).sent == 0
    assert len(server.taken) == 1
    assert Letter.objects.unfinished(before=NOW + LONGEST).count() == 1


def test_the_command_names_what_is_left_and_sends_it_again_when_told(server):
    write()
    server.refuses = {READER: "550 nobody of that name"}
    said = StringIO()
    call_command("send_letters", stdout=said)
    assert "0 sent, 1 failed, 0 wait." in said.getvalue()
    assert "Set aside: proposal-1-waiting" in said.getvalue()
    server.refuses = {}
    call_command("send_letters", again="proposal-1-waiting", stdout=said)
    assert "1 sent, 0 failed, 0 wait." in said.getvalue()
    with pytest.raises(CommandError, match="No letter with the key"):
        call_command("send_letters", again="proposal-1-waiting")


def test_a_letter_that_nobody_could_send_is_emptied_in_the_end():
    write(written_at=NOW - KEPT - timedelta(days=1))
    fresh = write(key="fresh")
    assert forget_old(at=NOW) == 1
    assert list(Letter.objects.exclude(to="")) == [fresh]
    assert forget_old(at=NOW) == 0


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_twenty_workers_send_a_letter_once(copied_database):
    write()

    def work(_):
        try:
            return send().sent
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as workers:
        assert sum(workers.map(work, range(20))) == 1
    assert len(mail.outbox) == 1
