"""Which place lies inside which, and which followed which."""

from django.db import models
from django.db.models import F, Q

from partners.places.models.areas import Place


class PlaceLink(models.Model):
    """A direct statement that some share of one place lies inside another; share 1 means all of it."""

    child = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="parent_links", db_index=False)
    parent = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="child_links")
    share = models.FloatField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent"],
                name="one_link_per_pair_of_places",
                violation_error_message="These two places are linked already.",
            ),
            models.CheckConstraint(
                name="place_link_share",
                condition=Q(share__gt=0, share__lte=1),
                violation_error_message="A share is more than 0 and at most 1.",
            ),
            models.CheckConstraint(
                name="place_not_inside_itself",
                condition=~Q(child=F("parent")),
                violation_error_message="A place cannot be linked to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share:.0%} of {self.child} in {self.parent}"


class PlaceClosure(models.Model):
    """Every pair of places where the first holds some of the second, worked out by `closure.py`."""

    # The indexes below serve both directions; Django's own would be dead weight on the biggest table.
    ancestor = models.ForeignKey(
        Place, on_delete=models.CASCADE, related_name="descendant_links", db_index=False
    )
    descendant = models.ForeignKey(
        Place, on_delete=models.CASCADE, related_name="ancestor_links", db_index=False
    )
    share = models.FloatField()

    class Meta:
        verbose_name = "place within a place"
        verbose_name_plural = "places within places"
        indexes = [models.Index(fields=["descendant", "ancestor"], name="place_closure_up")]
        constraints = [
            models.UniqueConstraint(
                fields=["ancestor", "descendant"],
                name="one_closure_row_per_pair",
                violation_error_message="This pair of places is there already.",
            ),
            models.CheckConstraint(
                name="place_closure_share",
                condition=Q(share__gt=0, share__lte=1),
                violation_error_message="A share is more than 0 and at most 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share:.0%} of {self.descendant} in {self.ancestor}"


class PlaceSuccessor(models.Model):
    """A place that took over some share of one that ended."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="successor_links", db_index=False)
    successor = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="predecessor_links")
    share = models.FloatField(default=1, help_text="Of the ended place, the part that went to its successor.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "successor"],
                name="one_row_per_place_and_successor",
                violation_error_message="This successor is there already.",
            ),
            models.CheckConstraint(
                name="place_successor_share",
                condition=Q(share__gt=0, share__lte=1),
                violation_error_message="A share is more than 0 and at most 1.",
            ),
            models.CheckConstraint(
                name="place_not_its_own_successor",
                condition=~Q(place=F("successor")),
                violation_error_message="A place cannot follow itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share:.0%} of {self.place} went to {self.successor}"
