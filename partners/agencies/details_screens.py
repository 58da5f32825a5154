"""The editors' side: what my partner says of itself in public."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from partners.agencies import rules
from partners.agencies.acting import partner_of
from partners.agencies.details import Details, SavedMeanwhile, change_details, details_of
from partners.agencies.details_forms import BaseContactForms, DetailsForm, contact_forms
from partners.agencies.models import Partner
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.screens import furniture


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """The details of the partner for which I act. Raises PermissionDenied when there is none."""
    partner = partner_of(request.user)
    if partner is None:
        raise PermissionDenied
    return edit(request, partner)


@require_http_methods(["GET", "HEAD", "POST"])
def of_partner(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The details of any partner; for operators. Raises PermissionDenied."""
    partner = Partner.objects.filter(pk=partner_id).first()
    if partner is None:
        raise PermissionDenied
    return edit(request, partner)


def edit(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show the details, or save them. Raises PermissionDenied for people who may not change them."""
    user = cast(User, request.user)
    rules.check_can_edit(user, partner)
    takes_places = rules.may_choose_places(user, partner)
    if request.method != "POST":
        now = details_of(partner)
        return page(request, partner, *forms_of(now, takes_places=takes_places))
    form = DetailsForm(request.POST, takes_places=takes_places)
    contacts = contact_forms(request.POST)
    if "add" in request.POST and request.POST.get("place", "").strip():
        return page(request, partner, form.with_place_added(), contacts)
    if not (form.is_valid() and contacts.is_valid()):
        return page(request, partner, form, contacts)
    return save(request, partner, form, contacts)


def save(
    request: HttpRequest, partner: Partner, form: DetailsForm, contacts: BaseContactForms
) -> HttpResponse:
    """Save what was written, or say what somebody else saved meanwhile."""
    details = form.details(contacts.contacts(), details_of(partner))
    seen, user = form.cleaned_data["seen"], cast(User, request.user)
    try:
        differs = change_details(partner=partner, details=details, seen=seen, by=user)
    except SavedMeanwhile as meanwhile:
        return page(
            request, partner, seen_now(form, meanwhile.now), contacts, compared(meanwhile.now, details)
        )
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    messages.success(request, "The details are saved." if differs else "Nothing was changed.")
    return redirect(request.path)


def forms_of(now: Details, *, takes_places: bool) -> tuple[DetailsForm, BaseContactForms]:
    """Return the forms filled in with what the partner says now."""
    facts = {"summary": now.summary, "website": now.website, "places": now.places, "seen": now.version}
    form = DetailsForm(initial=facts, takes_places=takes_places)
    return form, contact_forms(initial=[vars(contact) for contact in now.contacts])


def seen_now(form: DetailsForm, now: Details) -> DetailsForm:
    """Return the form as it was sent, knowing of what was saved meanwhile: sent again, it counts."""
    data = cast(Any, form.data).copy()
    data["seen"] = now.version
    return form.again(data)


def compared(now: Details, typed: Details) -> list[dict[str, str]]:
    """Return what differs: what stands there now, beside what was typed."""
    theirs, ours = now.words(), typed.words()
    return [
        {"label": label, "theirs": theirs[label], "ours": ours[label]}
        for label in theirs
        if theirs[label] != ours[label]
    ]


def page(
    request: HttpRequest,
    partner: Partner,
    form: DetailsForm,
    contacts: BaseContactForms,
    differences: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """The screen. `differences` are there when somebody else saved meanwhile."""
    is_own = partner_of(request.user) == partner
    above = () if is_own else (("Partners", reverse("wagtailsnippets_agencies_partner:list")),)
    context = {
        **furniture(f"About {partner.name}", "group", *above),
        "partner": partner,
        "form": form,
        "contacts": contacts,
        "differences": differences,
        "was_saved": differences is not None,
    }
    return render(request, "agencies/admin/details.html", context)
