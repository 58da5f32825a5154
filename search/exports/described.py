"""What was looked for, in words, and what a file with it is called."""

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from search.exports.links import shown_address
from search.exports.service import Export
from search.labels import FACET_LABELS, labels_of
from search.request import SearchRequest
from search.where.shown import AROUND_LABELS, around_labels, asked_about

LONGEST_NAME = 60


def words_for(request: SearchRequest) -> dict[str, str]:
    """Return what was looked for: heading → words. One query for each filter, and one for what is around."""
    words = {"Words": request.text} if request.text else {}
    for facet in request.chosen_facets:
        values = request.chosen(facet)
        labels = labels_of(facet, values)
        words[FACET_LABELS[facet]] = " or ".join(labels.get(value, value) for value in values)
    labels_around = around_labels(request, asked_about(request))
    for name, value in request.around().items():
        if name in labels_around:
            words[AROUND_LABELS[name]] = labels_around[name].get(value, value)
    return words


def title_of(request: SearchRequest) -> str:
    """Return the title of a feed."""
    words = [f"{name.lower()}: {said}" for name, said in words_for(request).items()]
    return f"{settings.WAGTAIL_SITE_NAME}: {'; '.join(words) or 'everything published'}"


def about(export: Export, root: str, problems: list[str]) -> dict[str, str]:
    """Return where rows come from: heading → words."""
    facts = {
        "From": settings.WAGTAIL_SITE_NAME,
        "Address": shown_address(export.request, root),
        "Retrieved": timezone.localtime(export.at).isoformat(sep=" ", timespec="minutes"),
        **words_for(export.request),
    }
    if export.notice:
        facts["Note"] = export.notice
    if problems:
        facts["Left out"] = " ".join(problems)
    return facts


def file_name(request: SearchRequest, today: date, ending: str) -> str:
    """Return what a file is called: by site, by place when there is one, and by date.

    The words looked for are not in it: names of files get about, and words may be about somebody.
    """
    place = ""
    if len(request.places) == 1:
        place = slugify(labels_of("place", request.places).get(request.places[0], ""))[:LONGEST_NAME]
    parts = (slugify(settings.WAGTAIL_SITE_NAME), place, today.isoformat())
    return f"{'-'.join(filter(None, parts))}.{ending}"
