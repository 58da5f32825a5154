"""The doctor says what works and what needs a person."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search.engines.choice import embedded
from search.models import SearchOutbox
from search.rebuild import rebuild

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(site, settings, tmp_path):
    """An index with all there is."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    rebuild()
    yield
    embedded.cache_clear()


def test_where_all_is_well_it_says_so(index, capsys):
    call_command("doctor")
    assert capsys.readouterr().out == "    The index of embedded can be read.\n"


def test_it_names_what_was_set_aside_and_why(index, capsys):
    row = {"subject": "page", "object_id": 7, "tries": 8, "error": "ValueError: too odd"}
    SearchOutbox.objects.create(set_aside_at=timezone.now(), **row)
    with pytest.raises(CommandError, match="1 of these"):
        call_command("doctor")
    assert "!!! One page (7) cannot be indexed: ValueError: too odd" in capsys.readouterr().out


@pytest.mark.parametrize(("minutes", "bad"), [(1, False), (10, True)])
def test_what_waits_for_long_needs_somebody(index, capsys, minutes, bad):
    since = timezone.now() - timedelta(minutes=minutes)
    SearchOutbox.objects.create(subject="page", object_id=7, written_at=since)
    if bad:
        with pytest.raises(CommandError):
            call_command("doctor")
    else:
        call_command("doctor")
    assert f"Changes waiting for embedded: 1, the oldest for {minutes * 60}" in capsys.readouterr().out


def test_a_missing_index_needs_somebody(site, settings, tmp_path, capsys):
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    with pytest.raises(CommandError):
        call_command("doctor")
    assert "!!! The index of embedded cannot be read." in capsys.readouterr().out
