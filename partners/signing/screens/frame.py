"""What the screens of signing have in common."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.models import Page

from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.screens import furniture
from partners.sharing.rules import may_see_draft
from partners.signing.signed import Signed

ICON = "check"


def my_page(request: HttpRequest, page_id: int) -> Any:
    """Return a page that partners sign and whose draft I may see. Raises PermissionDenied for any other."""
    found = Page.objects.filter(pk=page_id).first()
    if found is None or not may_see_draft(person(request), found):
        raise PermissionDenied
    page = found.specific
    if not isinstance(page, Signed):
        raise PermissionDenied
    return page


def person(request: HttpRequest) -> User:
    """Return who asks; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)


def frame(page: Page, title: str = "") -> dict[str, Any]:
    """Return heading and way back of a screen about a page; without a title, of the page's overview."""
    name = page.get_admin_display_title()
    # Who is only asked to contribute may not edit the page, so its overview is the way back.
    overview = (name, reverse("signing:page", args=[page.pk]))
    around = furniture(title, ICON, overview) if title else furniture(f"Signatures: {name}", ICON)
    return {**around, "page": page}


def allowed(check: Callable[..., None], *about: Any) -> bool:
    """Whether a rule lets it happen."""
    try:
        check(*about)
    except NotAllowed:
        return False
    return True


def carried_out(
    request: HttpRequest,
    form: forms.Form,
    service: Callable[..., Any],
    done: str,
    page_id: int,
    /,
    **about: Any,
) -> HttpResponse | None:
    """Do it and lead back to the page's overview; None when it was refused, which the form then says."""
    try:
        service(by=person(request), at=timezone.now(), **about)
    except (NotAllowed, ValidationError) as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, done)
    return redirect("signing:page", page_id)


def add_refusal(form: forms.Form, refusal: NotAllowed | ValidationError) -> None:
    """Show why it was refused, beside the field where it is about one."""
    if not isinstance(refusal, ValidationError):
        form.add_error(None, str(refusal))
    elif hasattr(refusal, "error_dict"):
        known = {name: found for name, found in refusal.error_dict.items() if name in form.fields}
        form.add_error(None, ValidationError(known or refusal.messages))
    else:
        form.add_error(None, refusal)
