"""What a case study cost, in bands: the one rule by which an amount belongs to a band."""

from itertools import pairwise

from django.db import models
from django.db.models import Q


class CostBand(models.TextChoices):
    """How much something cost, in pounds, from nothing to most. A band begins with its first amount."""

    NONE = "no_extra_cost", "No extra cost"
    UNDER_5_000 = "under_5000", "Under £5,000"
    FROM_5_000 = "from_5000", "£5,000 to under £25,000"
    FROM_25_000 = "from_25000", "£25,000 to under £100,000"
    FROM_100_000 = "from_100000", "£100,000 to under £500,000"
    FROM_500_000 = "from_500000", "£500,000 to under £1 million"
    FROM_1_MILLION = "from_1000000", "£1 million or more"


MEANS: dict[CostBand, str] = {
    CostBand.NONE: "It was done with money, people and rooms that were there anyway.",
    CostBand.UNDER_5_000: "About what a local group can raise itself, or a ward fund gives.",
    CostBand.FROM_5_000: "Up to about half a year of one person's work.",
    CostBand.FROM_25_000: "Up to about two years of one person's work, or one year of a small team's.",
    CostBand.FROM_100_000: "A team for a year or more, or a building put to another use.",
    CostBand.FROM_500_000: "A service for a district.",
    CostBand.FROM_1_MILLION: "A service for a county or a city, or one for several years.",
}
# The least whole pounds of each band; each ends below the next.
LEAST: dict[CostBand, int] = {
    CostBand.NONE: 0,
    CostBand.UNDER_5_000: 1,
    CostBand.FROM_5_000: 5_000,
    CostBand.FROM_25_000: 25_000,
    CostBand.FROM_100_000: 100_000,
    CostBand.FROM_500_000: 500_000,
    CostBand.FROM_1_MILLION: 1_000_000,
}
ENDS: dict[CostBand, int] = {band: LEAST[following] for band, following in pairwise(LEAST)}
# The largest whole number that every database holds in this kind of field.
MOST = 2_147_483_647


def band_of(amount: int) -> CostBand:
    """Return the band of an amount in whole pounds, which is not below nothing."""
    return next(band for band, least in reversed(LEAST.items()) if amount >= least)


def amount_in(band: CostBand, prefix: str = "") -> Q:
    """Return the condition that the amount recorded belongs to a band. `prefix` leads to the case study."""
    amount = Q(**{f"{prefix}cost_amount__gte": LEAST[band]})
    return amount & Q(**{f"{prefix}cost_amount__lt": ENDS[band]}) if band in ENDS else amount


def band_is(band: CostBand, prefix: str = "") -> Q:
    """Return the condition that something cost as much as this band says, however that was recorded."""
    chosen = Q(**{f"{prefix}cost_amount__isnull": True, f"{prefix}cost_band": band.value})
    return chosen | amount_in(band, prefix)


def band_is_unknown(prefix: str = "") -> Q:
    """Return the condition that neither an amount nor a band is recorded."""
    return Q(**{f"{prefix}cost_amount__isnull": True, f"{prefix}cost_band": ""})


def band_fits_amount() -> Q:
    """Return what must always hold: no amount, no band, or the band to which the amount belongs."""
    fits = Q(cost_amount__isnull=True) | Q(cost_band="")
    for band in CostBand:
        fits |= Q(cost_band=band.value) & amount_in(band)
    return fits
