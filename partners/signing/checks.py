"""What a page lacks before its partners can be asked to sign it, in plain words."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from wagtail.models import Page

from partners.sharing.forms import NO_LEAD, REQUIRED, TOO_FEW


@dataclass(frozen=True)
class Problem:
    """Something to mend: what it is, and the name of the field of the editor where that is done."""

    says: str
    field: str = ""


def blocking_problems(page_id: int) -> list[Problem]:
    """Return what has to be mended before a page can be submitted."""
    page = Page.objects.get(pk=page_id).specific.get_latest_revision_as_object()
    found = [] if page.lead_partner else [Problem(NO_LEAD)]
    found += [Problem(says, name) for name, says in TOO_FEW.items() if not getattr(page, name).count()]
    try:
        page.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            found.append(Problem(REQUIRED.get(name, " ".join(messages)), name))
    return found
