"""What a page that several partners own together can say about its partners."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel

from partners.agencies.models import Partner
from partners.sharing.models import Share, ShareRole

ONE_LEAD = "Name one lead partner: choose 'Lead partner' for exactly one of the partners below."


class SharedPageForm(WagtailAdminPageForm):
    """Checks, before anything is saved, that the partners named make sense together."""

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one lead partner when the page is to be published."""
        cleaned: dict[str, Any] = super().clean()
        formset = self.formsets.get("shares")
        if formset is not None and not self.defer_required_fields and formset.is_valid():
            leads = [share for share in self.kept(formset) if share["role"] == ShareRole.LEAD]
            if len(leads) != 1:
                formset.non_form_errors().append(ONE_LEAD)
                self.add_error(None, ValidationError(ONE_LEAD))
        return cleaned

    @staticmethod
    def kept(formset: Any) -> list[dict[str, Any]]:
        """Return what was entered in the rows that are filled in and not deleted."""
        return [
            form.cleaned_data
            for form in formset.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


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
            min_num=1,
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
