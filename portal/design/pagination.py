"""Links from one page of a list to the others."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest


@dataclass(frozen=True)
class PageLink:
    """A link to one page of a list; no number stands for pages left out."""

    number: int | None
    url: str
    current: bool


@dataclass(frozen=True)
class Pagination:
    """What the pagination component shows."""

    number: int
    num_pages: int
    previous_url: str
    next_url: str
    links: list[PageLink]

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return bool(self.previous_url)

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return bool(self.next_url)


def links_for(page_obj: Page[Any], request: HttpRequest) -> Pagination:
    """Return the links that keep every other part of the address."""

    def url(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    paginator = page_obj.paginator
    elided = paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1)
    return Pagination(
        number=page_obj.number,
        num_pages=paginator.num_pages,
        previous_url=url(page_obj.previous_page_number()) if page_obj.has_previous() else "",
        next_url=url(page_obj.next_page_number()) if page_obj.has_next() else "",
        links=[
            PageLink(n, url(n), current=n == page_obj.number)
            if isinstance(n, int)
            else PageLink(None, "", current=False)
            for n in elided
        ],
    )
