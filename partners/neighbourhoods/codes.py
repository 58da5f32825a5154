"""Codes of neighbourhoods: ours, because no official list has these areas."""

import secrets

from partners.places.models import PlaceCode

PREFIX = "CW"
# Without 0 O, 1 I L and U, which are misread or spell things.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 7


def new_code() -> str:
    """Return a code that no place has or had: 'CW' and seven random letters and digits."""
    while True:
        code = PREFIX + "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if not PlaceCode.objects.filter(code=code).exists():
            return code
