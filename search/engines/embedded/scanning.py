"""Reading all that a plan finds, a few at a time, so that they are never in memory all at once."""

from collections.abc import Iterator
from dataclasses import replace

from tantivy import Searcher

from search.engines.embedded.hits import addresses_of_page, hit
from search.engines.embedded.query import Compiler
from search.engines.embedded.store import engine_errors
from search.engines.embedded.vocabulary import number_of
from search.results import Hit

# With more of them at once all values would live long enough to be moved among the old ones, and the search
# of all old ones for what can be thrown away takes half as long as everything else.
CHUNK = 100


def scanned(searcher: Searcher, compiler: Compiler) -> Iterator[list[Hit]]:
    """Yield all hits in the order of the pages, without highlights. Raises EngineUnavailableError.

    What the searcher shows stays as it is, whatever is committed or put in place meanwhile: nothing comes
    twice. Where more than a thousand things are equal in score, pages may have them in another order.
    """
    with engine_errors():
        total = number_of(searcher, compiler)
        # One page that has everything is put in order as any page is.
        compiler.plan = replace(compiler.plan, page=1, page_size=max(1, total))
        addresses = addresses_of_page(searcher, compiler, 1) if total else []
    for start in range(0, len(addresses), CHUNK):
        with engine_errors():
            hits = [hit(searcher, address, None) for address in addresses[start : start + CHUNK]]
        yield hits
