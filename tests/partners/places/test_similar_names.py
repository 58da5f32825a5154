"""Names that are not spelt quite right, and the names kept in memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.places import vocabulary
from partners.places.models import Place
from partners.places.spelling import Spelling, edits, edits_allowed
from partners.places.vocabulary import keeper
from tests.factories import PlaceFactory

database = pytest.mark.usefixtures("db")
both = pytest.mark.both
LETTERS = st.text("abc", max_size=8)


@pytest.fixture
def trafford():
    return PlaceFactory(code="E08000009", kind="district", name="Trafford")


def similar(text, **options):
    return [place.label for place in Place.objects.nearly_called(text, **options)]


def plain_distance(one, other):
    """Fewest letters to add, leave out, replace or swap with a neighbour, by the whole table."""
    rows = [[i + j if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            costs = [rows[i - 1][j] + 1, rows[i][j - 1] + 1]
            costs.append(rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                costs.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(costs)
    return rows[-1][-1]


@given(LETTERS, LETTERS, st.integers(0, 2))
def test_edits_are_counted_as_the_whole_table_does(one, other, most):
    counted, true = edits(one, other, most), plain_distance(one, other)
    assert counted == true if true <= most else counted > most


@given(
    st.lists(st.text("abcde", min_size=1, max_size=9), unique=True), st.text("abcde", min_size=1, max_size=9)
)
def test_nothing_near_is_missed(words, typed):
    most = edits_allowed(typed)
    near = {w: n for w in words if w[0] == typed[0] and (n := plain_distance(typed, w)) <= most}
    assert Spelling(words).near(typed) == (near if most else {})


@database
@both
@pytest.mark.parametrize("typed", ["Traford", "traffrod", "TRAFFORDD", "Träfford.", "Trafforx"])
def test_one_slip_is_forgiven(trafford, typed):
    PlaceFactory(name="Stretford")
    assert list(Place.objects.search(typed)) == ([trafford] if typed == "Träfford." else [])
    assert similar(typed) == ["Trafford"]


@database
@both
@pytest.mark.parametrize(
    "typed", ["Drafford", "Trxfxorx", "Tra", "", "|", "%", "_", "🙂", "x" * 5000, "\ud800"]
)
def test_other_words_find_nothing(trafford, typed):
    expected = ["Trafford"] if typed == "Tra" else []
    assert similar(typed) == expected


@database
@both
def test_two_slips_are_forgiven_in_a_long_word_only():
    PlaceFactory(kind="district", name="Stockport")
    PlaceFactory(kind="district", name="Salford")
    assert similar("Stockprtt") == similar("Stokcprot") == ["Stockport"]
    assert similar("Sallfort") == ["Salford"]
    assert similar("Saffrd") == []


@database
@both
def test_fewer_slips_come_first_then_bigger_places_and_wards_last():
    PlaceFactory(kind="ward", name="Urmston", qualifier="Trafford")
    PlaceFactory(kind="district", name="Urmstan")
    PlaceFactory(kind="county", name="Urmstox")
    PlaceFactory(kind="district", name="Urmstoz Deep")
    assert similar("Urmstom") == ["Urmstox", "Urmstoz Deep", "Urmston, Trafford"]
    assert similar("Urmstoz") == ["Urmstoz Deep", "Urmstox", "Urmston, Trafford"]


@database
@both
def test_each_word_is_forgiven_by_itself(trafford):
    PlaceFactory(kind="ward", name="Old Trafford", qualifier="Trafford")
    assert similar("old traford") == ["Old Trafford, Trafford"]
    assert similar("odl trafford") == []


@database
@both
def test_welsh_names_are_forgiven_too():
    PlaceFactory(kind="district", name="Cardiff", name_cy="Caerdydd")
    assert similar("Caerdyd") == ["Cardiff"]


@database
@both
def test_a_narrowed_set_stays_narrow(trafford):
    PlaceFactory.create_batch(25, kind="region", name="Trafforb")
    assert similar("Traforb", limit=3) == ["Trafforb"] * 3
    districts = Place.objects.of_kind("district")
    assert list(districts.nearly_called("Traforb", limit=3)) == []
    assert list(districts.search("traffor", limit=3)) == [trafford]


@database
@both
def test_a_change_is_found_at_once(trafford):
    assert similar("Traford") == ["Trafford"]
    trafford.name = "Bridgewater"
    trafford.save()
    assert similar("Traford") == []
    assert similar("Bridgewatter") == ["Bridgewater"]
    trafford.delete()
    assert similar("Bridgewatter") == []


@database
def test_what_another_process_changed_is_found_a_minute_later(trafford, monkeypatch):
    assert similar("Traford") == ["Trafford"]
    # As another process would: this one gets no signal.
    Place.objects.filter(pk=trafford.pk).update(name="Bridgewater", words="|bridgewater|")
    assert similar("Bridgewatter") == []
    now = vocabulary.monotonic()
    monkeypatch.setattr(vocabulary, "monotonic", lambda: now + vocabulary.SECONDS_KEPT)
    assert similar("Bridgewatter") == ["Bridgewater"]
    assert similar("Traford") == []


@database
def test_a_change_during_the_reading_is_not_missed(trafford, monkeypatch):
    read = vocabulary.read_names

    def read_while_another_thread_saves():
        names = read()
        keeper.forget()
        return names

    keeper.forget()
    monkeypatch.setattr(vocabulary, "read_names", read_while_another_thread_saves)
    before = keeper.vocabulary()
    assert keeper.vocabulary() is not before


@database
def test_the_number_of_queries_does_not_grow(trafford, django_assert_num_queries):
    similar("Traford")
    with django_assert_num_queries(1):
        similar("Traford " * 50)
    with django_assert_num_queries(0):
        similar("x" * 5000)
