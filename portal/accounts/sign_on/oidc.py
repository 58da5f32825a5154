"""OpenID Connect, with PKCE and a nonce always, and an identity token that is checked in full.

allauth leaves PKCE off, sends no nonce, lets the address of a visitor change what is asked of the service,
prefers what `userinfo` says to the signed token, and spares itself the signature of a token that it fetched
itself. Here each of these is closed.
"""

from secrets import compare_digest, token_urlsafe
from typing import Any

import jwt
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from portal.accounts.models import SignOnService
from portal.accounts.sign_on.identity import SignOnError, identity, is_private

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 30  # seconds by which clocks may differ


def verified_claims(
    token: str, keys: dict[str, Any], *, issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """Return the claims of an identity token. Raises SignOnError unless it is signed, current and ours."""
    try:
        header = jwt.get_unverified_header(token)
        known = jwt.PyJWKSet.from_dict(keys).keys
        key = next((key for key in known if key.key_id == header.get("kid")), None)
        if key is None:
            raise SignOnError("the key is not one of the service's")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise SignOnError(f"the identity token is not valid: {error}") from error
    if not nonce or not compare_digest(str(claims["nonce"]), nonce):
        raise SignOnError("the nonce is not the one that was sent")
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if claims.get("azp", client_id) != client_id or (len(audiences) > 1 and "azp" not in claims):
        raise SignOnError("the token was issued to another client")
    return claims


class PartnerOIDCAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to one partner's service."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the service says of itself. Raises OAuth2Error unless it is whom we know, on HTTPS."""
        provider = self.get_provider()
        if not is_private(provider.server_url):
            raise OAuth2Error("The service is not reached over HTTPS.")
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != provider.service.issuer:
            raise OAuth2Error("The service names another issuer than the one that was agreed.")
        if not all(is_private(config.get(name, "")) for name in ENDPOINTS):
            raise OAuth2Error("An address of the service is missing or not HTTPS.")
        return config

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        """Return the login that the identity token allows. Raises OAuth2Error when it allows none."""
        provider = self.get_provider()
        issuer = provider.service.issuer
        if request.GET.get("iss", issuer) != issuer:
            raise OAuth2Error("The answer comes from another issuer.")
        try:
            claims = verified_claims(
                kwargs["response"].get("id_token") or "",
                self.keys(),
                issuer=issuer,
                client_id=app.client_id,
                nonce=self.nonce,
            )
            return provider.sociallogin_from_response(request, claims)
        except SignOnError as refusal:
            raise OAuth2Error(str(refusal)) from refusal

    def keys(self) -> dict[str, Any]:
        """Fetch the service's public keys. Raises RequestException when they cannot be had."""
        from allauth.socialaccount.adapter import get_adapter

        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            return dict(response.json())


class PartnerOIDC(OpenIDConnectProvider):
    """A partner's own OpenID Connect service."""

    oauth2_adapter_class = PartnerOIDCAdapter
    supports_token_authentication = False

    @property
    def service(self) -> SignOnService:
        """Return whose service this is, and which issuer was agreed. Raises SignOnService.DoesNotExist."""
        return SignOnService.objects.select_related("partner").get(app=self.app)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Take from the visitor's address where they want to go, and nothing else."""
        asked = super().get_redirect_from_request_kwargs(request)
        process = asked["process"] if request.user.is_authenticated else AuthProcess.LOGIN
        known = (AuthProcess.LOGIN, AuthProcess.CONNECT)
        return {
            "process": process if process in known else AuthProcess.LOGIN,
            "next_url": asked.get("next_url"),
        }

    def get_pkce_params(self) -> dict[str, Any]:
        """Return a fresh challenge: PKCE cannot be turned off."""
        return generate_code_challenge()

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the visitor to the service, with a nonce that this session remembers."""
        nonce = token_urlsafe(32)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        return super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the digest of issuer and subject."""
        return identity(data["iss"], str(data["sub"]))

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep what shows the person which identity this is, and no more."""
        return {name: data[name] for name in ("iss", "sub", "email") if name in data}


class Login(OAuth2LoginView):
    """Where sign-on starts: a page with a button, then the service."""


class Callback(OAuth2CallbackView):
    """Where the service sends people back to."""

    def _get_state(self, request: HttpRequest, provider: PartnerOIDC) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


def answer(
    view: type[OAuth2LoginView | OAuth2CallbackView], request: HttpRequest, provider_id: str
) -> HttpResponse:
    """Answer with one of the two views; a service that is down or not itself is said on a page."""
    from allauth.socialaccount.helpers import render_authentication_error

    if not SignOnService.objects.filter(app__provider=PartnerOIDC.id, app__provider_id=provider_id).exists():
        raise Http404
    adapter = PartnerOIDCAdapter(request, provider_id)
    try:
        return view.adapter_view(adapter)(request)
    except (OAuth2Error, RequestException) as error:
        return render_authentication_error(request, adapter.get_provider(), exception=error)


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Start signing on. Raises Http404 when there is no such service."""
    return answer(Login, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Finish signing on. Raises Http404 when there is no such service."""
    return answer(Callback, request, provider_id)
