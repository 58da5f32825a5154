"""Which values each filter knows. Each check takes what an address gave: given → canonical value."""

from collections.abc import Callable, Collection

from outcomes.casestudies.models import EvidenceStrength
from outcomes.proposals.selectors import KIND as PROPOSAL
from outcomes.selectors import KINDS
from outcomes.themes.models import Theme
from partners.agencies.models import Partner, PartnerKind
from partners.places.models import PlaceCode

Checked = Callable[[Collection[str]], dict[str, str]]

NOT_RECORDED = "not_recorded"
KIND_LABELS = {**{model.kind: model.kind_label_plural for model in KINDS}, PROPOSAL: "Proposals"}
EVIDENCE_LABELS: dict[str, str] = {
    **{choice.value: str(choice.label) for choice in reversed(EvidenceStrength)},
    NOT_RECORDED: "Not recorded",
}
PARTNER_KIND_LABELS: dict[str, str] = {choice.value: str(choice.label) for choice in PartnerKind}
FIRST_YEAR, LAST_YEAR = 1990, 2100


def known_kinds(given: Collection[str]) -> dict[str, str]:
    """Kinds of things that are published."""
    return {value: value for value in given if value in KIND_LABELS}


def known_partner_kinds(given: Collection[str]) -> dict[str, str]:
    """Kinds of partners."""
    return {value: value for value in given if value in PARTNER_KIND_LABELS}


def known_evidence(given: Collection[str]) -> dict[str, str]:
    """Strengths of evidence, and 'not recorded'."""
    return {value: value for value in given if value in EVIDENCE_LABELS}


def known_years(given: Collection[str]) -> dict[str, str]:
    """Years in which anything here can have happened."""
    return {value: value for value in given if is_year(value)}


def is_year(value: str) -> bool:
    """Whether a value is one of those years, in four digits."""
    return value.isascii() and value.isdigit() and len(value) == 4 and FIRST_YEAR <= int(value) <= LAST_YEAR


def known_themes(given: Collection[str]) -> dict[str, str]:
    """Themes by slug."""
    return {slug: slug for slug in Theme.objects.filter(slug__in=given).values_list("slug", flat=True)}


def known_partners(given: Collection[str]) -> dict[str, str]:
    """Partners by slug."""
    return {slug: slug for slug in Partner.objects.filter(slug__in=given).values_list("slug", flat=True)}


def known_places(given: Collection[str]) -> dict[str, str]:
    """Places by any code that they have or had, in any case; the canonical value is the current code."""
    by_code = {value.upper(): value for value in given if len(value) <= 9}
    rows = PlaceCode.objects.filter(code__in=by_code).values_list("code", "place__code")
    current = dict(rows)
    return {value: current[value.upper()] for value in given if value.upper() in current}
