"""What a page that several partners own together can say about its partners."""

from django.db import models

from partners.agencies.acting import AnyUser, partner_of
from partners.agencies.models import Partner
from partners.sharing.models import Share, ShareRole
from partners.sharing.page_rights import SharedPageRights
from partners.sharing.panels import PartnersPanel


class Shared(models.Model):
    """Mixin of pages: one lead partner, any number of contributing partners."""

    class Meta:
        abstract = True

    sharing_panels = [PartnersPanel(heading="Partners")]

    def permissions_for_user(self, user: AnyUser) -> SharedPageRights:
        """Return what a person may do with this page."""
        return SharedPageRights(user, self)

    def get_admin_display_title(self) -> str:
        """Return the title that the editors' side names the page by: once it is live, what everybody reads.

        Choosers offer what is live to other partners too, and a newer draft's title is none of theirs.
        """
        return self.title if self.live else super().get_admin_display_title()  # type: ignore[misc, attr-defined]

    @property
    def ordered_shares(self) -> list[Share]:
        """The shares, lead first; where they were fetched for readers, those that readers know of.

        A page that was never saved has the one that saving it will make.
        """
        if self.pk is None:
            writer = self.owner  # type: ignore[attr-defined]  # mixed into pages
            partner = partner_of(writer) if writer else None
            return [Share(partner=partner, role=ShareRole.LEAD)] if partner else []
        shares = self.shares.all()  # type: ignore[attr-defined]  # a relation to pages
        if not self.is_for_readers:
            shares = shares.select_related("partner")
        return sorted(shares, key=lambda share: share.role != ShareRole.LEAD)

    @property
    def lead_partner(self) -> Partner | None:
        """The partner that leads, or None while a draft names none.

        For readers it is the one that led before, until a text that names the new one is on the site.
        """
        shares = self.ordered_shares
        lead = next((share.partner for share in shares if share.role == ShareRole.LEAD), None)
        return shares[0].partner if lead is None and shares and self.is_for_readers else lead

    @property
    def contributors(self) -> list[Partner]:
        """The contributing partners, in the order in which they were named."""
        lead = self.lead_partner
        return [share.partner for share in self.ordered_shares if share.partner != lead]

    @property
    def is_for_readers(self) -> bool:
        """Whether the shares were fetched for readers, who know of those that a published text names."""
        return "shares" in getattr(self, "_prefetched_objects_cache", {})
