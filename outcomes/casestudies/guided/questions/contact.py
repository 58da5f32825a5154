"""Whom readers may ask, and who says later whether it is still right."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from outcomes.casestudies.guided.questions.base import Answer, StepForm
from outcomes.casestudies.models import CaseStudy
from partners.freshness.forms import ReviewForm
from partners.freshness.models import PageReview
from partners.freshness.services import choose, draft_of
from partners.text_fields import TOO_LONG, OneLineField

CHECK = ("review_on", "contact_name", "contact_email")


class ContactForm(StepForm):
    """The contact that readers see, and the next check of the page."""

    labels = {"contact": "Whom readers may ask"}
    needed_always = frozenset({"review_on"})

    contact = OneLineField(
        label="Whom may readers ask about it?",
        help_text="A team rather than a person, and how to reach it. Everybody can read it.",
        required=False,
        max_length=200,
        error_messages={"max_length": TOO_LONG},
    )
    review_on = ReviewForm.base_fields["review_on"]
    contact_name = ReviewForm.base_fields["contact_name"]
    contact_email = ReviewForm.base_fields["contact_email"]

    def prepare(self) -> None:
        """Take the rules of the next check from its own form."""
        self.review = review_of(self.page)
        self.check = ReviewForm(
            {**self.sent.dict(), "seen": self.review.version} if self.is_bound else None,
            review=self.review,
            today=timezone.localdate(),
        )
        for name in CHECK:
            self.fields[name] = self.check.fields[name]

    def clean(self) -> dict[str, Any]:
        """Say what the form of the next check says."""
        cleaned = super().clean() or {}
        for name, problems in self.check.errors.items():
            if name in CHECK and name not in self.errors:
                self.add_error(name, problems)
        return cleaned

    @classmethod
    def stored(cls, page: CaseStudy) -> dict[str, Any]:
        """Return the contact, and which version of the next check there is."""
        return {**super().stored(page), "check": review_of(page).version}

    @classmethod
    def shown(cls, page: CaseStudy) -> dict[str, Any]:
        """Return what stands in the boxes."""
        review = review_of(page)
        return {"contact": page.contact} | {name: getattr(review, name) for name in CHECK}

    def changes_beside(self) -> bool:
        """Whether the next check becomes another."""
        return not self.check.choice.is_of(self.review)

    def save_beside(self, at: datetime) -> None:
        """Save the next check. Raises NotAllowed."""
        seen = self.review.version
        choose(page=self.page, choice=self.check.choice, seen=seen, by=self.by, at=at)

    @classmethod
    def answers(cls, page: CaseStudy) -> list[Answer]:
        """Return the contact and the day of the next check."""
        review = review_of(page)
        return [*super().answers(page), check_of(review.review_on, review.contact_name)]

    def typed_answers(self) -> list[Answer]:
        """Return the contact, and the next check as it was typed."""
        choice = self.check.choice
        return [*super().answers(self.page)[:1], check_of(choice.review_on, choice.contact_name)]

    @classmethod
    def is_done(cls, page: CaseStudy) -> bool:
        """Whether readers can ask somebody."""
        return bool(page.contact)


def review_of(page: CaseStudy) -> PageReview:
    """Return the next check of a case study, unsaved where there is none yet."""
    known = PageReview.objects.filter(page=page.pk).first()
    return known or draft_of(page=page, at=timezone.now())


def check_of(day: date, name: str) -> Answer:
    """Return how the next check reads."""
    return Answer("To be checked by", [f"{day:%-d %B %Y}", *([name] if name else [])])
