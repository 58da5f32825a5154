"""Putting rows in the order of a list of keys."""

from collections.abc import Sequence

from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat, StrIndex


def place_in(keys: Sequence[int]) -> StrIndex:
    """Return where the key of a row stands among these, to order rows by."""
    comma = Value(",", output_field=TextField())
    listed = Value(f",{','.join(map(str, keys))},", output_field=TextField())
    return StrIndex(listed, Concat(comma, Cast("pk", TextField()), comma))
