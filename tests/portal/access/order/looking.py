"""After each step a few people look at a few things: pages of the admin, lists, searches, the public site."""

import random

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from partners.sharing.models import ShareInvitation
from tests.portal.access.order.acting import REFUSALS, Run
from tests.portal.access.order.stage import LISTS, PEOPLE, WORD, words_in

# Addresses of one page: what they need, and whether a title stands there.
VIEWS = {
    "edit/": ("edit", True),
    "history/": ("edit", True),
    "view_draft/": ("edit", True),
    "revisions/compare/earliest...latest/": ("edit", False),
    "copy/": ("copy", False),
    "privacy/": ("restrict", False),
    "usage/": ("move", False),
}
PARTNERS_OF = "/admin/sharing/pages/{}/partners/"
SIGNATURES_OF = "/admin/signing/pages/{}/"
SIGNED_TEXT_OF = "/admin/signing/pages/{}/text/"
SAID_ON = "/admin/parts/{}/"
ALL_WHO_SEE = (PARTNERS_OF, SIGNATURES_OF, SIGNED_TEXT_OF, SAID_ON)
INVITED_TO = "/admin/sharing/invitations/{}/draft/"
# Lists in the admin: the least role to see them.
SCREENS = {
    "/admin/": "member",
    "/admin/account/": "member",
    "/admin/pages/search/?q=Report": "editor",
    "/admin/choose-page/search/?q=Report": "editor",
    "/admin/choose-page/{list}/": "editor",
    "/admin/choose-page/chosen-multiple/?{ids}": "editor",
    "/admin/api/main/pages/?child_of={list}&fields=*": "editor",
    "/admin/api/main/pages/{pk}/?fields=*": "editor",
    "/admin/bulk/wagtailcore/page/delete/?{ids}": "editor",
    "/admin/sharing/invitations/": "approver",
    "/admin/reports/audit/": "admin",
}
PUBLIC = ("/", "/case-studies/", "/older/", "/partners/alder/", "/search/?q=Report", "/feed/")


class Looking(Run):
    """What people see."""

    @initialize(seed=st.integers(0, 2**32 - 1))
    def choose_who_looks(self, seed):
        self.chance = random.Random(seed)

    @invariant()
    def nobody_sees_what_is_not_theirs(self):
        if not self.model.pages or not hasattr(self, "chance"):
            return
        # One request after each step, so that many steps are possible; single pages twice as often.
        page, others = (
            self.look_at_a_page,
            (self.look_at_a_list, self.look_at_a_screen, self.look_at_the_site),
        )
        self.chance.choice([page, page, *others])()

    def see(self, who, address, words):
        """Show somebody an address. Returns the status and the words that stand there."""
        response = self.stage.get(who, address)
        self.counts["looks"] += 1
        assert response.status_code < 500, (who, address)
        found, named = words_in(response), set(WORD.findall(address))
        assert found <= words | named, f"{who} reads {found - words - named} on {address}"
        return response.status_code, found

    def look_at_a_page(self):
        page = self.chance.choice(list(self.model.pages.values()))
        view = self.chance.choice([*VIEWS, *ALL_WHO_SEE, "", "", INVITED_TO])
        if view == "":
            return self.look_at_the_page_itself(page)
        if view == INVITED_TO:
            return self.look_at_what_somebody_is_asked_to_join()
        what, shows_title = VIEWS.get(view, ("see", True))
        who = self.viewer(lambda each: self.model.may(each, what, page))
        address = view.format(page.pk) if view in ALL_WHO_SEE else f"/admin/pages/{page.pk}/{view}"
        status, words = self.see(who, address, self.model.words_for(who))
        if self.model.may(who, what, page):
            assert status == 200, (who, address, status)
            assert not shows_title or {page.title, page.shown} & words, (who, address)
        else:
            assert status in REFUSALS, (who, address, status)
        return None

    def look_at_what_somebody_is_asked_to_join(self):
        """The draft, as partners see it that are asked to contribute."""
        invitations = list(ShareInvitation.objects.filter(answer="").order_by("pk"))
        if not invitations:
            return
        invitation = self.chance.choice(invitations)
        page = self.model.pages[invitation.page_id]

        def may(each):
            return self.model.may(each, "see", page) and self.model.is_at_least(each, "approver")

        who = self.viewer(may)
        status, words = self.see(who, INVITED_TO.format(invitation.pk), self.model.words_for(who))
        if may(who):
            assert status == 200
            assert page.title in words
        else:
            assert status in REFUSALS, (who, page.slug, status)

    def look_at_the_page_itself(self, page):
        """On the public site, as everybody reads it."""
        who = self.viewer(lambda each: self.model.may_read(each, page))
        status, words = self.see(who, f"/{page.parent}/{page.slug}/", self.model.words_for(who))
        if self.model.may_read(who, page):
            assert status == 200
            assert page.shown in words
            # A newer draft is nobody's business here, not even its writers'.
            others = {word for each in self.model.pages.values() for word in (each.shown, each.shown_summary)}
            assert words <= page.public_words | others
        else:
            assert status in REFUSALS, (who, page.slug, status)

    def look_at_a_list(self):
        """In the admin, what is found below a list is what the model says, no more and no less."""
        slug = self.chance.choice(LISTS)
        who = self.viewer(lambda each: self.model.is_at_least(each, "editor"))
        address = f"/admin/pages/{self.stage.lists[slug].pk}/"
        status, words = self.see(who, address, self.model.words_for(who))
        if not self.model.is_at_least(who, "editor"):
            assert status in REFUSALS, (who, address, status)
            return
        assert status == 200
        for page in self.model.pages.values():
            finds = page.parent == slug and self.model.may(who, "find", page)
            assert not finds or (page.shown if page.live else page.title) in words, (who, address)

    def look_at_a_screen(self):
        address = self.chance.choice(list(SCREENS))
        least = SCREENS[address]
        who = self.viewer(lambda each: self.model.is_at_least(each, least))
        words = self.model.words_for(who)
        if "audit" in address:
            words |= self.model.words_of_record(who)
        status, _ = self.see(who, self.filled(address), words)
        if not self.model.is_at_least(who, least):
            assert status in REFUSALS, (who, address, status)

    def filled(self, address):
        """An address with a list, a page, and all pages in it."""
        return address.format(
            list=self.stage.lists[self.chance.choice(LISTS)].pk,
            pk=self.chance.choice(list(self.model.pages)),
            ids="&".join(f"id={key}" for key in self.model.pages),
        )

    def look_at_the_site(self):
        """Public lists and searches show what anybody may read, also to people who see more elsewhere."""
        address = self.chance.choice(PUBLIC)
        who = self.chance.choice(PEOPLE)
        if "search" in address:
            self.stage.index(now=self.chance.random() < 0.5)
        words = set()
        for page in self.model.pages.values():
            if page.live and not self.model.is_private(page):
                words |= page.public_words
        status, _ = self.see(who, address, words)
        assert status in (200, 302, 404), (address, status)

    def viewer(self, may):
        """Somebody who may, every other time; else anybody."""
        return self.somebody(self.chance.choice(PEOPLE), self.chance.random() < 0.5, may)
