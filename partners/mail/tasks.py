"""Sending, in the background."""

from django.utils import timezone
from django_tasks import task

from partners.mail.models import Letter
from partners.mail.sending import send_due


@task()
def send_letter(letter_id: int) -> int:
    """Send one letter if it is still due. Returns how many were sent: one or none."""
    return send_due(Letter.objects.filter(pk=letter_id), at=timezone.now()).sent
