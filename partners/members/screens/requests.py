"""Requests to join and their answers; the mail domains that allow them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from partners.agencies.models import Partner
from partners.members import requests as services
from partners.members.forms import ApproveForm, DomainForm, RefuseForm
from partners.members.models import JoinRequest, MailDomain
from partners.members.rules import ANSWERED
from partners.members.screens.frame import frame, is_operator, managed, person
from partners.policy.refusals import NotAllowed


@require_safe
def requests(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The requests that wait for an answer."""
    partner = managed(request, partner_id)
    waiting = JoinRequest.objects.filter(partner=partner, answer="").select_related("user")
    context = {
        **frame(request, partner, "requests", "Requests to join"),
        "waiting": list(waiting.order_by("asked_at", "pk")),
    }
    return render(request, "members/admin/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, partner_id: int, join_id: int) -> HttpResponse:
    """Approve a request in a role, or refuse it with a reason."""
    partner = managed(request, partner_id)
    asked = asked_of(partner, join_id)
    if asked.answer:
        messages.error(request, ANSWERED)
        return redirect("members_admin:requests", partner.pk)
    refuses = "refuse" in request.POST
    sent = request.POST if request.method == "POST" else None
    approve = ApproveForm(None if refuses else sent)
    refuse = RefuseForm(sent if refuses else None)
    form = refuse if refuses else approve
    if sent is not None and form.is_valid():
        try:
            done = decide(request, asked, form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("members_admin:requests", partner.pk)
    context = {
        **frame(request, partner, "requests", f"Request of {asked.user}"),
        "asked": asked,
        "approve": approve,
        "refuse": refuse,
    }
    return render(request, "members/admin/answer.html", context)


def decide(request: HttpRequest, asked: JoinRequest, said: dict[str, Any]) -> str:
    """Do what the form says, and say what was done. Raises NotAllowed."""
    by, now = person(request), timezone.now()
    if "reason" in said:
        services.refuse(request=asked, reason=said["reason"], by=by, at=now)
        return f"{asked.user} is told that you refused."
    membership = services.approve(request=asked, role=said["role"], by=by, at=now)
    return f"{membership.user} is a member now: {membership.get_role_display()}."


def asked_of(partner: Partner, join_id: int) -> JoinRequest:
    """Return the partner's request. Raises PermissionDenied when there is none."""
    found = JoinRequest.objects.filter(partner=partner, pk=join_id).select_related("user", "partner")
    asked = found.first()
    if asked is None:
        raise PermissionDenied
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
def domains(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The mail domains of a partner, and a form for another one."""
    partner = managed(request, partner_id)
    form = DomainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_domain(
                partner=partner, by=person(request), at=timezone.now(), **form.cleaned_data
            )
        except NotAllowed as refusal:
            form.add_error("domain", str(refusal))
        else:
            messages.success(request, f"People with an address in {added} may ask to join now.")
            return redirect("members_admin:domains", partner.pk)
    context = {
        **frame(request, partner, "domains", "Mail domains"),
        "domains": list(MailDomain.objects.filter(partner=partner).select_related("added_by")),
        "form": form,
        "any_domain": is_operator(request),
    }
    return render(request, "members/admin/domains.html", context)


@require_POST
def remove_domain(request: HttpRequest, partner_id: int, domain_id: int) -> HttpResponse:
    """Take a mail domain from the partner. Raises PermissionDenied for another's."""
    partner = managed(request, partner_id)
    found = MailDomain.objects.filter(partner=partner, pk=domain_id).first()
    if found is None:
        raise PermissionDenied
    services.remove_domain(domain=found, by=person(request))
    messages.success(request, f"{found} no longer lets anybody ask. Members stay members.")
    return redirect("members_admin:domains", partner.pk)
