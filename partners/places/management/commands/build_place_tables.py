"""`manage.py build_place_tables`: make the shipped tables of facts from files in official formats."""

from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.places.building.areas import Areas
from partners.places.building.likeness import figure_rows, read_figures
from partners.places.building.links import link
from partners.places.building.neighbourhoods import add_census_areas
from partners.places.building.organisations import read_bodies
from partners.places.building.partnerships import add_partnerships, link_parts
from partners.places.building.places import read_areas
from partners.places.building.postcodes import read_districts, read_points, write_districts, write_postcodes
from partners.places.building.small_areas import read_small_areas
from partners.places.building.writing import (
    write_bodies,
    write_places,
    write_small_areas,
    write_table,
    write_topology,
)
from partners.places.cells import BadTableError
from partners.places.figures import FIGURE_COLUMNS, FIGURES
from partners.places.tables import (
    ORGANISATIONS,
    OUTLINES,
    PLACES,
    POSTCODE_DISTRICTS,
    POSTCODES,
    SHIPPED,
    SMALL_AREAS,
    SMALL_OUTLINES,
)


class Command(BaseCommand):
    """Read everything, check everything, then write the tables."""

    help = (
        "Build the tables of places, outlines, organisations, postcodes and figures from a directory of "
        "official lists and shapes; the README beside the tables names them. Needs shapely."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to read and where to write."""
        parser.add_argument("source", type=Path, help="the directory with the official files")
        parser.add_argument(
            "--output", type=Path, default=SHIPPED, help="where to write (default: the shipped tables)"
        )

    def handle(self, *args: Any, source: Path, output: Path, **options: Any) -> None:
        """Build, or say what is wrong with which file."""
        if find_spec("shapely") is None:
            raise CommandError("Building needs shapely: install the development dependencies first.")
        try:
            self.build(source, output)
        except BadTableError as problem:
            raise CommandError(f"{problem} Nothing was written.") from problem
        except OSError as problem:
            raise CommandError(f"A file cannot be read or written: {problem}.") from problem

    def build(self, source: Path, output: Path) -> None:
        """Write the tables. Raises BadTableError, OSError."""
        # Only here, so that a site without the development dependencies can still explain this command.
        from partners.places.building.borders import draw, draw_small_areas

        small_areas = read_small_areas(source)
        areas = read_areas(source, small_areas)
        parts = add_partnerships(areas, source)
        link(areas, small_areas)
        add_census_areas(areas, source, small_areas)
        link_parts(areas, parts, small_areas)
        topology, small = draw(areas, source, small_areas), draw_small_areas(areas, source)
        bodies = read_bodies(source, areas)
        districts, points = read_districts(source, areas), read_points(source, areas)
        figures = read_figures(source, areas)
        output.mkdir(parents=True, exist_ok=True)
        write_places(output / PLACES, areas.in_order())
        write_small_areas(output / SMALL_AREAS, areas.in_order())
        write_bodies(output / ORGANISATIONS, bodies)
        write_topology(output / OUTLINES, topology)
        write_topology(output / SMALL_OUTLINES, small)
        write_districts(output / POSTCODE_DISTRICTS, districts)
        write_postcodes(output / POSTCODES, points)
        write_table(output / FIGURES, FIGURE_COLUMNS, figure_rows(figures))
        outlines = sum(len(drawn["objects"]["places"]["geometries"]) for drawn in (topology, small))
        self.report(areas, len(bodies), outlines)

    def report(self, areas: Areas, bodies: int, outlines: int) -> None:
        """Say what was written."""
        former = sum(len(area.former_codes) for area in areas.values())
        counts = f"{len(areas):,} places, {former:,} former codes, {bodies:,} organisations"
        self.stdout.write(f"{counts}, {outlines:,} outlines.")
