"""Postcodes, and how far a directory of them has been loaded."""

from django.db import models

from partners.places.models.areas import Place


class PostcodePoint(models.Model):
    """Where a full postcode lies. Never tied to a person."""

    code = models.CharField(max_length=7, primary_key=True, help_text="Without its space: M337PF.")
    # Nobody asks for all postcodes of a place; an index would double the biggest table.
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+", db_index=False)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="Blank while the postcode is in use.")

    def __str__(self) -> str:
        return self.code


class PostcodeDistrict(models.Model):
    """The first half of postcodes, its middle, and the district that the middle lies in."""

    code = models.CharField(max_length=4, primary_key=True, help_text="For example M33.")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+", db_index=False)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class PostcodeLoad(models.Model):
    """How far a directory of postcodes has been loaded, to go on there, and to name the edition."""

    file_mark = models.CharField(max_length=64, unique=True, help_text="What tells this file from others.")
    edition = models.CharField(max_length=120)
    rows = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.edition
