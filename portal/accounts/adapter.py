"""How signing in works here, where it differs from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People get their account from a partner; nobody opens one alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up without an invitation."""
        return False
