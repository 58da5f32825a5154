"""What is asked of people who let others in, and of people who want to come in."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import Truncator

from partners.agencies.models import Membership, Partner, Role
from partners.members.domains import DomainRefusedError, checked, is_shared_mailbox
from partners.members.rules import IS_MEMBER, SHARED_MAILBOX

MOST_AT_ONCE = 20
SHARED_FIELD = "shared_confirmed"
NOT_AN_ADDRESS = "“{address}” is not a mail address."
TOO_MANY_AT_ONCE = "Invite at most {most} people at once. These are {number}."


def roles(help_text: str = "") -> forms.ChoiceField:
    """Return a field for a role."""
    return forms.ChoiceField(
        label="Role",
        choices=Role.choices,
        initial=Role.EDITOR,
        help_text=help_text,
        error_messages={"required": "Choose a role."},
    )


class InviteForm(forms.Form):
    """Whom to invite, in which role."""

    addresses = forms.CharField(
        label="Mail addresses",
        help_text="One on each line. Each gets a letter with a link that works once, for 7 days.",
        error_messages={"required": "Write at least one mail address."},
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    role = roles("Approvers and partner admins need a second factor to sign in.")

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partner = partner
        if any(map(is_shared_mailbox, split(self.data.get("addresses", "")))):
            self.fields[SHARED_FIELD] = forms.BooleanField(
                label="One person alone uses each of these mailboxes here", required=False
            )

    def clean_addresses(self) -> list[str]:
        """Return the addresses, each once. Raises ValidationError, a sentence for each wrong one."""
        addresses = list(dict.fromkeys(split(self.cleaned_data["addresses"])))
        if len(addresses) > MOST_AT_ONCE:
            raise ValidationError(TOO_MANY_AT_ONCE.format(most=MOST_AT_ONCE, number=len(addresses)))
        members = Membership.objects.filter(partner=self.partner, user__email__in=addresses)
        taken = set(members.values_list("user__email", flat=True))
        problems = [
            NOT_AN_ADDRESS.format(address=Truncator(each).chars(60))
            for each in addresses
            if not is_address(each)
        ] + [IS_MEMBER.format(address=each) for each in addresses if each in taken]
        if problems:
            raise ValidationError(problems)
        return addresses

    def clean(self) -> dict[str, Any]:
        """Ask to confirm mailboxes that look shared. Raises ValidationError through the field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if SHARED_FIELD in self.fields and not cleaned.get(SHARED_FIELD):
            for address in filter(is_shared_mailbox, cleaned.get("addresses", [])):
                self.add_error("addresses", SHARED_MAILBOX.format(address=address))
        return cleaned


def split(typed: str) -> list[str]:
    """Return what stands on the lines, or between commas, semicolons and spaces, in small letters."""
    return [each.lower() for each in re.split(r"[\s,;]+", typed) if each]


def is_address(text: str) -> bool:
    """Whether this is a mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


class RoleForm(forms.Form):
    """Another role for a member."""

    role = roles("Approvers and partner admins need a second factor to sign in.")


class ApproveForm(forms.Form):
    """The role in which somebody is let in."""

    role = roles()


class RefuseForm(forms.Form):
    """Why somebody is not let in."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="The person reads it.",
        error_messages={"required": "Say why. The person reads it."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DomainForm(forms.Form):
    """A mail domain, and whether what is below it counts too."""

    domain = forms.CharField(
        label="Domain",
        max_length=260,
        help_text="What stands behind the @ in your people's addresses, for example mersey-bank.gov.uk.",
        error_messages={"required": "Write a domain."},
        widget=forms.TextInput(
            attrs={"spellcheck": "false", "autocomplete": "off", "autocapitalize": "none"}
        ),
    )
    includes_subdomains = forms.BooleanField(
        label="And everything below it",
        required=False,
        help_text="For mersey-bank.gov.uk also addresses such as pat@schools.mersey-bank.gov.uk.",
    )

    def clean_domain(self) -> str:
        """Return the domain as we write it. Raises ValidationError if it cannot stand for a partner."""
        try:
            return checked(self.cleaned_data["domain"])
        except DomainRefusedError as refusal:
            raise ValidationError(str(refusal)) from refusal


class AskForm(forms.Form):
    """A sentence to the people who will decide."""

    message = forms.CharField(
        label="Who you are and what you do there",
        max_length=300,
        help_text="A sentence or two. The partner admins read it, and nobody else.",
        error_messages={"required": "Write a sentence, so that they know who asks."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
