"""The kinds of place, from the biggest to the smallest."""

from django.db import models


class PlaceKind(models.TextChoices):
    """What sort of area a place is, in order of size: listing bigger places first means sorting by `size`."""

    COUNTRY = "country", "Country"
    REGION = "region", "Region"
    COMBINED_AUTHORITY = "combined_authority", "Combined authority"
    COUNTY = "county", "County"
    ICB = "icb", "Integrated care board"
    HEALTH_BOARD = "health_board", "Health board"
    POLICE_FORCE_AREA = "police_force_area", "Police force area"
    DISTRICT = "district", "District"
    SAFETY_PARTNERSHIP = "safety_partnership", "Community safety partnership"
    WARD = "ward", "Ward"
    NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
    MSOA = "msoa", "Census neighbourhood (MSOA)"
    LSOA = "lsoa", "Census small area (LSOA)"

    @property
    def size(self) -> int:
        """The rank by size: 0 is the biggest kind."""
        return list(PlaceKind).index(self)

    @property
    def plural(self) -> str:
        """The label for several: 'Counties'."""
        if self in CENSUS_PLURALS:
            return CENSUS_PLURALS[self]
        label = str(self.label)
        return f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"


CENSUS_PLURALS = {
    PlaceKind.MSOA: "Census neighbourhoods (MSOA)",
    PlaceKind.LSOA: "Census small areas (LSOA)",
}
