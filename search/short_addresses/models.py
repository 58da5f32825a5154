"""Short addresses of searches, for letters, minutes and slides."""

import hashlib
import secrets

from django.db import models
from django.urls import reverse

from partners.references import LETTERS

LENGTH = 8
CODE_LETTERS = LETTERS.lower()


def new_code() -> str:
    """Return eight random letters and digits: short enough to type, too many to guess (39 bits)."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(LENGTH))


def digest_of(query: str) -> str:
    """Return what tells queries apart: they may be longer than a database lists in order."""
    return hashlib.sha256(query.encode()).hexdigest()


class ShortAddress(models.Model):
    """The query of a search, and the code that leads to it. Nothing about who asked for it is kept."""

    code = models.CharField(max_length=LENGTH, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    query = models.TextField()
    made_on = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "short address"
        verbose_name_plural = "short addresses"

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return the short address itself, without the host."""
        return reverse("short_addresses:follow", args=[self.code])
