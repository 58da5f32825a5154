"""The whole list of what waits for signatures, of which the admin's first page shows the first few."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners.agencies.acting import partner_of
from partners.screens import furniture
from partners.signing.home.waiting import signs, waits_for_others, waits_for_us, with_others

PAGE_SIZE = 50


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the partner that I act for, and what of its pages waits for others, a page at a time."""
    partner = partner_of(request.user)
    for_us = Paginator(waits_for_us(request.user), PAGE_SIZE).get_page(request.GET.get("us"))
    for_others = Paginator(waits_for_others(request.user), PAGE_SIZE).get_page(request.GET.get("others"))
    context: dict[str, Any] = {
        **furniture("To be signed", "check"),
        "partner": partner,
        "for_us": for_us,
        "for_others": for_others,
        "of_ours": with_others(for_others.object_list, partner),
        "signs": signs(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "signing/admin/waiting.html", context)
