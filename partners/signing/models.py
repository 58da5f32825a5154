"""Signing: what was submitted, who decided what about which words, and what went on the site."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from partners.agencies.models import Partner
from partners.parts.models import PartVersion
from partners.people.models import User
from partners.sharing.models import ShareRole
from partners.signing.machine import Public, State, Text


def person(help_text: str = "") -> "models.ForeignKey[User | None, User | None]":
    """Return a relation to who did something; their account may go, what they did stays."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=help_text,
    )


class CommonText(models.Model):
    """The words that partners sign together, kept under their digest for as long as the page is."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="common_texts")
    digest = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "digest"], name="a_common_text_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.content.get('title', '')} ({self.digest[:8]})"


class PageState(models.Model):
    """How far a page has come, and who wrote last. One row per shared page, changed only by services."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="signing_state")
    text = models.CharField(max_length=20, choices=Text, default=Text.WRITING)
    public = models.CharField(max_length=20, choices=Public, default=Public.NEVER)
    common_digest = models.CharField(
        max_length=64, blank=True, help_text="Of the latest version; empty when it is not known yet."
    )
    changed_by = person(help_text="Who last changed the common text.")
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.page}: {self.get_text_display()}; {self.get_public_display()}"

    @property
    def state(self) -> State:
        """Both sides, as the table of events knows them."""
        return State(Text(self.text), Public(self.public))


class SigningRound(models.Model):
    """A text was submitted to its partners for signing. A page has one open round at most."""

    class Outcome(models.TextChoices):
        """How it ended."""

        PUBLISHED = "published", "Went on the site"
        CHANGED = "changed", "The text was changed"
        TAKEN_BACK = "taken_back", "Taken back"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="signing_rounds")
    submitted_by = person()
    submitted_for = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    message = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    go_live_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(outcome=""),
                name="a_page_has_one_open_round",
                violation_error_message="This page is submitted already.",
            ),
            models.CheckConstraint(
                name="a_round_that_ended_has_an_outcome",
                condition=Q(outcome="", ended_at__isnull=True) | ~Q(outcome="") & Q(ended_at__isnull=False),
                violation_error_message="A round that ended has an outcome.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}, submitted on {self.submitted_at:%-d %B %Y}"


class Decision(models.TextChoices):
    """What a partner says to a text."""

    APPROVED = "approved", "Approved"
    WITH_NOTE = "with_note", "Approved with a note"
    DECLINED = "declined", "Declined"


class SignOff(models.Model):
    """One partner's decision on the words of one page: on the common text and on its own part.

    It counts until it lapses, which is when any of these words change. Its words, the note or the reason of
    a decline, are public.
    """

    class Lapse(models.TextChoices):
        """Why it counts no more."""

        TEXT = "text", "The common text was changed"
        NAMED = "named", "Who is named was changed"
        PART = "part", "The partner changed its own part"
        ANEW = "anew", "The partner decided anew"
        DOWN = "down", "The page was taken off the site"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="sign_offs")
    round = models.ForeignKey(SigningRound, on_delete=models.CASCADE, related_name="sign_offs")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sign_offs")
    decision = models.CharField(max_length=20, choices=Decision)
    words = models.CharField(max_length=1000, blank=True)
    text = models.ForeignKey(CommonText, on_delete=models.CASCADE, related_name="sign_offs")
    part = models.ForeignKey(
        PartVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="sign_offs"
    )
    part_digest = models.CharField(max_length=64, blank=True)
    by = person()
    signatory = models.CharField(
        max_length=200, blank=True, help_text="Name and office of somebody who signed by a link."
    )
    wrote_it_too = models.BooleanField(
        default=False, help_text="The partner's only person wrote the text and signed it."
    )
    at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True, blank=True)
    lapsed_because = models.CharField(max_length=20, choices=Lapse, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "partner"],
                condition=Q(lapsed_at__isnull=True),
                name="a_partner_has_one_decision_that_counts",
                violation_error_message="This partner has decided already.",
            ),
            models.CheckConstraint(
                name="a_note_or_a_decline_has_words",
                condition=Q(decision=Decision.APPROVED) | ~Q(words=""),
                violation_error_message="Write the note, or the reason.",
            ),
            models.CheckConstraint(
                name="a_lapse_has_a_reason",
                condition=Q(lapsed_at__isnull=True, lapsed_because="")
                | Q(lapsed_at__isnull=False) & ~Q(lapsed_because=""),
                violation_error_message="A decision that lapsed has a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_decision_display().lower()}"

    @property
    def is_approval(self) -> bool:
        """Whether the partner put its name to these words."""
        return self.decision != Decision.DECLINED


class Looking(models.Model):
    """Somebody said that they are looking at a text for their partner; as long as its round is open."""

    round = models.ForeignKey(SigningRound, on_delete=models.CASCADE, related_name="looking")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "partner"],
                name="one_person_of_a_partner_is_looking",
                violation_error_message="Somebody of this partner is looking at it already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} for {self.partner}"


