"""What the demonstration is, who can sign in, and the mail that it would have sent."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import urlize
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from partners.agencies.models import Partner
from partners.people.models import User
from portal.accounts.second_factor import mark_given
from portal.accounts.targets import on_this_site
from portal.demonstration.accounts import ACCOUNTS, OPERATOR, PASSWORD
from portal.demonstration.models import DemonstrationMail


def about(request: HttpRequest) -> HttpResponse:
    """Say what is made up here and which accounts there are."""
    return render(request, "demonstration/index.html", {"accounts": accounts(), "password": PASSWORD})


def accounts() -> list[dict[str, str]]:
    """The people of the demonstration, with what each may do."""
    names = dict(Partner.objects.filter(is_demonstration=True).values_list("slug", "name"))
    people = [
        {
            "email": account.email,
            "name": f"{account.first_name} {account.last_name}",
            "role": f"{names.get(account.partner, account.partner)}: {account.what_for}",
        }
        for account in ACCOUNTS
    ]
    return [*people, {"email": OPERATOR, "name": "Ola Operator", "role": "runs the site"}]


@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Offer to sign in as each of the people of the demonstration, with one press of a button."""
    wanted = on_this_site(request, request.GET.get("next"))
    return render(request, "demonstration/people.html", {"accounts": accounts(), "wanted": wanted})


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody who is made up, second factor included. Raises Http404 for everybody else."""
    known = {account["email"] for account in accounts()}
    user = get_object_or_404(User, email__in=known & {request.POST.get("email", "")}, is_active=True)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    mark_given(request, user)
    record_authentication(request, user, "demonstration")
    messages.success(request, f"You are signed in as {user}.")
    return redirect(on_this_site(request, request.POST.get("next")) or "wagtailadmin_home")


@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """Show the latest mail, newest first, its links ready to follow."""
    messages = [
        {"to": m.to, "subject": m.subject, "sent_at": m.sent_at, "body_html": urlize(m.text, autoescape=True)}
        for m in DemonstrationMail.objects.all()[:50]
    ]
    return render(request, "demonstration/mail.html", {"mails": messages})
