"""A mail backend that keeps messages for the page /demonstration/mail/."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.demonstration.models import DemonstrationMail

KEPT = 200


class DatabaseBackend(BaseEmailBackend):
    """Keeps each message in the database; the oldest make room for the newest."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages. Returns how many."""
        DemonstrationMail.objects.bulk_create(
            DemonstrationMail(
                to=", ".join(message.recipients()), subject=str(message.subject), text=str(message.body)
            )
            for message in email_messages
        )
        kept = DemonstrationMail.objects.values_list("pk", flat=True)[:KEPT]
        DemonstrationMail.objects.exclude(pk__in=list(kept)).delete()
        return len(email_messages)
