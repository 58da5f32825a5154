"""All columns of a sheet of case studies, in their order: one table for export, import and the guide.

What a sheet cannot hold is not here: the text with pictures and quotes below the answers, what each partner
says for itself, and who is named. An import leaves all that as it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from outcomes.casestudies.models import CaseStudy, MeasuredEffect, Provider
from outcomes.casestudies.spreadsheet.kinds import Choice, Kind, NumberChoice, WebAddress, Whole, Words
from outcomes.casestudies.spreadsheet.parts import FieldPart, LinksPart, OnePart, Part, RowsPart
from outcomes.objectives.models import Objective
from outcomes.pages import SharedPage
from outcomes.plans.models import JointPlan
from outcomes.themes.models import Theme
from partners.places.models import Place

REFERENCE, VERSION = "reference", "version"
KEYS = {
    REFERENCE: "Which case study this is. Leave it as it was exported; empty for a new one.",
    VERSION: "Which text of it you have. Leave it as it was exported: so nobody's later changes are lost.",
}
# For whoever reads the sheet. What stands in them is never imported.
FACTS = {
    "status": "How far it has come: a draft, or on the site. Not imported.",
    "address": "Where it is on the site. Not imported.",
    "lead_partner": "The partner that leads it. Not imported: your partner leads what you add.",
    "other_partners": "Who contributes to it. Not imported: ask partners to join in on the page itself.",
}
URL_LENGTH = 200
FIRST_YEAR, LAST_YEAR = 1800, 2100
MOST_NUMBER = 2_147_483_647
MOST_THEMES = 5


def kind_of(field: Any) -> Kind:
    """Return how values of a field stand in cells, from what the field itself says."""
    if isinstance(field, models.URLField):
        return WebAddress(field.max_length or URL_LENGTH)
    whole = isinstance(field, models.IntegerField)
    if field.choices:
        labels = tuple((str(code), str(label)) for code, label in field.choices if code not in (None, ""))
        return NumberChoice(labels) if whole else Choice(labels)
    if whole:
        least = [check.limit_value for check in field.validators if isinstance(check, MinValueValidator)]
        most = [check.limit_value for check in field.validators if isinstance(check, MaxValueValidator)]
        is_year = field.name == "year" or field.name.endswith("_year")
        of = " of pounds" if field.name in ("cost_amount", "contract_value") else ""
        if is_year:
            return Whole(max([FIRST_YEAR, *least]), min([LAST_YEAR, *most]), is_year=True)
        return Whole(max([0, *least]), min(most or [MOST_NUMBER]), of)
    return Words(field.max_length, on_one_line=isinstance(field, models.CharField))


def field_part(name: str, meaning: str = "") -> FieldPart:
    """Return the column of a plain field of a case study."""
    field: Any = CaseStudy._meta.get_field(name)
    empty = None if field.null else ""
    said = meaning or sentence(str(field.help_text) or str(field.verbose_name))
    return FieldPart(name, kind_of(field), empty, name == "title", said)


def rows_part(name: str, relation: str, model: type[models.Model], meanings: Mapping[str, str]) -> RowsPart:
    """Return the numbered columns of rows that belong to a case study, each with what it means."""
    kinds = {field: kind_of(model._meta.get_field(field)) for field in meanings}
    return RowsPart(name, relation, kinds, meanings)


def links_to_pages(name: str, relation: str, link: str, model: type[SharedPage], meaning: str) -> LinksPart:
    """Return the column of pages of another kind. It names none that whoever asks may not read."""
    return LinksPart(
        name,
        relation,
        link,
        meaning,
        PAGE_HOW,
        lambda page: page.slug,
        lambda known: known.page(model),
        lambda known, page: page.pk in known.keys_of(model),
    )


def sentence(words: str) -> str:
    """Return words with a capital and a full stop."""
    return words[:1].upper() + words[1:].rstrip(".") + "."


def place_in_words(place: Place) -> str:
    """Return a place as it stands in a cell: 'E08000009 Trafford'."""
    return f"{place.code} {place.label}"


def theme_in_words(theme: Theme) -> str:
    """Return a theme as it stands in a cell."""
    return theme.name


PLACE_HOW = "A code, a name, or both as exported: E08000009 Trafford. Never a postcode"
PAGE_HOW = "The last part of the address of its page, its reference, or its title"
BASE_HELP = "Where it is run from, if that is not where those live whom it is for"
MEASURED = {
    "measure": "What was measured, such as: people who say that they are often lonely.",
    "before": "What it was before, with its unit: 41 of 120, or 3.2 days. Empty: not measured.",
    "after": "What it was afterwards, with its unit.",
    "how_measured": "Who was asked or counted, when, and by whom.",
    "source": "Where this can be read.",
    "source_url": "The web address of that.",
}
PROVIDED = {
    "name": "Who did the work, partner here or not.",
    "sector": "Of which sector they are.",
    "tier": "Where they are in the supply chain. Empty: main provider.",
}
PARTS: tuple[Part, ...] = (
    field_part("title", "What it is called, in a few words."),
    field_part("summary"),
    LinksPart(
        "places",
        "place_tags",
        "place",
        "The places that benefit.",
        PLACE_HOW,
        place_in_words,
        lambda known: known.place,
    ),
    LinksPart(
        "themes",
        "theme_tags",
        "theme",
        "What it is about. One or two themes find more readers than five.",
        "Names of themes",
        theme_in_words,
        lambda known: known.theme,
        most=MOST_THEMES,
    ),
    OnePart("base_place", sentence(BASE_HELP), PLACE_HOW, place_in_words, lambda known: known.place),
    field_part("for_whom"),
    field_part("cost"),
    field_part("cost_amount"),
    field_part("cost_year"),
    field_part("cost_band"),
    field_part("effect"),
    field_part("what_changed"),
    rows_part("effect", "effects", MeasuredEffect, MEASURED),
    field_part("what_did_not_work"),
    field_part("evidence_strength", "How well it is known that it worked."),
    field_part("year"),
    field_part("contact"),
    rows_part("provider", "providers", Provider, PROVIDED),
    field_part("buying_route", "How it was bought, if it was."),
    field_part("price_weight", "How much of the decision was the price, in per cent."),
    field_part("quality_weight", "How much of the decision was quality, in per cent."),
    field_part("social_value_weight", "How much of the decision was social value, in per cent."),
    field_part("contract_value"),
    field_part("considered_before"),
    field_part("consulted"),
    links_to_pages("objectives", "objective_links", "objective", Objective, "The objectives that it serves."),
    links_to_pages("plans", "plan_links", "plan", JointPlan, "The joint plans that it belongs to."),
    field_part("source_title", "What it retells, if that was published elsewhere."),
    field_part("source_publisher", "Who published that."),
    field_part("source_year", "When that was published."),
    field_part("source_url", "Where that can be read."),
)


def headings_for(pages: Sequence[CaseStudy]) -> list[str]:
    """Return the headings of a sheet that holds these case studies."""
    return [*KEYS, *(heading for part in PARTS for heading in part.headings(pages)), *FACTS]


def headings_to_fill_in() -> list[str]:
    """Return the headings of an empty sheet for new case studies."""
    return [heading for part in PARTS for heading in part.headings([])]


def owners(headings: Sequence[str]) -> dict[str, Part]:
    """Return which part each heading belongs to; keys, facts and unknown headings belong to none."""
    return {heading: part for part in PARTS for heading in part.columns_in(headings)}


def is_known(heading: str) -> bool:
    """Whether there is such a column."""
    return heading in KEYS or heading in FACTS or bool(owners([heading]))


def explained() -> list[tuple[str, str, str]]:
    """Return name, meaning and way of writing of each column, in order."""
    keys = [(name, said, "As exported") for name, said in KEYS.items()]
    facts = [(name, said, "Anything: it is not read") for name, said in FACTS.items()]
    return [*keys, *(row for part in PARTS for row in part.explained()), *facts]


def choices_of(heading: str) -> list[str]:
    """Return the answers to choose from in a column; none where anything may be written."""
    part = owners([heading]).get(heading)
    if isinstance(part, FieldPart):
        kind: Kind = part.kind
    elif isinstance(part, RowsPart):
        kind = part.kinds[(part.place_of(heading) or (0, ""))[1]]
    else:
        return []
    return kind.all if isinstance(kind, Choice) else []
