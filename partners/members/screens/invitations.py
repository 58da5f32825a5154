"""Invitations: those that nobody has answered, and a form for new ones."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from partners.agencies.models import Partner
from partners.members import invitations as services
from partners.members.forms import SHARED_FIELD, InviteForm
from partners.members.models import Invitation
from partners.members.screens.frame import frame, managed, person
from partners.policy.refusals import NotAllowed


@require_safe
def invitations(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The invitations that nobody has answered."""
    partner = managed(request, partner_id)
    unanswered = Invitation.objects.filter(partner=partner).unanswered().select_related("invited_by")
    now = timezone.now()
    context = {
        **frame(request, partner, "invitations", "Invitations"),
        "invitations": [(each, each.expires_at <= now) for each in unanswered],
    }
    return render(request, "members/admin/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Invite one or several people: all of them, or nobody and what is wrong with each."""
    partner = managed(request, partner_id)
    form = InviteForm(request.POST if request.method == "POST" else None, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            send_all(request, partner, form)
        except NotAllowed as refusal:
            form.add_error("addresses", str(refusal))
        else:
            number = len(form.cleaned_data["addresses"])
            messages.success(
                request, f"{number} {'invitation is' if number == 1 else 'invitations are'} sent."
            )
            return redirect("members_admin:invitations", partner.pk)
    context = {**frame(request, partner, "invitations", "Invite people"), "form": form}
    return render(request, "members/admin/invite.html", context)


@transaction.atomic
def send_all(request: HttpRequest, partner: Partner, form: InviteForm) -> None:
    """Invite everybody who is named in the form. Raises NotAllowed, and then nobody is invited."""
    for address in form.cleaned_data["addresses"]:
        services.invite(
            partner=partner,
            address=address,
            role=form.cleaned_data["role"],
            by=person(request),
            at=timezone.now(),
            shared_confirmed=bool(form.cleaned_data.get(SHARED_FIELD)),
        )


@require_POST
def again(request: HttpRequest, partner_id: int, letter_id: int) -> HttpResponse:
    """Send a new letter with a new link; the old link stops working."""
    old = invitation_of(managed(request, partner_id), letter_id)
    try:
        services.send_again(invitation=old, by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"A new letter goes to {old.address}. The earlier link no longer works.")
    return redirect("members_admin:invitations", partner_id)


@require_POST
def take_back(request: HttpRequest, partner_id: int, letter_id: int) -> HttpResponse:
    """Take an invitation back."""
    found = invitation_of(managed(request, partner_id), letter_id)
    try:
        services.take_back(invitation=found, by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The invitation to {found.address} is taken back.")
    return redirect("members_admin:invitations", partner_id)


def invitation_of(partner: Partner, letter_id: int) -> Invitation:
    """Return the partner's invitation. Raises PermissionDenied when there is none."""
    found = Invitation.objects.filter(partner=partner, pk=letter_id).select_related("partner").first()
    if found is None:
        raise PermissionDenied
    return found
