"""Wagtail's questions about pages, answered from the table of who may do what."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from partners.agencies.acting import AnyUser, roles_from, standing_of
from partners.policy.table import TABLE, Action, Standing, Thing, allows
from partners.sharing.lists import pages_that_list
from partners.sharing.relations import OF_ROLE, pages_open_to, relation_to

# What Wagtail asks, and what our table calls it. What is not here, such as moving, is for operators,
# and so is publishing: shared pages go on the site when their partners have signed them.
OF_PAGES = {
    "change": Action.EDIT,
    "lock": Action.LOCK,
    "unlock": Action.LOCK,
    "delete": Action.DELETE_DRAFT,
}


class Codename(NamedTuple):
    """As much of a permission as Wagtail looks at."""

    codename: str


class Granted(NamedTuple):
    """As much of a group's permission for a part of the tree as Wagtail looks at."""

    page: Page
    permission: Codename

    @property
    def page_id(self) -> int:
        """The key of the page at the top of that part."""
        return int(self.page.pk)


class SharedPagePolicy(PagePermissionPolicy):
    """Answers from membership and share. Groups and who made a page mean nothing here."""

    def get_all_permissions_for_user(self, user: AnyUser) -> list[Granted]:
        """Return where a person may add pages. Single pages are answered by the methods below."""
        if not may_in_general(user, "add"):
            return []
        return [Granted(page, Codename("add_page")) for page in pages_that_list()]

    def user_has_any_permission(self, user: AnyUser, actions: Iterable[str]) -> bool:
        """Whether there could be a page with which a person may do one of these."""
        if standing_of(user) is not Standing.OPERATOR and not self.get_cached_permissions_for_user(user):
            return False
        return any(may_in_general(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str], include_superusers: bool = True) -> Any:
        """Return the people who may do one of these with some page, for whichever partner."""
        least = min((least_standing(action) for action in actions), default=Standing.OPERATOR)
        return people(Q(memberships__role__in=roles_from(least)), include_superusers)

    def user_has_any_permission_for_instance(
        self, user: AnyUser, actions: Iterable[str], instance: Page
    ) -> bool:
        """Whether a person may do one of these with this page."""
        standing = standing_of(user)
        if standing is Standing.OPERATOR:
            return True
        relation = relation_to(user, instance)
        adding = "add" in actions and may_in_general(user, "add") and instance in pages_that_list()
        return adding or any(
            allows(standing, Thing.PAGE, OF_PAGES[action], relation)
            for action in actions
            if action in OF_PAGES and relation
        )

    def instances_user_has_any_permission_for(self, user: AnyUser, actions: Iterable[str]) -> Any:
        """Return the pages with which a person may do one of these."""
        actions = set(actions)
        if standing_of(user) is Standing.OPERATOR:
            return self.model._default_manager.all()
        found = Q(pk__in=[])
        for action in actions & OF_PAGES.keys():
            found |= pages_open_to(user, OF_PAGES[action])
        if "add" in actions and may_in_general(user, "add"):
            found |= Q(pk__in=[page.pk for page in pages_that_list()])
        return self.model._default_manager.filter(found)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> Any:
        """Return the people who may do one of these with this page."""
        found = Q(pk__in=[])
        for action in set(actions) & OF_PAGES.keys():
            grants = TABLE[Thing.PAGE][OF_PAGES[action]]
            for role, relation in OF_ROLE.items():
                if relation in grants:
                    found |= Q(
                        memberships__role__in=roles_from(grants[relation]),
                        memberships__partner__shares__page=instance,
                        memberships__partner__shares__role=role,
                    )
        return people(found, include_superusers)

    def instances_with_direct_explore_permission(self, user: AnyUser) -> Any:
        """Return the lists that a person may start from."""
        if standing_of(user) is Standing.OPERATOR:
            return self.model.base_page_model.objects.filter(depth=1)
        return [granted.page for granted in self.get_cached_permissions_for_user(user)]

    def explorable_instances(self, user: AnyUser) -> Any:
        """Return the pages that a person finds in the admin: their partner's, and the lists."""
        if standing_of(user) is Standing.OPERATOR:
            return self.model._default_manager.all()
        lists = self.instances_with_direct_explore_permission(user)
        if not lists:
            return self.model._default_manager.none()
        top = self.explorable_root_instance(user)
        above = Q(pk__in=[page.pk for page in lists])
        for page in lists:
            above |= Q(path__in=paths_between(top, page))
        return self.model._default_manager.filter(above | pages_open_to(user, Action.SEE_DRAFT))


def paths_between(top: Page, page: Page) -> list[str]:
    """Return the paths of the pages above a page, up to the top."""
    step = page.steplen
    return [page.path[:end] for end in range(len(top.path), len(page.path), step)]


def may_in_general(user: AnyUser, action: str) -> bool:
    """Whether a person's standing is enough for what Wagtail calls this, given the right page."""
    return standing_of(user) >= least_standing(action)


def least_standing(action: str) -> Standing:
    """Return the least standing with which there can be a page for what Wagtail calls this."""
    if action == "add":
        return min(TABLE[Thing.PAGE_LIST][Action.ADD].values())
    if action in OF_PAGES:
        return min(TABLE[Thing.PAGE][OF_PAGES[action]].values())
    return Standing.OPERATOR


def people(found: Q, include_superusers: bool) -> QuerySet[Any]:
    """Return these people whose accounts are switched on, with operators if wanted."""
    users = get_user_model()._default_manager.filter(is_active=True)
    return users.filter(found | Q(is_superuser=True) if include_superusers else found).distinct()
