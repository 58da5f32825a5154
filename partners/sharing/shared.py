"""What a page that several partners own together can say about its partners."""

from django.db import models
from wagtail.admin.panels import InlinePanel

from partners.agencies.models import Partner
from partners.sharing.models import Share, ShareRole


class Shared(models.Model):
    """Mixin of pages: one lead partner, any number of contributing partners."""

    class Meta:
        abstract = True

    sharing_panels = [
        InlinePanel(
            "shares",
            heading="Partners",
            label="partner",
            help_text="Who this belongs to: one lead partner, and everybody else who has a part in it.",
        )
    ]

    @property
    def ordered_shares(self) -> list[Share]:
        """The shares, lead first."""
        return sorted(self.shares.all(), key=lambda share: share.role != ShareRole.LEAD)  # type: ignore[attr-defined]

    @property
    def lead_partner(self) -> Partner | None:
        """The partner that leads, or None while a draft names none."""
        return next((share.partner for share in self.ordered_shares if share.role == ShareRole.LEAD), None)

    @property
    def contributors(self) -> list[Partner]:
        """The contributing partners, in the order in which they were named."""
        return [share.partner for share in self.ordered_shares if share.role == ShareRole.CONTRIBUTOR]
