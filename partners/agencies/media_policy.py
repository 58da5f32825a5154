"""Whose pictures and documents are whose: each partner has a collection, and works in its own only."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from taggit.models import Tag
from wagtail.models import Collection
from wagtail.permission_policies.base import BasePermissionPolicy

from partners.agencies.acting import AnyUser, membership_of, roles_from, standing_of
from partners.policy.table import TABLE, Action, Relation, Standing, Thing, allows

# Modules of Wagtail that list the tags used most.
COUNT_TAGS = ("wagtail.admin.filters", "wagtail.images.views.chooser")
OF_MEDIA = {
    "add": Action.ADD,
    "change": Action.EDIT,
    "delete": Action.DELETE,
    "choose": Action.CHOOSE,
    "view": Action.CHOOSE,
}


class PartnerMediaPolicy(BasePermissionPolicy):
    """Wagtail's questions about pictures and documents, answered from membership and not from groups."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        """Whether there could be one with which a person may do this."""
        return may(user, action)

    def user_has_permission_for_instance(self, user: AnyUser, action: str, instance: Any) -> bool:
        """Whether a person may do this with this one."""
        return may(user, action) and (
            is_operator(user) or instance.collection_id == own_collection_id(user) is not None
        )

    def instances_user_has_any_permission_for(self, user: AnyUser, actions: Iterable[str]) -> Any:
        """Return those with which a person may do one of these."""
        return self.model._default_manager.filter(within(user, actions, "collection"))

    def collections_user_has_any_permission_for(self, user: AnyUser, actions: Iterable[str]) -> Any:
        """Return the collections in which a person may do one of these."""
        return Collection.objects.filter(within(user, actions, "pk"))

    def collections_user_has_permission_for(self, user: AnyUser, action: str) -> Any:
        """Return the collections in which a person may do this."""
        return self.collections_user_has_any_permission_for(user, [action])

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        """Return the people who may do one of these with something."""
        known = [OF_MEDIA[action] for action in actions if action in OF_MEDIA]
        least = min((TABLE[Thing.MEDIA][action][Relation.OWN] for action in known), default=Standing.OPERATOR)
        found = Q(is_superuser=True) | Q(memberships__role__in=roles_from(least))
        return get_user_model()._default_manager.filter(found, is_active=True).distinct()


def may(user: AnyUser, action: str) -> bool:
    """Whether a person's standing is enough for what Wagtail calls this, in the right collection."""
    if action not in OF_MEDIA:
        return is_operator(user)
    return allows(standing_of(user), Thing.MEDIA, OF_MEDIA[action], Relation.OWN)


def within(user: AnyUser, actions: Iterable[str], field: str) -> Q:
    """Return a filter for what is in the collections in which a person may do one of these."""
    if not any(may(user, action) for action in actions):
        return Q(pk__in=[])
    return Q() if is_operator(user) else Q(**{field: own_collection_id(user) or 0})


def is_operator(user: AnyUser) -> bool:
    """Whether the person runs the site."""
    return standing_of(user) is Standing.OPERATOR


def own_collection_id(user: AnyUser) -> int | None:
    """Return the key of the collection of the partner that a person acts for."""
    membership = membership_of(user)
    return membership.partner.collection_id if membership else None


def offer_no_popular_tags() -> None:
    """List no tags beside pictures and documents: Wagtail counts those of all partners, whoever asks.

    Raises AttributeError if a later Wagtail counts elsewhere.
    """
    for name in COUNT_TAGS:
        module = import_module(name)
        module.popular_tags_for_model  # noqa: B018  # a module that no longer has it must not pass silently
        module.popular_tags_for_model = no_tags  # type: ignore[attr-defined]  # modules take any attribute


def no_tags(model: Any, count: int = 0) -> Any:
    """Return no tag."""
    return Tag.objects.none()
