"""The process that takes the last signature is killed at a random moment: all of it is there, or nothing.

`make kill` does this a hundred times; the usual run a few.
"""

import os
import time
from collections import Counter
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from outcomes.objectives.models import Objective
from partners.audit.models import AuditRow
from partners.mail.models import Letter
from partners.notices.models import Notice
from partners.signing.models import Publication, SignOff
from portal.operations.services import set_up_site
from tests.partners.signing.signed_and_killed import sign_and_die
from tests.partners.signing.test_signing_parallel import approver_of, form_to_decide, waiting_page
from tests.partners.signing.whole import faults

pytestmark = [
    pytest.mark.both,
    pytest.mark.signoff,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]
TIMES = int(os.environ.get("KILLED_TIMES", "4"))
NOW = timezone.now()
END_OF_LETTER = "-" * 79 + "\n"


@pytest.fixture
def letter_box(settings, tmp_path):
    """Letters as files, which a process leaves behind when it dies."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "letters"
    return Path(settings.EMAIL_FILE_PATH)


def ready_to_sign(number):
    """A page that waits for its last signature, and the form of who gives it."""
    together = waiting_page(number)
    together.decide(together.partners[0], NOW)
    client = approver_of(together, 1)
    return together, client, *form_to_decide(client, together.page)


def seconds_to_sign(rounds=3):
    """How long a sign-off takes here, the longest of a few."""
    longest = 0.0
    for number in range(rounds):
        _, client, address, fields = ready_to_sign(f"to measure {number}")
        began = time.monotonic()
        assert client.post(address, fields).status_code == 302
        longest = max(longest, time.monotonic() - began)
    return longest


def test_a_sign_off_that_is_killed_is_whole_or_nothing(letter_box):
    set_up_site()
    longest = 2 * seconds_to_sign()
    outcomes = Counter()
    for number in range(TIMES):
        together, client, address, fields = ready_to_sign(number)
        heard = sign_and_die(client, address, fields, longest)
        assert faults(together.page) == []
        signed = SignOff.objects.filter(page=together.page, partner=together.partners[1]).count()
        published = Publication.objects.filter(page=together.page).count()
        assert signed == published == Objective.objects.get(pk=together.page.pk).live
        assert signed or not heard, "A signature was acknowledged, and is lost."
        outcomes["heard" if heard else "kept, and not heard" if signed else "nothing"] += 1
        if not signed:
            # Whoever heard nothing presses again, and that counts.
            assert client.post(address, fields).status_code == 302
            assert faults(together.page) == []
    assert_mail_went_once(letter_box)
    call_command("audit_verify")
    print(f"{connection.vendor}, killed {TIMES} times within {longest:.2f} s: {dict(outcomes)}")  # noqa: T201
    assert AuditRow.objects.filter(action="page.signed").count() == SignOff.objects.count()


def assert_mail_went_once(letter_box):
    """What was not sent yet is sent now; each notice has one letter at most, and no letter went twice."""
    call_command("send_letters")
    texts = [text for file in letter_box.iterdir() for text in file.read_text().split(END_OF_LETTER)]
    sent = [message_from_string(text, policy=default) for text in texts if text.strip()]
    told = Counter((letter["To"], letter["Subject"]) for letter in sent)
    assert told
    assert max(told.values()) == 1
    assert Letter.objects.filter(sent_at=None, begun_at=None).count() == 0
    keys = Notice.objects.values_list("person", "key")
    assert len(keys) == len(set(keys))
