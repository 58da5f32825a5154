"""The editors' side: a partner's members, invitations, requests to join, and mail domains."""
