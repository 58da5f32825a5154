"""Rules that operators add to those we ship."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from search.synonyms.checks import check_terms
from search.synonyms.rules import Kind, Rule, shipped_rules

LONGEST = 1_000


class SynonymRule(models.Model):
    """A rule of this site. It works from the next search on; nothing is indexed anew."""

    kind = models.CharField("what the words have to do with each other", max_length=10, choices=Kind)
    terms = models.TextField(
        "words",
        max_length=LONGEST,
        help_text="One word, or words that belong together, on each line. Where one of them is short for "
        "the others, or leads to them, it goes first. What is two letters long counts only when somebody "
        "types it in capitals.",
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "synonym"
        ordering = ["terms"]

    def __str__(self) -> str:
        return ", ".join(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """The terms, without empty lines."""
        return tuple(tidied for line in self.terms.splitlines() if (tidied := " ".join(line.split())))

    @property
    def rule(self) -> Rule:
        """What searches go by."""
        return Rule(Kind(self.kind), self.lines)

    def clean(self) -> None:
        """Refuse what would make searches worse. Raises ValidationError."""
        super().clean()
        if not self.kind or not self.terms:
            return
        self.terms = "\n".join(self.lines)
        problems = list(check_terms(self.rule, [*shipped_rules(), *self.others()]))
        if problems:
            raise ValidationError({"terms": problems})

    def others(self) -> list[Rule]:
        """Return the other rules of this site."""
        others: Any = type(self).objects.exclude(pk=self.pk)
        return [other.rule for other in others]
