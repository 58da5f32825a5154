"""Members: the list, one member's role, and the end of a membership."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from partners.agencies.acting import partner_of
from partners.agencies.models import Membership, Partner, Role
from partners.members import memberships
from partners.members.forms import RoleForm
from partners.members.screens.frame import ICON, frame, is_operator, managed, person
from partners.members.selectors import members_of
from partners.policy.refusals import NotAllowed
from partners.screens import furniture

PER_PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Lead admins to their partner's members; let operators choose a partner."""
    if not is_operator(request):
        partner = partner_of(person(request))
        if partner is None:
            raise PermissionDenied
        return redirect("members_admin:members", partner.pk)
    words = request.GET.get("q", "").strip()
    admins = Q(memberships__role=Role.ADMIN, memberships__user__is_active=True)
    partners = Partner.objects.search(words).annotate(
        members=Count("memberships"), admins=Count("memberships", filter=admins)
    )
    context = {
        **furniture("Members", ICON),
        **page_of(request, partners.order_by("name", "pk")),
        "words": words,
    }
    return render(request, "members/admin/index.html", context)


@require_safe
def members(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The members of a partner, with a search."""
    partner = managed(request, partner_id)
    words, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    context = {
        **frame(request, partner, "members"),
        **page_of(request, members_of(partner, words, role)),
        "words": words,
        "role": role,
        "roles": Role.choices,
        "me": person(request).pk,
    }
    return render(request, "members/admin/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, partner_id: int, membership_id: int) -> HttpResponse:
    """One member, and another role for them."""
    membership = member_of(managed(request, partner_id), membership_id)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            changed = memberships.change_role(
                membership=membership, role=form.cleaned_data["role"], by=person(request)
            )
        except NotAllowed as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"{changed.user} is now: {changed.get_role_display()}.")
            return back(request, changed)
    context = {
        **frame(request, membership.partner, "members", str(membership.user)),
        "membership": membership,
        "form": form,
        "is_me": membership.user_id == person(request).pk,
    }
    return render(request, "members/admin/member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, partner_id: int, membership_id: int) -> HttpResponse:
    """Ask whether to end a membership, and end it. One's own is left on the page about the account."""
    membership = member_of(managed(request, partner_id), membership_id)
    if membership.user_id == person(request).pk:
        return redirect("members:leave", membership.pk)
    if request.method == "POST":
        try:
            memberships.end(membership=membership, by=person(request))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("members_admin:member", partner_id, membership_id)
        messages.success(request, f"{membership.user} no longer belongs to {membership.partner}.")
        return redirect("members_admin:members", partner_id)
    title = f"End the membership of {membership.user}"
    context = {**frame(request, membership.partner, "members", title), "membership": membership}
    return render(request, "members/admin/end.html", context)


def member_of(partner: Partner, membership_id: int) -> Membership:
    """Return the membership. Raises PermissionDenied for another partner's, or none."""
    found = members_of(partner).select_related("partner", "user").filter(pk=membership_id).first()
    if found is None:
        raise PermissionDenied
    return found


def back(request: HttpRequest, changed: Membership) -> HttpResponse:
    """Lead to the list, or home somebody who has just given up managing it."""
    if changed.user_id == person(request).pk and changed.role != Role.ADMIN and not is_operator(request):
        return redirect("wagtailadmin_home")
    return redirect("members_admin:members", changed.partner_id)


def page_of(request: HttpRequest, rows: Any) -> dict[str, Any]:
    """Return one page of a long list, for templates."""
    return {"page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))}
