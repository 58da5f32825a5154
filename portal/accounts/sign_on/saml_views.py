"""The addresses of SAML: start, answer, finish, and our metadata. No single log-out: one door less."""

from importlib import import_module
from typing import Any

from allauth.core import ratelimit
from allauth.socialaccount.helpers import complete_social_login, render_authentication_error
from allauth.socialaccount.providers.base.views import BaseLoginView
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from portal.accounts.models import SignOnService
from portal.accounts.sign_on.identity import SignOnError
from portal.accounts.sign_on.saml import PartnerSAML, configuration, verified_answer

COOKIE = "saml-answer"
ANSWER = "saml_answer"
LARGEST = 200_000  # bytes of an answer
MINUTES = 5


def service_or_404(slug: str) -> SignOnService:
    """Return the SAML service of that name. Raises Http404."""
    services = SignOnService.objects.select_related("app", "partner")
    return get_object_or_404(services, app__provider=PartnerSAML.id, app__provider_id=slug)


def provider_for(request: HttpRequest, slug: str) -> PartnerSAML:
    """Return the provider of that name. Raises Http404."""
    return PartnerSAML(request, service_or_404(slug).app)


class Login(BaseLoginView):
    """Where sign-on starts: a page with a button, then the service."""

    def get_provider(self) -> PartnerSAML:
        """Return the service in the address. Raises Http404."""
        return provider_for(self.request, self.kwargs["slug"])


@csrf_exempt
@require_POST
def receive(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an answer from the service's page, and look at it in a request of our own.

    A form that another site sends brings no cookies of ours, so the session that asked is not at hand here.
    """
    service_or_404(slug)
    if limited := ratelimit.consume_or_429(request, action="login"):
        return limited
    answer = request.POST.get("SAMLResponse", "")
    if not 0 < len(answer) <= LARGEST:
        return HttpResponseBadRequest("No answer, or too long a one.")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[ANSWER] = answer
    store.set_expiry(MINUTES * 60)
    store.save()
    path = reverse("saml_finish_acs", args=[slug])
    response = HttpResponseRedirect(path)
    response.set_cookie(
        COOKIE,
        store.session_key,
        max_age=MINUTES * 60,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@never_cache
@require_GET
def finish(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign somebody in by an answer that was received, or say that it did not work."""
    provider = provider_for(request, slug)
    store = import_module(settings.SESSION_ENGINE).SessionStore(request.COOKIES.get(COOKIE))
    answer: Any = store.get(ANSWER, "")
    if answer:
        store.flush()
    try:
        response = verified_answer(request, provider.service, answer)
        state = provider.unstash_redirect_state(request, response.get_in_response_to())
        login = provider.sociallogin_from_response(request, response)
    except (SignOnError, PermissionDenied) as refusal:
        failed = render_authentication_error(request, provider, exception=refusal)
        failed.delete_cookie(COOKIE, path=request.path)
        return failed
    login.state = state
    done = complete_social_login(request, login)
    done.delete_cookie(COOKIE, path=request.path)
    return done


@require_GET
def metadata(request: HttpRequest, slug: str) -> HttpResponse:
    """Describe us to the service."""
    library = OneLogin_Saml2_Settings(configuration(request, service_or_404(slug)), sp_validation_only=True)
    return HttpResponse(library.get_sp_metadata(), content_type="application/samlmetadata+xml")


login = Login.as_view()
