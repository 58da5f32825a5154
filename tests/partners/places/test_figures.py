"""The table of figures: read with complaints that say where, loaded without touching what others added."""

import csv
import math

import pytest

from partners.places.cells import BadTableError
from partners.places.figures import FIGURE_COLUMNS, FIGURES, read_figures
from partners.places.measures import COMPARED, LISTED, MEASURES
from partners.places.models import Place, PlaceFigure
from tests.factories import PlaceFactory

CODES = {"E07000001": "E07000001", "E07000009": "E07000001"}


def write(directory, *rows):
    file = directory / FIGURES
    with file.open("w", newline="", encoding="utf-8") as text:
        writer = csv.DictWriter(text, FIGURE_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_figures_are_read_under_the_current_code(tmp_path):
    file = write(tmp_path, {"code": "E07000009", "income": "0.1", "crime": "-0.25"})
    assert read_figures(file, CODES) == {("E07000001", "income"): 0.1, ("E07000001", "crime"): -0.25}


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([{"code": "E07000002"}], "line 2, column code: no place has the code E07000002"),
        ([{"code": "E07000001", "income": "much"}], "line 2, column income: 'much' is no number"),
        ([{"code": "E07000001", "density": "0"}], "line 2, column density: 0 must be more than 0"),
        (
            [{"code": "E07000001", "people": "5"}, {"code": "E07000009", "people": "6"}],
            "line 3, column code: E07000001 is there twice",
        ),
    ],
)
def test_a_bad_table_is_named(tmp_path, rows, complaint):
    with pytest.raises(BadTableError, match=complaint):
        read_figures(write(tmp_path, *rows), CODES)


def test_every_measure_has_its_own_name_and_words():
    assert len(MEASURES) == len({measure.label for measure in LISTED}) == len(LISTED)
    assert len(COMPARED) == 9
    for measure in LISTED:
        assert measure.meaning
        assert measure.source
        assert 2015 < measure.year < 2030
        assert math.isfinite(measure.scale(1.0))
        assert measure.shown(1.0)


@pytest.mark.django_db
@pytest.mark.both
class TestLoading:
    def stored(self):
        rows = PlaceFigure.objects.values_list("place__code", "measure", "value")
        return {(code, measure): value for code, measure, value in rows}

    def test_figures_are_added_corrected_and_removed(self, tables):
        write(tables.directory, {"code": "E07000001", "income": "0.1", "crime": "0.5"})
        assert "Figures: 2 added, 0 changed, 0 unchanged." in tables.load()
        kept = PlaceFigure.objects.get(measure="income").pk
        write(tables.directory, {"code": "E07000001", "income": "0.2", "health": "1"})
        assert "Figures: 1 added, 1 changed, 0 unchanged, 1 removed." in tables.load()
        assert self.stored() == {("E07000001", "income"): 0.2, ("E07000001", "health"): 1.0}
        assert PlaceFigure.objects.get(measure="income").pk == kept

    def test_a_second_load_changes_nothing(self, tables):
        write(tables.directory, {"code": "E07000001", "income": "0.1"})
        tables.load()
        assert "Figures: 0 added, 0 changed, 1 unchanged." in tables.load()

    def test_figures_of_places_that_are_not_in_the_tables_stay(self, tables):
        other = PlaceFactory(kind="district", code="E07000077")
        PlaceFigure.objects.create(place=other, measure="people", value=9)
        write(tables.directory, {"code": "E07000001", "income": "0.1"})
        tables.load()
        assert self.stored()[("E07000077", "people")] == 9

    def test_tables_without_figures_leave_those_that_are_here(self, tables):
        write(tables.directory, {"code": "E07000001", "income": "0.1"})
        tables.load()
        (tables.directory / FIGURES).unlink()
        assert "Figures" not in tables.load()
        assert self.stored() == {("E07000001", "income"): 0.1}

    def test_a_rehearsal_keeps_nothing(self, tables):
        write(tables.directory, {"code": "E07000001", "income": "0.1"})
        tables.load(dry_run=True)
        assert not PlaceFigure.objects.exists()
        assert not Place.objects.exists()
