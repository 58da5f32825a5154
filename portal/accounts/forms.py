"""The forms about an account, in our words: a label above each field, no grey text inside."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from partners.people.models import User
from portal.accounts.limits import shared
from portal.accounts.second_factor import MFAAdapter

CHOOSING_HINT = (
    "At least 12 characters. Three or four words that do not belong together are easy to remember"
    " and hard to guess."
)
ADDRESS = "Email address"
CODE = "Code"


class Plain:
    """Removes placeholders, and says labels and hints as the form's `words` have them."""

    words: dict[str, tuple[str, str]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, (label, hint) in self.words.items():
            self.fields[name].label = label
            self.fields[name].help_text = hint


class SignInForm(Plain, account.LoginForm):
    """Mail address and password."""

    words = {"login": (ADDRESS, ""), "password": ("Password", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUpForm(Plain, account.SignupForm):
    """Name, mail address and password. Takes as long, and answers the same, known or not."""

    words = {
        "email": (ADDRESS, "We send a link to it. It is never shown to the public."),
        "password1": ("Password", CHOOSING_HINT),
    }
    first_name = forms.CharField(
        label="First name", max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Last name", max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    field_order = ["first_name", "last_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The link of an invitation has proved this address: nothing else may take its place.
        if proved := context.request.session.get("account_verified_email"):
            self.fields["email"].disabled, self.fields["email"].initial = True, proved
            self.fields["email"].help_text = "You were invited at this address."

    def try_save(self, request: HttpRequest) -> Any:
        """Open the account; where there is one, take as long, and tell it by mail."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ForgottenPasswordForm(Plain, account.ResetPasswordForm):
    """The mail address that the link goes to."""

    words = {"email": (ADDRESS, "")}


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    """A new password, by a link in a mail."""

    words = {"password1": ("New password", CHOOSING_HINT), "password2": ("New password again", "")}


class FirstPasswordForm(Plain, account.SetPasswordForm):
    """A password, for somebody who signed in without one so far."""

    words = {"password1": ("Password", CHOOSING_HINT), "password2": ("Password again", "")}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """A new password in the place of the current one."""

    words = {
        "oldpassword": ("Current password", ""),
        "password1": ("New password", CHOOSING_HINT),
        "password2": ("New password again", ""),
    }


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    """The password again, before something that matters."""

    words = {"password": ("Password", "")}


class AddAddressForm(Plain, account.AddEmailForm):
    """Another mail address."""

    words = {"email": ("Another email address", "We send a link to it.")}


class ActivateAppForm(Plain, totp.ActivateTOTPForm):
    """The first code of an authenticator app."""

    words = {"code": (CODE, "The six digits that the app shows now.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_code(self.fields["code"])


class OneUse:
    """Refuses a code of an app that was used while it is valid, on clocks that differ too."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Return the code. Raises ValidationError when it is wrong or was used."""
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        lifetime = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        is_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_app and not shared.add(f"used:{self.user.pk}:{code}", value=True, timeout=lifetime):
            raise MFAAdapter().validation_error("incorrect_code")
        return code


class CodeForm(OneUse, Plain, codes.AuthenticateForm):
    """A code of the app or a recovery code, while signing in."""

    words = {"code": (CODE, "Six digits from your authenticator app, or one of your recovery codes.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_code(self.fields["code"])


class CodeAgainForm(OneUse, Plain, codes.ReauthenticateForm):
    """A code again, before something that matters."""

    words = CodeForm.words

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_code(self.fields["code"])


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    """What the device answered, and a name to know the passkey by. Each can sign in alone."""

    words = {"name": ("Name of this passkey", "For example, the device that it is on.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"] = forms.BooleanField(initial=True, widget=forms.HiddenInput)


class RenamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    words = {"name": ("Name of this passkey", "")}


class NameForm(forms.ModelForm[User]):
    """How a person is called here."""

    class Meta:
        model = User
        fields = ["first_name", "last_name"]
        widgets = {
            "first_name": forms.TextInput({"autocomplete": "given-name"}),
            "last_name": forms.TextInput({"autocomplete": "family-name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True


def as_code(field: forms.Field) -> None:
    """Let a field for codes bring up digits on a phone and take spaces."""
    field.widget.attrs.update(
        {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}
    )
