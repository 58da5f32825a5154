"""Adding a partner's own sign-on."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from django.core.exceptions import ValidationError
from django.db import transaction

from partners.agencies.models import Partner
from portal.accounts.models import SignOnService
from portal.accounts.sign_on.identity import is_private


@transaction.atomic
def add_service(
    *, partner: Partner, kind: str, slug: str, issuer: str, app: dict[str, Any], addresses: list[str]
) -> SignOnService:
    """Add a sign-on service, or change the one of that slug.

    `kind` is 'openid_connect' or 'saml'; `app` holds client_id, secret and settings, `addresses` those that
    people or we are sent to. Raises ValidationError when an address is not HTTPS, or the slug is taken.
    """
    for address in addresses:
        if not is_private(address):
            raise ValidationError(f"{address} is not an HTTPS address.")
    others = SignOnService.objects.filter(app__provider_id=slug).exclude(partner=partner, app__provider=kind)
    if others.exists():
        raise ValidationError(f"The name {slug} belongs to another sign-on service.")
    made, _ = SocialApp.objects.update_or_create(
        provider=kind, provider_id=slug, defaults={"name": partner.name[:40], **app}
    )
    service, _ = SignOnService.objects.update_or_create(
        app=made, defaults={"partner": partner, "issuer": issuer}
    )
    return service
