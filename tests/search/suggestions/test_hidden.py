"""Whatever hides a page takes it out of the suggestions at once, whatever the index says."""

import shutil

import pytest
from wagtail.models import PageViewRestriction

from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from search.engines.choice import engine
from search.models import SearchOutbox
from search.rebuild import rebuild
from search.suggestions.service import suggested
from tests.factories import make_page
from tests.search.test_visibility import WAYS, hide_by_update

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WAYS_TO_TYPE = ("warm hom", "hom war", "wram")


@pytest.fixture
def pages(site, search_index):
    """Three pages that are called alike, all in the index."""
    made = [make_page(CaseStudy, title=f"Warm homes {number}") for number in range(3)]
    rebuild()
    return made


def titles(typed="warm hom"):
    return {thing.label for thing in suggested(typed).things if thing.kind == CaseStudy.kind_label}


@pytest.mark.parametrize("hide", WAYS)
def test_a_hidden_page_is_not_suggested(pages, hide):
    one, hidden, other = pages
    for typed in WAYS_TO_TYPE:
        assert titles(typed) == {one.title, hidden.title, other.title}
    hide(hidden)
    assert f"page-{hidden.pk}" in set(engine().keys())
    for typed in WAYS_TO_TYPE:
        assert titles(typed) == {one.title, other.title}


def test_nor_when_nothing_was_noted(pages):
    CaseStudy.objects.filter(pk=pages[1].pk).update(live=False)
    SearchOutbox.objects.all().delete()
    assert titles() == {pages[0].title, pages[2].title}


def test_a_private_branch_is_gone_at_once_and_back_at_once(pages):
    gate = PageViewRestriction.objects.create(
        page=CaseStudyIndex.objects.get(), restriction_type=PageViewRestriction.LOGIN
    )
    assert titles() == set()
    gate.delete()
    assert len(titles()) == 3


def test_nor_by_the_database_when_there_is_no_index(pages, no_index):
    hide_by_update(pages[1])
    shutil.rmtree(no_index)
    assert titles() == {pages[0].title, pages[2].title}
    assert titles("wram") == set()


def test_the_same_is_suggested_and_hidden_whichever_engine_answers(either_engine, pages):
    assert len(titles()) == 3
    hide_by_update(pages[1])
    assert titles() == titles("wram") == {pages[0].title, pages[2].title}
