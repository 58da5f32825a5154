"""The sign-in form, as our design shows it."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """Mail address and password, each under its label and without grey text inside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email address"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
