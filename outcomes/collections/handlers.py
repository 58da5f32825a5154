"""What becomes of lists when somebody leaves a partner, and when an account or a partner goes."""

from typing import Any

from django.db.models.signals import post_delete, pre_delete

from outcomes.collections.models import Collection, Keeper
from partners.agencies.models import Membership, Partner
from partners.people.models import User


def before_account(instance: User, **kwargs: Any) -> None:
    """Let the person's own lists go with the account; their partners' lists forget who made them."""
    made = Collection.objects.filter(owner=instance)
    made.filter(keeper=Keeper.ME).delete()
    made.update(owner=None, shows_name=False)


def before_partner(instance: Partner, **kwargs: Any) -> None:
    """Let the lists of a partner go with it."""
    Collection.objects.filter(partner=instance, keeper=Keeper.PARTNER).delete()


def after_membership(instance: Membership, **kwargs: Any) -> None:
    """Let somebody who left keep their own lists without the partner's name, and leave the partner's."""
    gathered = Collection.objects.filter(owner=instance.user_id, partner=instance.partner_id)
    gathered.filter(keeper=Keeper.ME).update(partner=None)
    gathered.filter(keeper=Keeper.PARTNER).update(owner=None, shows_name=False)


def connect() -> None:
    """Listen."""
    pre_delete.connect(before_account, sender=User, dispatch_uid="collections.before_account")
    pre_delete.connect(before_partner, sender=Partner, dispatch_uid="collections.before_partner")
    post_delete.connect(after_membership, sender=Membership, dispatch_uid="collections.after_membership")
