"""Outlines and middle points of places, from the shapes of the districts.

Every bigger place is put together from the same pieces, districts or parts of them, so borders that places
share stay the same line. Simplifying and rounding work on all pieces at once for that reason.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import hypot
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import shapely
from shapely.geometry import shape
from shapely.geometry.polygon import orient

from partners.places import topology
from partners.places.building.areas import Area, Areas
from partners.places.building.small_areas import SmallArea
from partners.places.cells import BadTableError
from partners.places.kinds import PlaceKind
from partners.places.topology import Polygon

DISTRICT_SHAPES = "boundaries/local_authority_districts_uk_2024.geojson"
WARD_SHAPES = "boundaries/wards_greater_manchester_2023.geojson"
SMALL_SHAPES = "boundaries/lsoa_trafford_2021.geojson"

GRID = 0.001  # degrees: about a hundred metres
SMALL_GRID = 0.0002  # small areas are only a few hundred metres wide
# Degrees: corners that cut off less than about the square of this are left out.
TOLERANCE = 0.006
WARD_TOLERANCE = 0.002
SMALL_TOLERANCE = 0.0004
ORIGIN = (-9.0, 49.0)  # south and west of everything, so that steps on the grid are positive
BEYOND = 0.02  # degrees that a dividing line is drawn beyond its district, so that it surely meets the border


Key = TypeVar("Key", bound=Any)


class Piece(NamedTuple):
    """A district or, where it has several boards, the part of it that one of them looks after."""

    district: str
    icb: str


def draw(areas: Areas, directory: Path, small_areas: list[SmallArea]) -> dict[str, Any]:
    """Return the topology of all outlines, and give the places that have no point yet one in their middle."""
    pieces = district_pieces(read_shapes(directory / DISTRICT_SHAPES, "code"), areas, small_areas)
    parts: dict[str, list[Any]] = defaultdict(list)
    for piece, part in simplified(pieces, TOLERANCE).items():
        for code in owners(piece, areas):
            parts[code].append(part)
    shapes = {code: shapely.coverage_union_all(parts[code]) for code in sorted(parts)}
    wards = tiles(read_shapes(directory / WARD_SHAPES, "area_code"))
    shapes.update((code, ward) for code, ward in simplified(wards, WARD_TOLERANCE).items() if code in areas)
    for code, drawn in shapes.items():
        set_middle(areas[code], drawn)
    forget_wrong_points(areas, shapes)
    return drawing(areas, shapes, GRID)


def draw_small_areas(areas: Areas, directory: Path) -> dict[str, Any]:
    """Return the topology of the small areas of one district, on a finer grid."""
    shapes = tiles(read_shapes(directory / SMALL_SHAPES, "area_code"), grid=SMALL_GRID)
    drawn = {code: shape for code, shape in simplified(shapes, SMALL_TOLERANCE).items() if code in areas}
    return drawing(areas, drawn, SMALL_GRID)


def drawing(areas: Areas, shapes: Mapping[str, Any], grid: float) -> dict[str, Any]:
    """Return the topology of shapes, bigger kinds of place first."""
    codes = [area.code for area in areas.in_order() if area.code in shapes]
    return topology.topology({code: polygons(shapes[code], grid) for code in codes}, grid, ORIGIN)


def read_shapes(file: Path, code: str) -> dict[str, Any]:
    """Return the shapes of a GeoJSON file by the property with their code. Raises BadTableError, OSError."""
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        return {feature["properties"][code]: shape(feature["geometry"]) for feature in features}
    except (LookupError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        advice = f"this is no GeoJSON of areas with their {code} ({error!r}). Get the file again."
        raise BadTableError(file.name, getattr(error, "lineno", 1), code, advice) from error


def tiles(shapes: Mapping[str, Any], grid: float = GRID) -> dict[str, Any]:
    """Return the shapes with all corners on the grid and nothing between neighbours."""
    return joined(labelled(shapes, (), grid))


def labelled(
    shapes: Mapping[str, Any], lines: Iterable[Any], grid: float = GRID
) -> Iterator[tuple[str, Any]]:
    """Yield each face that the borders and lines enclose, with the code of the shape that it belongs to."""
    codes, tree = list(shapes), shapely.STRtree(list(shapes.values()))
    borders = [shapely.boundary(outline) for outline in shapes.values()]
    network = shapely.union_all([*borders, *lines], grid_size=grid)
    for face in shapely.polygonize([network]).geoms:
        for found in tree.query(face.representative_point(), predicate="within")[:1]:
            yield codes[found], face


def joined(faces: Iterable[tuple[Key, Any]]) -> dict[Key, Any]:
    """Return one shape for each label, in the order of the labels."""
    groups: dict[Key, list[Any]] = defaultdict(list)
    for label, face in faces:
        groups[label].append(face)
    return {label: shapely.coverage_union_all(groups[label]) for label in sorted(groups)}


def district_pieces(
    districts: Mapping[str, Any], areas: Areas, small_areas: list[SmallArea]
) -> dict[Piece, Any]:
    """Return the districts on the grid, in parts where they have several boards."""
    points: dict[str, list[SmallArea]] = defaultdict(list)
    for small_area in small_areas:
        if len(boards_of(small_area.district, areas)) > 1:
            points[small_area.district].append(small_area)
    lines = [line for district in points for line in dividing_lines(districts[district], points[district])]
    return joined(
        (Piece(district, nearest_board(face, points.get(district, ()))), face)
        for district, face in labelled(districts, lines)
    )


def boards_of(district: str, areas: Areas) -> list[str]:
    """Return the integrated care boards of a district."""
    return [code for code in areas.inside[district] if areas[code].kind == PlaceKind.ICB]


def dividing_lines(district: Any, points: Iterable[SmallArea]) -> list[Any]:
    """Return lines that divide a district between its boards: every spot goes with the nearest small area."""
    by_board: dict[str, list[Any]] = defaultdict(list)
    centres = {(point.longitude, point.latitude): point.icb for point in points}
    around = district.buffer(BEYOND)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(list(centres)), extend_to=around, ordered=True).geoms
    for icb, cell in zip(centres.values(), cells, strict=True):
        by_board[icb].append(cell)
    return [shapely.union_all(cells).boundary.intersection(around) for cells in by_board.values()]


def nearest_board(face: Any, points: Iterable[SmallArea]) -> str:
    """Return the board of the small area nearest to a face; '' where the whole district has one board."""
    middle = face.representative_point()
    distances = (
        (hypot(point.longitude - middle.x, point.latitude - middle.y), point.icb) for point in points
    )
    return min(distances, default=(0.0, ""))[1]


def owners(piece: Piece, areas: Areas) -> list[str]:
    """Return the codes of all places that a piece is part of."""
    bigger = [code for code in areas.inside[piece.district] if areas[code].kind != PlaceKind.ICB]
    boards = [piece.icb] if piece.icb else boards_of(piece.district, areas)
    return [piece.district, *bigger, *boards]


def simplified(shapes: Mapping[Key, Any], tolerance: float) -> dict[Key, Any]:
    """Return the shapes with fewer corners, all together, so that neighbours still fit."""
    return dict(zip(shapes, shapely.coverage_simplify(list(shapes.values()), tolerance), strict=True))


def set_middle(area: Area, drawn: Any) -> None:
    """Give a place without a point the centre of its shape or, where that is outside, a point well inside."""
    if area.latitude is None:
        centre = drawn.centroid
        point = centre if drawn.contains(centre) else drawn.representative_point()
        area.longitude, area.latitude = round(point.x, 5), round(point.y, 5)


def forget_wrong_points(areas: Areas, shapes: Mapping[str, Any]) -> None:
    """Take from ended places a point that does not lie in what they became: the list has some wrong."""
    for area in areas.values():
        districts = (code for code in area.parents if areas[code].kind == PlaceKind.DISTRICT)
        homes = [shapes[code] for code in districts if code in shapes]
        if area.ended_on and area.latitude is not None and homes:
            point = shapely.Point(area.longitude, area.latitude)
            if not any(home.buffer(BEYOND).contains(point) for home in homes):
                area.latitude = area.longitude = None


def polygons(drawn: Any, grid: float = GRID) -> list[Polygon]:
    """Return a shape as rings of points on the grid, the biggest part first, outer rings anticlockwise."""
    parts = sorted(shapely.get_parts(drawn), key=lambda part: (-part.area, part.bounds))
    return [[steps(ring.coords, grid) for ring in rings(orient(part))] for part in parts]


def rings(part: Any) -> list[Any]:
    """Return the outer ring of a polygon and its holes."""
    return [part.exterior, *part.interiors]


def steps(coordinates: Iterable[tuple[float, float]], grid: float) -> list[tuple[int, int]]:
    """Return points as whole steps on the grid."""
    return [(round((x - ORIGIN[0]) / grid), round((y - ORIGIN[1]) / grid)) for x, y in coordinates]
