"""The roles whose holders write for a partner."""

from partners.agencies.models import Role

WRITING_ROLES = (Role.EDITOR, Role.APPROVER, Role.ADMIN)
