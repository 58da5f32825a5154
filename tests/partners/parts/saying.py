"""Short ways to have partners say something."""

from datetime import UTC, datetime

from partners.parts.selectors import latest_part
from partners.parts.services import save_part, show_parts

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def says(shared, name, statement):
    """Have the editor of a partner save a statement, over whatever it says now."""
    partner, editor = getattr(shared, name), getattr(shared, f"{name}_editor")
    before = latest_part(shared.page.pk, partner.pk)
    content = {"statement": statement} if statement else {}
    based_on = before.pk if before else None
    return save_part(page=shared.page, by=editor, at=NOW, content=content, based_on=based_on)


def published(shared, **statements):
    """Have partners say something that everybody reads."""
    versions = {getattr(shared, name).pk: says(shared, name, words) for name, words in statements.items()}
    show_parts(shared.page.pk, versions)
    return versions
