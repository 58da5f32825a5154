import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.places.models import PlaceCode
from search.request import FACETS, LONGEST_TEXT, SearchRequest, parse
from tests.factories import PartnerFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def parsed(query):
    return parse(QueryDict(query))


def test_an_empty_address_asks_for_everything():
    assert parsed("") == (SearchRequest(), [])


def test_everything_is_read(site):
    PlaceFactory(code="E08000009")
    PartnerFactory(slug="moorside-neighbours")
    request, problems = parsed(
        "q=warm+spaces&place=e08000009&theme=loneliness&theme=social&kind=case_study&partner=moorside-neighbours"
        "&effect=worse&effect=not_recorded&evidence=compared&evidence=not_recorded&cost=under_5000&cost=not_recorded&sector=vcse&status=agreed"
        "&status=open&year=2024&year=not_recorded&theme=not_recorded&sort=date&page=3"
    )
    assert problems == []
    assert request == SearchRequest(
        text="warm spaces",
        places=("E08000009",),
        themes=("loneliness", "social", "not_recorded"),
        kinds=("case_study",),
        partners=("moorside-neighbours",),
        effects=("worse", "not_recorded"),
        evidence=("compared", "not_recorded"),
        costs=("under_5000", "not_recorded"),
        sectors=("vcse",),
        statuses=("agreed", "open"),
        years=("2024", "not_recorded"),
        sort="date",
        page=3,
    )


def test_what_is_written_is_read_back(site):
    PlaceFactory(code="E08000009")
    request, _ = parsed("q=%22warm+space%22+-caf%C3%A9&place=E08000009&year=2024&year=2020&sort=date&page=2")
    assert parsed(request.to_query()) == (request, [])


def test_a_former_code_means_the_place():
    PlaceCode.objects.create(place=PlaceFactory(code="E07000244"), code="E07000205")
    assert parsed("place=E07000205&place=E07000244") == (SearchRequest(places=("E07000244",)), [])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("place=nonsense", 'We did not understand place "nonsense", so it was left out.'),
        ("theme=nonsense", 'We did not understand theme "nonsense", so it was left out.'),
        ("kind=nonsense", 'We did not understand kind "nonsense", so it was left out.'),
        ("partner=nonsense", 'We did not understand partner "nonsense", so it was left out.'),
        ("evidence=0", 'We did not understand strength of evidence "0", so it was left out.'),
        ("effect=good", 'We did not understand effect "good", so it was left out.'),
        ("cost=5000", 'We did not understand cost "5000", so it was left out.'),
        ("sector=nonsense", 'We did not understand sector of provider "nonsense", so it was left out.'),
        # Nobody reads a proposal that waits for its first answer.
        ("status=received", 'We did not understand status "received", so it was left out.'),
        ("kind=not_recorded", 'We did not understand kind "not_recorded", so it was left out.'),
        ("year=24", 'We did not understand year "24", so it was left out.'),
        ("year=²⁰²⁴", 'We did not understand year "²⁰²⁴", so it was left out.'),
        ("sort=drop", 'We did not understand sort "drop", so the best matches come first.'),
        ("page=0", 'We did not understand page "0", so this is the first page.'),
        ("page=-1", 'We did not understand page "-1", so this is the first page.'),
        (
            "page=999999999",
            'We did not understand page "999999999", so this is the first page.',
        ),
        ("colour=red", 'We do not know a filter called "colour", so it was left out.'),
        ("q=%21%21", 'We found no words to look for in "!!".'),
        ("page=1&page=2", 'The address gives "page" more than once; only the last one was used.'),
    ],
)
def test_each_part_that_makes_no_sense_is_named(query, sentence):
    assert parsed(query)[1] == [sentence]


def test_the_same_nonsense_is_named_once():
    assert len(parsed("place=nonsense&place=nonsense&place=NONSENSE+")[1]) == 2


def test_a_wall_of_nonsense_is_not_read_out():
    problems = parsed("&".join(f"filter{number}=x" for number in range(300)))[1]
    assert len(problems) == 11
    assert problems[-1] == "290 more parts of the address made no sense."


def test_too_many_values_are_not_all_used(django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        request, problems = parsed("&".join(f"theme=t{number}" for number in range(900)))
    assert request.themes == ()
    assert problems[0] == "There is room for 50 values of theme; the others were left out."


def test_empty_values_are_what_an_untouched_form_sends():
    assert parsed("q=&place=&sort=&page=") == (SearchRequest(), [])


def test_long_text_is_cut_between_words_and_that_is_said():
    request, problems = parsed("q=" + "lonely+" * 2000)
    assert len(request.text) <= LONGEST_TEXT
    assert request.text.endswith("lonely")
    assert problems[0].startswith("That is more text than we can look for")


def test_nul_and_other_control_characters_do_no_harm():
    request, problems = parsed("q=warm%00spaces&place=%00&theme=%00x")
    assert request.text == "warm spaces"
    assert problems == ['We did not understand theme "x", so it was left out.']


def test_taking_away_a_filter_goes_back_to_the_first_page():
    request = SearchRequest(text="x", kinds=("plan", "objective"), page=4)
    assert request.without("kind", "plan") == SearchRequest(text="x", kinds=("objective",))
    assert request.without_filters() == SearchRequest(text="x")
    assert request.with_page(2).page == 2


KNOWN = ["q", *FACETS, "sort", "page"]
NASTY = ["E08000009", "'; DROP TABLE x", "<script>", "a" * 10_000, "\0", "%", "*:*"]
NAMES = st.sampled_from(KNOWN) | st.text(max_size=9)
VALUES = st.text(max_size=30) | st.sampled_from(NASTY)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, VALUES), max_size=12))
def test_no_address_raises(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    request, problems = parse(query)
    assert parse(QueryDict(request.to_query()))[0] == request
    assert all(problem.endswith(".") for problem in problems)
