"""What a person may do with one page, in the words that Wagtail's admin asks for."""

from wagtail.models import Page, PagePermissionTester

from partners.agencies.acting import AnyUser, standing_of
from partners.policy.table import Action, Standing, Thing, allows
from partners.sharing.relations import relation_to


class SharedPageRights(PagePermissionTester):
    """Rights over a shared page. Operators keep Wagtail's answers for superusers."""

    def __init__(self, user: AnyUser, page: Page) -> None:
        self.user = user
        self.page = page
        self.page_is_root = False
        self.standing = standing_of(user)
        self.is_operator = self.standing is Standing.OPERATOR
        self.relation = None if self.is_operator else relation_to(user, page)
        self.permissions: set[str] = set()

    def may(self, action: Action) -> bool:
        """Whether the table allows it."""
        if self.is_operator:
            return True
        return self.relation is not None and allows(self.standing, Thing.PAGE, action, self.relation)

    def can_add_subpage(self) -> bool:
        """Shared pages have none below them."""
        return False

    can_publish_subpage = can_reorder_children = can_add_subpage

    def can_edit(self) -> bool:
        """Whether the person may change it."""
        return self.may(Action.EDIT)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Whether the person may delete it, which is for drafts that were never on the site."""
        if self.is_operator:
            return True
        return self.page.first_published_at is None and not self.page.live and self.may(Action.DELETE_DRAFT)

    def can_publish(self) -> bool:
        """Nobody publishes a shared page by themselves, nor takes it off without a word: partners sign."""
        return False

    can_unpublish = can_unschedule = can_submit_for_moderation = can_publish

    def can_set_view_restrictions(self) -> bool:
        """Whether the person may close it to the public by a restriction."""
        return self.is_operator

    can_move = can_set_view_restrictions

    def can_lock(self) -> bool:
        """Whether the person may lock it."""
        return self.may(Action.LOCK)

    def can_unlock(self) -> bool:
        """Whether the person may unlock it, which whoever locked it may as long as they may edit."""
        return self.may(Action.LOCK) or (self.user_has_lock() and self.may(Action.EDIT))

    def can_copy(self) -> bool:
        """Whether the person may start a page of their own partner from it."""
        return self.may(Action.COPY)

    def can_view_revisions(self) -> bool:
        """Whether the person may see and compare earlier versions."""
        return self.may(Action.SEE_HISTORY)


class PageListRights(PagePermissionTester):
    """Rights over the list of one kind of page: editors add to it, operators do the rest."""

    def __init__(self, user: AnyUser, page: Page) -> None:
        self.user = user
        self.page = page
        self.page_is_root = False
        self.standing = standing_of(user)
        adds = allows(self.standing, Thing.PAGE_LIST, Action.ADD)
        self.permissions = {"add"} if adds else set()

    def can_edit(self) -> bool:
        """Only operators change the list itself, whoever made it."""
        return self.standing is Standing.OPERATOR

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only operators delete it."""
        return self.standing is Standing.OPERATOR

    can_view_revisions = can_edit

    def can_publish_subpage(self) -> bool:
        """A page that is started here goes live when its partners have signed it."""
        return False
