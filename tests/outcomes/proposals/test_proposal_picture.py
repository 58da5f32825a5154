from pathlib import Path

from outcomes.proposals.moves import picture

GUIDE = Path(__file__).parents[3] / "docs" / "proposals.md"


def test_the_guide_shows_the_table_as_it_is():
    assert picture() in GUIDE.read_text()
