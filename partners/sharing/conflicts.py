"""Two texts of one page side by side, when somebody saved while another was still writing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page

from partners.screens import furniture
from partners.sharing.stale import StaleSaveError

# What the editor's form says about the version that it is based on.
CLAIMS = ("overwrite_revision_id", "loaded_revision_id", "loaded_revision_created_at")
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", *CLAIMS}


def both_texts(request: HttpRequest, stale: StaleSaveError) -> HttpResponse:
    """Show what differs between the saved text and the one that was refused, with a way to keep either."""
    page = Page.objects.select_related("latest_revision__user").get(pk=stale.page_id).specific
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    context = {
        **furniture("Two texts of this page", "warning", (page.get_admin_display_title(), edit)),
        "page": page,
        "latest": page.latest_revision,
        "differences": differences(request, page),
        "sent": [(key, value) for key, values in request.POST.lists() for value in values if is_text(key)],
        "edit_url": edit,
    }
    return render(request, "sharing/admin/both_texts.html", context, status=409)


def is_text(key: str) -> bool:
    """Whether a field of the form belongs to the text, and is sent again when the writer keeps it."""
    return key not in NOT_SENT_AGAIN


def differences(request: HttpRequest, page: Any) -> list[Any]:
    """Return Wagtail's comparisons of the fields that differ, from the saved text to the one sent."""
    handler = type(page).get_edit_handler()
    form = handler.get_form_class()(
        request.POST,
        request.FILES,
        instance=page.get_latest_revision_as_object(),
        parent_page=page.get_parent(),
        for_user=request.user,
    )
    form.defer_required_fields()
    # Where a field is mistaken, the others are compared; the editor names the mistake when the text is kept.
    sent = form.save(commit=False) if form.is_valid() else form.instance
    saved = page.get_latest_revision_as_object()
    comparisons = handler.get_bound_panel(instance=page, request=request, form=None).get_comparison()
    found = (compare(saved, sent) for compare in comparisons)
    return [comparison for comparison in found if comparison.has_changed()]
