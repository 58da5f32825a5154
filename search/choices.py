"""Which values each filter knows. Each check takes what an address gave: given → canonical value."""

from collections.abc import Callable, Collection

from outcomes.casestudies.costs import CostBand
from outcomes.casestudies.effects import Effect
from outcomes.casestudies.models import EvidenceStrength
from outcomes.objectives.models import ObjectiveStatus
from outcomes.proposals.moves import WAITING
from outcomes.proposals.moves import Status as ProposalStatus
from outcomes.proposals.selectors import KIND as PROPOSAL
from outcomes.selectors import KINDS
from outcomes.themes.models import Theme
from partners.agencies.models import Partner, PartnerKind
from partners.places.models import PlaceCode

Checked = Callable[[Collection[str]], dict[str, str]]

# The value of what a thing of its kind could say and does not: a case study without a year, say.
NOT_RECORDED = "not_recorded"
UNKNOWN = {NOT_RECORDED: "Not recorded"}
KIND_LABELS = {**{model.kind: model.kind_label_plural for model in KINDS}, PROPOSAL: "Proposals"}
EVIDENCE_LABELS: dict[str, str] = {
    **{choice.value: str(choice.label) for choice in reversed(EvidenceStrength)},
    **UNKNOWN,
}
# What went wrong is listed like what went well: it is looked for as often.
EFFECT_LABELS: dict[str, str] = {
    **{effect.value: str(effect.label) for effect in reversed(Effect)},
    **UNKNOWN,
}
PARTNER_KIND_LABELS: dict[str, str] = {choice.value: str(choice.label) for choice in PartnerKind}
SECTOR_LABELS = {**PARTNER_KIND_LABELS, **UNKNOWN}
COST_LABELS: dict[str, str] = {**{band.value: str(band.label) for band in CostBand}, **UNKNOWN}
# Objectives and proposals say how far they have come. No word of theirs means two things, and a proposal that
# nobody has accepted yet is not public.
STATUS_LABELS: dict[str, str] = {
    **{status.value: str(status.label) for status in ObjectiveStatus},
    **{status.value: str(status.label) for status in ProposalStatus if status not in WAITING},
}
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


def known_effects(given: Collection[str]) -> dict[str, str]:
    """What changed for those whom something was for, and 'not recorded'."""
    return {value: value for value in given if value in EFFECT_LABELS}


def known_sectors(given: Collection[str]) -> dict[str, str]:
    """Sectors of those who provided something, and 'not recorded'."""
    return {value: value for value in given if value in SECTOR_LABELS}


def known_costs(given: Collection[str]) -> dict[str, str]:
    """Bands of cost, and 'not recorded'."""
    return {value: value for value in given if value in COST_LABELS}


def known_statuses(given: Collection[str]) -> dict[str, str]:
    """How far objectives and proposals have come."""
    return {value: value for value in given if value in STATUS_LABELS}


def known_years(given: Collection[str]) -> dict[str, str]:
    """Years in which anything here can have happened, and 'not recorded'."""
    return {value: value for value in given if is_year(value) or value == NOT_RECORDED}


def is_year(value: str) -> bool:
    """Whether a value is one of those years, in four digits."""
    return value.isascii() and value.isdigit() and len(value) == 4 and FIRST_YEAR <= int(value) <= LAST_YEAR


def known_themes(given: Collection[str]) -> dict[str, str]:
    """Themes by slug, and 'not recorded', which is no slug."""
    slugs = Theme.objects.filter(slug__in=given).values_list("slug", flat=True)
    unknown = [NOT_RECORDED] if NOT_RECORDED in given else []
    return {slug: slug for slug in (*slugs, *unknown)}


def known_partners(given: Collection[str]) -> dict[str, str]:
    """Partners by slug."""
    return {slug: slug for slug in Partner.objects.filter(slug__in=given).values_list("slug", flat=True)}


def known_places(given: Collection[str]) -> dict[str, str]:
    """Places by any code that they have or had, in any case; the canonical value is the current code."""
    by_code = {value.upper(): value for value in given if len(value) <= 9}
    rows = PlaceCode.objects.filter(code__in=by_code).values_list("code", "place__code")
    current = dict(rows)
    return {value: current[value.upper()] for value in given if value.upper() in current}
