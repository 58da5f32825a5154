"""Published figures about places, for finding places that are alike."""

from django.db import models

from partners.places.models.areas import Place


class PlaceFigure(models.Model):
    """One official figure about a place. What a measure means stands in `partners.places.measures`."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="figures", db_index=False)
    measure = models.CharField(max_length=40)
    value = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "measure"],
                name="one_figure_per_place_and_measure",
                violation_error_message="This place has this figure already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.place}: {self.value:g}"
