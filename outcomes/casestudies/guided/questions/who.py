"""Who did the work, and which partners stand by what is told."""

from datetime import datetime
from typing import Any

from django import forms

from outcomes.casestudies.guided.questions.base import Answer, RowForm, RowsForm, StepForm
from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.rows import NO_NAME, NO_SECTOR, Tier
from partners.agencies.models import Partner, PartnerKind
from partners.policy.table import Action
from partners.sharing import rules, services
from partners.sharing.models import Share, ShareInvitation
from partners.sharing.screens import InviteForm
from partners.text_fields import TOO_LONG, OneLineField

ASKED = "{partner} (asked, and has not answered yet)"
LEADS = "{partner} (leads it)"
MOST_CHOICES = 8
LONGEST_NAME = 200
CHOOSE = "No partner is called just '{typed}'. Choose one of those below, or type another name."
NO_SUCH_PARTNER = "No partner is called '{typed}', nor anything like it. Look it up in the list of partners."


class ProviderRow(RowForm):
    """One organisation or group that did the work."""

    telling = ("name", "sector")

    name = OneLineField(
        label="Name",
        max_length=200,
        error_messages={"required": NO_NAME, "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sector = forms.ChoiceField(
        label="Sector",
        choices=[("", "Choose one"), *PartnerKind.choices],
        error_messages={"required": NO_SECTOR},
    )
    tier = forms.TypedChoiceField(
        label="Part in the supply chain", choices=Tier.choices, coerce=int, initial=Tier.MAIN
    )


class ProvidersForm(RowsForm):
    """Who did the work, partner or not."""

    relation, row_form, most = "providers", ProviderRow, 12
    label, row_label = "Who did the work", "Provider"
    another = "Save and add another"

    @classmethod
    def line(cls, row: Any) -> str:
        """Return name, sector and, further down the supply chain, which part."""
        about = [row.get_sector_display()] if row.sector else []
        about += [row.get_tier_display().lower()] if row.tier != Tier.MAIN else []
        return f"{row.name} ({'; '.join(about)})" if about else str(row.name)


class WhichField(forms.CharField):
    """A radio button for each of several partners. Whether one is needed is for the form to say."""

    def validate(self, value: str) -> None:
        """Accept anything."""


class PartnersForm(StepForm, InviteForm):
    """Which other partners are named: each is asked, and signs for itself if it accepts."""

    another = "Ask this partner, and stay here"

    def prepare(self) -> None:
        """Ask only those who may ask others, and need no answer of them."""
        self.may_invite = rules.may(self.by, self.page, Action.INVITE)
        if not self.may_invite:
            self.fields.clear()
            return
        self.fields["partner"].required = False
        self.fields["partner"].label = "Ask another partner to put its name to it"
        self.fields["partner"].help_text = "Its name, or some words of it."
        typed = self.sent.get("partner", "").replace("\x00", "").strip()[:LONGEST_NAME]
        self.certain = named(typed)
        self.meant = [] if self.certain else list(Partner.objects.called_or_like(typed)[:MOST_CHOICES])
        if typed and self.meant:
            choices = [(str(each.pk), f"{each.name} ({each.get_kind_display()})") for each in self.meant]
            self.fields["which"] = WhichField(
                label="Which of these partners do you mean?", widget=forms.RadioSelect(choices=choices)
            )
            self.order_fields(["partner", "which", "message"])

    def clean_partner(self) -> Partner | None:  # type: ignore[override]  # nobody has to be asked
        """Return the partner that is meant. Raises ValidationError when none is certain or chosen."""
        if not self.cleaned_data["partner"].strip():
            return None
        if self.certain:
            return self.certain
        chosen = next((each for each in self.meant if str(each.pk) == self.sent.get("which")), None)
        if chosen is None:
            says = CHOOSE if self.meant else NO_SUCH_PARTNER
            raise forms.ValidationError(says.format(typed=self.cleaned_data["partner"].strip()))
        return chosen

    def clean(self) -> dict[str, Any]:
        """Want a partner where there are words for one."""
        cleaned = super().clean() or {}
        if cleaned.get("message") and cleaned.get("partner", "") is None:
            self.add_error("partner", "Write the name of the partner whom you ask, or empty the box below.")
        return cleaned

    def write(self) -> None:
        """Write nothing: who has a part is no part of the text."""

    def changes_beside(self) -> bool:
        """Whether a partner is to be asked."""
        return bool(self.cleaned_data.get("partner"))

    def save_beside(self, at: datetime) -> None:
        """Ask the partner. Raises NotAllowed."""
        partner, message = self.cleaned_data["partner"], self.cleaned_data["message"]
        services.invite(page=self.page, partner=partner, by=self.by, at=at, message=message)

    @classmethod
    def answers(cls, page: CaseStudy) -> list[Answer]:
        """Return who has a part, and who is asked; two queries."""
        shares = Share.objects.filter(page=page.pk).select_related("partner").order_by("-role", "pk")
        asked = ShareInvitation.objects.filter(page=page.pk, answer="").select_related("partner")
        names = [LEADS.format(partner=s.partner) if s.role == "lead" else str(s.partner) for s in shares]
        return [Answer("Whose name stands on it", names + [ASKED.format(partner=a.partner) for a in asked])]


def named(typed: str) -> Partner | None:
    """Return the partner of this name, or the only one whose name holds these words; None otherwise."""
    if not typed:
        return None
    found = list(Partner.objects.called(typed)[:2]) or list(Partner.objects.search(typed)[:2])
    return found[0] if len(found) == 1 else None
