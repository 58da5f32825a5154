"""The public form of a group that wants to be a partner, and the page on which its applicant follows it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.registrations import drafts, rules, services
from partners.registrations.forms import RegistrationForm
from partners.registrations.models import Registration
from partners.registrations.selectors import partners_convening

WAITS_ALREADY = "You have sent this registration already. It waits for an answer."
RECEIVED = "Your registration is sent."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form. A visitor fills it in first, then signs in or opens an account, and comes back to it."""
    if request.method != "POST":
        return form_page(request, RegistrationForm(initial=dict(drafts.kept(request))))
    form = RegistrationForm(request.POST)
    if "add" in request.POST and request.POST.get("place", "").strip():
        return form_page(request, form.with_place_added())
    if not form.is_valid():
        return form_page(request, form)
    if not request.user.is_authenticated:
        drafts.keep(request, [place.code for place in form.cleaned_data["places"]])
        return redirect_to_login(reverse("registrations:new"), reverse("account_login"))
    return send(request, form)


def send(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    """Store what a signed-in person wrote, and lead to its page; say why not when it may not be."""
    try:
        registration, is_new = services.register(entry=form.entry(), by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return form_page(request, form)
    drafts.forget(request)
    messages.success(request, RECEIVED if is_new else WAITS_ALREADY)
    return redirect(registration)


def form_page(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    """The form, with whatever was typed into it."""
    user = request.user
    context = {
        "form": form,
        "is_kept": not form.is_bound and bool(form.initial.get("name")),
        "needs_address": user.is_authenticated and not rules.has_confirmed_address(person(request)),
    }
    return render(request, "registrations/form.html", context)


@never_cache
@require_safe
def registration(request: HttpRequest, reference: str) -> HttpResponse:
    """One's own registration, and how far it is."""
    found = own(request, reference)
    context = {
        "registration": found,
        "places": list(found.places.all()),
        "answered_by": list(partners_convening(found.places.all())),
    }
    return render(request, "registrations/registration.html", context)


@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take one's own registration back."""
    found = own(request, reference)
    try:
        services.withdraw(registration=found, by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "You have taken the registration back.")
    return redirect(found)


def own(request: HttpRequest, reference: str) -> Registration:
    """Return a registration of one's own. Raises PermissionDenied for any other, and where there is none."""
    mine = Registration.objects.of(person(request)).select_related("partner", "answered_for")
    found = mine.filter(reference=reference.upper()).first()
    if found is None:
        raise PermissionDenied
    return found


def person(request: HttpRequest) -> User:
    """Return who is signed in. Raises PermissionDenied when nobody is."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
