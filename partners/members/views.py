"""Pages for people who are asked to join a partner, who ask to, or who leave."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.agencies.models import Membership
from partners.members import invitations, memberships, requests, rules
from partners.members.forms import AskForm
from partners.members.invitations import NoSuchInvitationError
from partners.members.models import JoinRequest
from partners.members.selectors import joinable
from partners.people.models import User
from partners.policy.refusals import NotAllowed


@never_cache
@require_safe
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Show who invites to what; answer all links that do not work alike."""
    try:
        found = invitations.invitation_for(key, visitor(request), timezone.now())
    except NoSuchInvitationError:
        return no_such_invitation(request)
    return render(request, "members/invitation.html", {"invitation": found, "key": key})


@never_cache
@require_POST
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Become a member, or sign in first."""
    person = visitor(request)
    if person is None:
        return redirect_to_login(reverse("members:invitation", args=[key]))
    try:
        membership = invitations.accept(key=key, by=person, at=timezone.now())
    except NoSuchInvitationError:
        return no_such_invitation(request)
    messages.success(request, f"You belong to {membership.partner} now.")
    return redirect("account_home")


@never_cache
@require_POST
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Say no. That needs no account."""
    try:
        declined = invitations.decline(key=key, by=visitor(request), at=timezone.now())
    except NoSuchInvitationError:
        return no_such_invitation(request)
    return render(request, "members/declined.html", {"partner": declined.partner})


@never_cache
@require_POST
def open_account(request: HttpRequest, key: str) -> HttpResponse:
    """Lead somebody without an account to the form for one; the link has proved the address."""
    try:
        found = invitations.invitation_for(key, visitor(request), timezone.now())
    except NoSuchInvitationError:
        return no_such_invitation(request)
    here = reverse("members:invitation", args=[key])
    if request.user.is_authenticated:
        return redirect(here)
    get_adapter(request).stash_verified_email(request, found.address)
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': here})}")


def no_such_invitation(request: HttpRequest) -> HttpResponse:
    """Answer a link that was made up, used, ended, or sent to somebody else: always alike."""
    answer = render(request, "members/no_such_invitation.html", status=410)
    # Django would write the address into its log: the link may still work for the one it was sent to.
    answer._has_been_logged = True  # type: ignore[attr-defined]  # what Django itself sets
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Ask whether somebody wants to leave, and let them. Raises PermissionDenied for a foreign membership."""
    own = Membership.objects.filter(user=person(request)).select_related("partner", "user")
    membership = own.filter(pk=membership_id).first()
    if membership is None:
        raise PermissionDenied
    try:
        if request.method == "POST":
            memberships.end(membership=membership, by=person(request))
            return left(request, membership)
        rules.check_not_the_last_admin(membership)
    except NotAllowed:
        context = {"partner": membership.partner}
        return render(request, "members/last_admin.html", context, status=409 if request.POST else 200)
    return render(request, "members/leave.html", {"membership": membership})


def left(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Sign somebody out who left: the end of a membership ends all sessions, this one too."""
    logout(request)
    messages.success(
        request, f"You left {membership.partner} and were signed out. You still have your account."
    )
    return redirect("account_login")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Ask to join a partner. Raises PermissionDenied for one that the person may not ask."""
    user = person(request)
    found = next((each for each in joinable(user) if each.partner.pk == partner_id), None)
    if found is None:
        raise PermissionDenied
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            requests.ask(
                partner=found.partner,
                user=user,
                address=found.address,
                message=form.cleaned_data["message"],
                at=timezone.now(),
            )
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{found.partner} knows that you ask. The answer comes by mail.")
        return redirect("account_home")
    return render(request, "members/ask.html", {"form": form, "joinable": found})


@require_POST
def take_request_back(request: HttpRequest, join_id: int) -> HttpResponse:
    """Take back one's own request. Raises PermissionDenied for a foreign one."""
    asked = JoinRequest.objects.filter(user=person(request), pk=join_id).select_related("partner").first()
    if asked is None:
        raise PermissionDenied
    try:
        requests.take_back(request=asked, by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"You no longer ask to join {asked.partner}.")
    return redirect("account_home")


def visitor(request: HttpRequest) -> User | None:
    """Return who is signed in, if anybody is."""
    return request.user if isinstance(request.user, User) else None


def person(request: HttpRequest) -> User:
    """Return who is signed in. Raises PermissionDenied when nobody is."""
    found = visitor(request)
    if found is None:
        raise PermissionDenied
    return found
