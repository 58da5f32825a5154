"""Values in an address: read as they are meant, and quoted in sentences about them."""

from django.http import QueryDict

from search.words import tidy


def last(query: QueryDict, name: str, problems: list[str]) -> str:
    """Return the last value given for something that there is only one of."""
    values = query.getlist(name)
    if len(values) > 1:
        problems.append(f'The address gives "{name}" more than once; only the last one was used.')
    return values[-1] if values else ""


def plain(value: str) -> str:
    """Return a value without what nobody sees."""
    return tidy(value).strip()


def shown(value: str) -> str:
    """Return a value as a sentence can quote it: whatever its length or characters."""
    words = " ".join(tidy(value).split())
    return words if len(words) <= 60 else f"{words[:60]}…"
