"""Links that were sent end, and forget their addresses, as soon as what they were sent for is over."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone

from partners.agencies.models import Partner
from partners.parts.models import PartVersion
from partners.parts.signals import part_saved
from partners.signing.links.models import SignatureLink
from partners.signing.links.services import end
from partners.signing.models import SigningRound, SignOff

Outcome = SignatureLink.Outcome


def on_round(instance: SigningRound, raw: bool = False, **kwargs: Any) -> None:
    """A round is over: the words were changed, or it was taken back, or the page went on the site."""
    if instance.outcome and not raw:
        is_changed = instance.outcome == SigningRound.Outcome.CHANGED
        links = SignatureLink.objects.filter(round=instance.pk)
        end(links, Outcome.CHANGED if is_changed else Outcome.ROUND_OVER, instance.ended_at or timezone.now())


def on_sign_off(instance: SignOff, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Somebody with an account decided for the partner."""
    if created and not instance.signatory and not raw:
        links = SignatureLink.objects.filter(page=instance.page_id, partner=instance.partner_id)
        end(links, Outcome.DECIDED, instance.at)


def on_part(page: Any, partner: Partner, at: datetime, version: PartVersion, **kwargs: Any) -> None:
    """The partner changed its own part."""
    links = SignatureLink.objects.filter(page=page.pk, partner=partner.pk)
    end(links.exclude(part_digest=version.digest), Outcome.CHANGED, at)


def connect() -> None:
    """Listen."""
    post_save.connect(on_round, sender=SigningRound, dispatch_uid="signing.link_round")
    post_save.connect(on_sign_off, sender=SignOff, dispatch_uid="signing.link_sign_off")
    part_saved.connect(on_part, dispatch_uid="signing.link_part")
