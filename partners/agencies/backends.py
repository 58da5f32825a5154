"""What a membership opens: the editors' side of the site. What may be done there is decided by the policy."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from partners.agencies.acting import AnyUser, standing_of
from partners.policy.table import Standing

ADMIN = "wagtailadmin.access_admin"


class MembershipBackend(BaseBackend):
    """Lets members of partners into the editors' side, without any of Wagtail's groups."""

    def has_perm(self, user_obj: AnyUser, perm: str, obj: Any = None) -> bool:
        """Whether this is the right to enter, and the person is a member of a partner."""
        return perm == ADMIN and obj is None and standing_of(user_obj) >= Standing.MEMBER