class Override(models.Model):
    """A convening partner lets a text go live without signatures that it names. Public, with its reason."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="overrides")
    round = models.ForeignKey(SigningRound, on_delete=models.CASCADE, related_name="overrides")
    text = models.ForeignKey(CommonText, on_delete=models.CASCADE, related_name="+")
    missing = models.ManyToManyField(Partner, related_name="overridden_in")
    reason = models.CharField(max_length=1000)
    by = person()
    for_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = person()
    reviewed_for = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_override_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why it cannot wait for the missing signatures.",
            ),
            models.CheckConstraint(
                name="a_review_of_an_override_has_words",
                condition=Q(reviewed_at__isnull=True) | ~Q(review=""),
                violation_error_message="Say what the review found.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}: overridden for {self.for_partner}"


class Publication(models.Model):
    """A text went on the site: numbered within its page from 1, in the order of time."""

    class Way(models.TextChoices):
        """On what ground."""

        SIGNED = "signed", "Signed by every partner"
        OVERRIDDEN = "overridden", "Published without every signature"
        TAKEN_OVER = "taken_over", "Published before partners signed here"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="publications")
    number = models.PositiveIntegerField()
    text = models.ForeignKey(CommonText, on_delete=models.CASCADE, related_name="publications")
    round = models.OneToOneField(
        SigningRound, on_delete=models.CASCADE, null=True, blank=True, related_name="publication"
    )
    override = models.ForeignKey(
        Override, on_delete=models.CASCADE, null=True, blank=True, related_name="publications"
    )
    way = models.CharField(max_length=20, choices=Way)
    at = models.DateTimeField()

    class Meta:
        ordering = ["page", "number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="publications_are_numbered"),
            models.CheckConstraint(
                name="an_overridden_publication_has_its_override",
                condition=Q(way="overridden", override__isnull=False)
                | ~Q(way="overridden") & Q(override__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}, version {self.number}"


class PublicationPartner(models.Model):
    """A partner named by what went on the site, with its signature and its part, where there is one."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="named")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="named_in")
    role = models.CharField(max_length=20, choices=ShareRole)
    sign_off = models.ForeignKey(
        SignOff, on_delete=models.CASCADE, null=True, blank=True, related_name="publications"
    )
    part = models.ForeignKey(
        PartVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="publications"
    )

    class Meta:
        ordering = ["publication", "-role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "partner"], name="a_publication_names_a_partner_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} in {self.publication}"


class Withdrawal(models.Model):
    """A page was taken off the site, with an explanation: public, unless it was published in error."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="withdrawals")
    in_error = models.BooleanField(default=False)
    explanation = models.CharField(max_length=1000)
    by = person()
    for_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_withdrawal_has_an_explanation",
                condition=~Q(explanation=""),
                violation_error_message="Say why the page is taken off the site.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}, taken off the site on {self.at:%-d %B %Y}"
