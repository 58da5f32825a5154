"""Shares: which partner has which part in a page."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from partners.agencies.models import Partner


class ShareRole(models.TextChoices):
    """The part that a partner has in a page."""

    LEAD = "lead", "Lead partner"
    CONTRIBUTOR = "contributor", "Contributing partner"


class Share(models.Model):
    """One partner's part in one page. A page has one lead partner and any number of contributors."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="shares")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="shares")
    role = models.CharField("part", max_length=20, choices=ShareRole, default=ShareRole.CONTRIBUTOR)

    class Meta:
        ordering = ["-role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "partner"],
                name="a_partner_has_one_part_in_a_page",
                violation_error_message="This partner is already named.",
            ),
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(role=ShareRole.LEAD),
                name="a_page_has_one_lead_partner",
                violation_error_message="A page has one lead partner.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.get_role_display().lower()}"
