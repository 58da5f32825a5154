"""When pages are due to be checked, whom we ask, and who said that they are still right."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from partners.agencies.models import Partner
from partners.freshness.dates import NOTICE, Stage

DIGEST = 64  # characters of a SHA-256 digest in hexadecimal
LONGEST_WORDS = 500


class PageReviewQuerySet(models.QuerySet["PageReview"]):
    """Questions about checks. Today is handed in."""

    def of_public_pages(self) -> Self:
        """Those of pages that anybody may read."""
        return self.filter(page__in=Page.objects.live().public().order_by().values("pk"))

    def due_soon(self, today: date) -> Self:
        """Those that are due within four weeks, or were due."""
        return self.filter(review_on__lte=today + NOTICE)


class PageReview(models.Model):
    """The next check of one page. Whether it is overdue follows from the day alone; nothing has to run.

    Personal data: `contact_email`, which is never shown on the site and emptied when the page is withdrawn.
    """

    # Not part of the page's revisions: going back to an old text must not bring back an old date.
    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="review")
    review_on = models.DateField("check it again by")
    is_chosen = models.BooleanField(
        "an editor chose the date", default=False, help_text="Publishing moves only a date that nobody chose."
    )
    contact_name = models.CharField(
        "who knows whether it is still right",
        max_length=120,
        blank=True,
        help_text="A team or an office, such as Housing options team. It is shown on the page.",
    )
    contact_email = models.EmailField(
        "their mail address",
        blank=True,
        help_text="We write there before the date. It is never shown on the site. They need no account.",
    )
    # Counts the checks. Links in letters and buttons in forms are good for one of them.
    round = models.PositiveIntegerField(default=1)
    # Counts all changes, so that a form opened before one is noticed.
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_for = models.CharField(max_length=200, blank=True, help_text="A partner or a team: public.")

    objects = PageReviewQuerySet.as_manager()

    class Meta:
        ordering = ["review_on", "pk"]
        indexes = [models.Index(fields=["review_on"], name="checks_by_day")]
        constraints = [
            models.CheckConstraint(
                name="a_contact_with_an_address_has_a_name",
                condition=Q(contact_email="") | ~Q(contact_name=""),
                violation_error_message="Say who reads this address: a team or an office.",
            ),
            models.CheckConstraint(
                name="whoever_confirmed_did_so_at_a_time",
                condition=Q(confirmed_at__isnull=False) | Q(confirmed_by__isnull=True, confirmed_for=""),
                violation_error_message="A confirmation has a time.",
            ),
        ]

    def __str__(self) -> str:
        # No address: this stands in logs and error pages.
        return f"Check of page {self.page_id}"

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.review_on < timezone.localdate()


class StillRight(models.Model):
    """Somebody confirmed that a page is still right. Rows are added and never changed."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="confirmations")
    round = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_contact = models.BooleanField("by the contact, through a link")
    partner = models.ForeignKey(Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    said_by = models.CharField(max_length=200, blank=True, help_text="A partner or a team: public.")
    next_on = models.DateField("to be checked again by")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "confirmations"
        constraints = [
            models.UniqueConstraint(
                fields=["page", "round"],
                name="a_check_is_confirmed_once",
                violation_error_message="This was confirmed already.",
            ),
            models.CheckConstraint(
                name="a_contact_needs_no_account",
                condition=Q(by_contact=False) | Q(by__isnull=True),
                violation_error_message="Either the contact or somebody with an account confirms.",
            ),
        ]

    def __str__(self) -> str:
        return f"Page {self.page_id} was still right on {self.at:%-d %B %Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("Confirmations are added and never changed.")
        super().save(*args, **kwargs)


class ReviewRequest(models.Model):
    """We asked whether a page is still right: once at each stage of each check, whoever there was to ask.

    A contact got a link, which holds for this check, their address and sixty days. It carries a random key;
    only a digest of that is kept, and of the address only a keyed one.
    """

    review = models.ForeignKey(PageReview, on_delete=models.CASCADE, related_name="requests")
    round = models.PositiveIntegerField()
    stage = models.CharField(max_length=10, choices=[(stage.value, stage.value) for stage in Stage])
    # Null while there is no contact; an empty text would be unique only once.
    digest = models.CharField(max_length=DIGEST, unique=True, null=True)  # noqa: DJ001
    address_digest = models.CharField(max_length=DIGEST, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "round", "stage"],
                name="everybody_is_asked_once_at_each_stage",
                violation_error_message="They were asked already.",
            ),
            models.CheckConstraint(
                name="a_review_link_expires_after_it_is_sent",
                condition=Q(expires_at__gt=models.F("sent_at")),
                violation_error_message="A link expires after it is sent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}, asked {self.stage}"


class SaidWrong(models.Model):
    """A contact says that something on a page is not right. For the partners of the page; never public."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="said_wrong")
    link = models.ForeignKey(ReviewRequest, on_delete=models.CASCADE, related_name="said_wrong")
    round = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    said_by = models.CharField(max_length=120)
    words = models.CharField("what is wrong", max_length=LONGEST_WORDS)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "words"],
                name="the_same_is_said_once",
                violation_error_message="You have told us this already.",
            )
        ]

    def __str__(self) -> str:
        # Not what was said: this stands in logs and error pages.
        return f"Remark {self.pk} on page {self.page_id}"
