"""The kinds of place, from the biggest to the smallest."""

from django.db import models


class PlaceKind(models.TextChoices):
    """What sort of area a place is, in order of size: listing bigger places first means sorting by `size`."""

    COUNTRY = "country", "Country"
    REGION = "region", "Region"
    COMBINED_AUTHORITY = "combined_authority", "Combined authority"
    COUNTY = "county", "County"
    ICB = "icb", "Integrated care board"
    POLICE_FORCE_AREA = "police_force_area", "Police force area"
    DISTRICT = "district", "District"
    WARD = "ward", "Ward"

    @property
    def size(self) -> int:
        """The rank by size: 0 is the biggest kind."""
        return list(PlaceKind).index(self)

    @property
    def plural(self) -> str:
        """The label for several: 'Counties'."""
        label = str(self.label)
        return f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"
