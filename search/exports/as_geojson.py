"""GeoJSON by RFC 7946: one feature for each thing, with a point for each of its places that has one."""

from collections.abc import Iterator
from typing import Any

from search.exports.as_json import encoded
from search.exports.links import shown_address
from search.exports.service import Export
from search.exports.things import Thing, thing_of


def written(export: Export, root: str) -> Iterator[bytes]:
    """Yield the file. One that does not end in `"complete":true}` was cut."""
    facts = {"address": shown_address(export.request, root), "retrieved": export.at}
    yield f'{{"type":"FeatureCollection",{encoded(facts)[1:-1]},"features":['.encode()
    total = 0
    for hits in export.hits:
        if hits:
            features = ",".join(encoded(feature(thing_of(hit, root))) for hit in hits)
            yield (("," if total else "") + features).encode()
            total += len(hits)
    yield f'],"total":{total},"complete":true}}'.encode()


def feature(thing: Thing) -> dict[str, Any]:
    """Return the feature of a thing; its geometry is null where no place has a point."""
    properties = {name: value for name, value in thing.items() if name != "id"}
    return {"type": "Feature", "id": thing["id"], "geometry": geometry(thing), "properties": properties}


def geometry(thing: Thing) -> dict[str, Any] | None:
    """Return the points of a thing's places: longitude first."""
    points = [
        [place["longitude"], place["latitude"]] for place in thing["places"] if place["longitude"] is not None
    ]
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}
