"""A background for maps must be complete: no picture without thanks, no address that leads nowhere."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register
def map_tiles_are_complete(**kwargs: Any) -> list[CheckMessage]:
    """Refuse an address of tiles without its three numbers, over plain HTTP, or without an attribution."""
    url: str = settings.MAP_TILE_URL
    if not url:
        return []
    problems: list[CheckMessage] = []
    if not url.startswith("https://") or any(part not in url for part in ("{z}", "{x}", "{y}")):
        hint = "Write it like https://tiles.example.org/{z}/{x}/{y}.png, or leave it empty."
        problems.append(Error("MAP_TILE_URL is no address of map tiles.", hint=hint, id="browse.E001"))
    if not settings.MAP_TILE_ATTRIBUTION:
        hint = "Set MAP_TILE_ATTRIBUTION to what the owner of the tiles asks for."
        problems.append(Error("Map tiles are shown without naming their owner.", hint=hint, id="browse.E002"))
    return problems
