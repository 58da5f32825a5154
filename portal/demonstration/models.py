"""Mail that the demonstration shows on a page instead of sending it."""

from django.db import models


class DemonstrationMail(models.Model):
    """One message, as its receiver would read it."""

    to = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject}, to {self.to}"
