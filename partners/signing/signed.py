"""What a page that several partners sign together does when it is saved."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from wagtail.admin.panels import CommentPanel
from wagtail.models import Revision

from partners.signing.editor.panels import SigningPanel
from partners.signing.gate import check_may_be_live


class Signed(models.Model):
    """Mixin of pages that go on the site when every partner that they name has signed them.

    Dates of Wagtail's own scheduler mean nothing here: a page goes live at the date of its signing round.
    """

    settings_panels: ClassVar[list[Any]] = [CommentPanel()]

    # Wagtail's own words about publishing are not shown for these pages.
    needs_signatures: ClassVar[bool] = True
    # Fields that this kind of page gained when texts of it had been signed already. Where they say nothing,
    # what was signed without them is still the same text.
    added_words: ClassVar[frozenset[str]] = frozenset()
    # The same for fields that rows of a relation gained: by relation and field, the value that says nothing
    # beyond what was meant before there was such a field.
    added_row_words: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    signing_panels: ClassVar[list[Any]] = [SigningPanel(heading="Signatures")]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save. Raises UnsignedPublicationError if that would put unsigned words on the site."""
        check_may_be_live(self)
        super().save(*args, **kwargs)

    def lacks(self) -> Iterator[tuple[str, str]]:
        """Yield what has to be mended before partners are asked to sign: the field, and what to do there."""
        yield from ()

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return the page with the content of a version, which brings no dates of Wagtail's scheduler."""
        page = super().with_content_json(content)  # type: ignore[misc]  # mixed into pages
        page.go_live_at = page.expire_at = None
        return page

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a version; if it says something else than the one before, signatures lapse.

        An editor's script saves its version over and over. The one on the site stays as it was signed.
        """
        from partners.signing.changes import text_saved

        overwritten = kwargs.get("overwrite_revision")
        if overwritten and overwritten.pk == self.live_revision_id:  # type: ignore[attr-defined]  # as below
            kwargs["overwrite_revision"] = None
        self.go_live_at = self.expire_at = None
        with transaction.atomic():
            revision: Revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]  # mixed into pages
            text_saved(revision)
        return revision
