"""Names that are not spelt quite right, and the names kept in memory."""

import pytest

from partners.places import vocabulary
from partners.places.models import Place
from partners.places.vocabulary import keeper
from tests.factories import PlaceFactory

database = pytest.mark.usefixtures("db")
both = pytest.mark.both


@pytest.fixture
def trafford():
    return PlaceFactory(code="E08000009", kind="district", name="Trafford")


def similar(text, **options):
    return [place.label for place in Place.objects.nearly_called(text, **options)]


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
    read, reads = vocabulary.read_rows, []

    def read_while_another_thread_saves():
        reads.append(1)
        rows = read()
        keeper.forget()
        return rows

    keeper.forget()
    monkeypatch.setattr(vocabulary, "read_rows", read_while_another_thread_saves)
    keeper.vocabulary()
    keeper.vocabulary()
    assert len(reads) == 2


@database
def test_names_that_are_still_the_same_are_not_laid_out_again(trafford, monkeypatch):
    before = keeper.vocabulary()
    keeper.forget()
    assert keeper.vocabulary() is before
    PlaceFactory(name="Bridgewater")
    assert keeper.vocabulary() is not before


@database
def test_while_old_names_are_read_anew_they_go_on_answering(trafford, monkeypatch):
    before = keeper.vocabulary()
    waiting = []
    monkeypatch.setattr(keeper, "aside", waiting.append)
    now = vocabulary.monotonic()
    monkeypatch.setattr(vocabulary, "monotonic", lambda: now + vocabulary.SECONDS_KEPT)
    assert keeper.vocabulary() is keeper.vocabulary() is before
    assert len(waiting) == 1, "one thread reads, the others do not wait"
    waiting[0]()
    assert keeper.kept.read_at == now + vocabulary.SECONDS_KEPT


@database
def test_names_that_nobody_renews_are_read_by_who_asks_in_the_end(trafford, monkeypatch):
    keeper.vocabulary()
    monkeypatch.setattr(keeper, "aside", lambda work: keeper.reading.release())
    now = vocabulary.monotonic()
    Place.objects.filter(pk=trafford.pk).update(name="Bridgewater", words="|bridgewater|")
    for later, found in ((vocabulary.SECONDS_KEPT, []), (vocabulary.LONGEST_KEPT, ["Bridgewater"])):
        monkeypatch.setattr(vocabulary, "monotonic", lambda later=later: now + later)
        assert similar("Bridgewatter") == found


@database
def test_a_reading_that_fails_leaves_the_names_that_there_are(trafford, monkeypatch, caplog):
    before = keeper.vocabulary()
    now = vocabulary.monotonic()
    monkeypatch.setattr(vocabulary, "monotonic", lambda: now + vocabulary.SECONDS_KEPT)
    read = vocabulary.read_rows

    def fail():
        raise OSError("no database")

    monkeypatch.setattr(vocabulary, "read_rows", fail)
    assert keeper.vocabulary() is before
    assert "could not be read anew" in caplog.text
    monkeypatch.setattr(vocabulary, "read_rows", read)
    keeper.vocabulary()
    assert keeper.kept.read_at > now


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database")
@both
def test_a_thread_aside_reads_what_another_process_changed(trafford, monkeypatch):
    """With a real thread, which has a connection of its own and gives it back."""
    assert similar("Traford") == ["Trafford"]
    threads = []
    monkeypatch.setattr(keeper, "aside", lambda work: threads.append(vocabulary.in_thread(work)))
    Place.objects.filter(pk=trafford.pk).update(name="Bridgewater", words="|bridgewater|")
    now = vocabulary.monotonic()
    monkeypatch.setattr(vocabulary, "monotonic", lambda: now + vocabulary.SECONDS_KEPT)
    similar("Bridgewatter")
    threads[0].join(timeout=30)
    assert similar("Bridgewatter") == ["Bridgewater"]


@database
def test_the_number_of_queries_does_not_grow(trafford, django_assert_num_queries):
    similar("Traford")
    with django_assert_num_queries(1):
        similar("Traford " * 50)
    with django_assert_num_queries(0):
        similar("x" * 5000)
