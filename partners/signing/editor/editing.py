"""What the page editor does about signatures: it warns, saves nothing by itself, and says what ended."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.text import get_text_list
from wagtail.admin import messages
from wagtail.models import Page

from partners.agencies.opened_for import PAUSES
from partners.signing.machine import Text
from partners.signing.models import PageState, SignOff

COUNTED = "_decisions_that_counted"
NOT_BY_ITSELF = (
    "Partners are signing this text, so nothing is saved by itself: a change would end their signatures. "
    "Press the button that saves if you mean it."
)
ENDED = (
    "The common text was changed, so these decisions count no more: {names}. "
    "Submit it again when it is ready."
)
ENDED_ALONE = (
    "The common text was changed, so the page is no longer submitted. Submit it again when it is ready."
)


def refuse_autosave(request: HttpRequest, page: Page) -> JsonResponse | None:
    """Refuse what the editor saves by itself while partners sign; only a person ends their signatures."""
    if request.accepts("text/html") or not is_being_signed(page.pk):
        return None
    problem = {"success": False, "error_code": PAUSES, "error_message": NOT_BY_ITSELF}
    return JsonResponse(problem, status=400)


def is_being_signed(page_id: int) -> bool:
    """Whether a page is submitted, or decisions about a text that is not public yet count; two queries."""
    text = PageState.objects.filter(page=page_id).values_list("text", flat=True).first()
    if text in (Text.WAITING, Text.SIGNED):
        return True
    return text == Text.WRITING and SignOff.objects.filter(page=page_id, lapsed_at=None).exists()


def count_decisions(request: Any, page: Page) -> None:
    """Remember which decisions count before a form is saved, and whether the page was submitted."""
    counting = SignOff.objects.filter(page=page.pk, lapsed_at=None).values_list("pk", flat=True)
    waits = PageState.objects.filter(page=page.pk, text__in=(Text.WAITING, Text.SIGNED)).exists()
    setattr(request, COUNTED, (list(counting), waits))


def say_what_ended(request: Any, page: Page) -> None:
    """Say which decisions a save has ended."""
    counted, waited = getattr(request, COUNTED, ([], False))
    ended = SignOff.objects.filter(pk__in=counted, lapsed_because=SignOff.Lapse.TEXT)
    names = [str(each.partner) for each in ended.select_related("partner")]
    if names:
        messages.warning(request, ENDED.format(names=get_text_list(names, "and")))
    elif waited and PageState.objects.filter(page=page.pk, text=Text.WRITING).exists():
        messages.warning(request, ENDED_ALONE)
