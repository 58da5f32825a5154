"""Steps about the text of pages: writing, publishing, taking off, locking, copying, moving, restricting."""

from hypothesis import strategies as st
from wagtail.models import Revision

from tests.portal.access.order.acting import Run, numbers, step
from tests.portal.access.order.model import show
from tests.portal.access.order.stage import LISTS

ways = st.sampled_from(["save", "publish", "plan", "autosave", "comment"])


class Writing(Run):
    """What people do to pages in the editor and around it."""

    @step(publish=st.booleans())
    def add(self, who, which, able, publish):
        if len(self.model.pages) < 6:
            self.add_page(
                self.somebody(who, able, lambda each: self.model.is_at_least(each, "editor")), publish, which
            )

    @step(way=ways)
    def write(self, who, which, able, way):
        page = self.page(which)
        who = self.somebody(who, able, lambda each: self.model.may_write(each, "edit", page))
        word, note = self.stage.word(), self.stage.word()
        publishes = way in ("publish", "plan") and self.model.may(who, "publish", page)
        if "leads" not in page.parts.values():
            # Without a lead partner it is a draft, whatever was pressed.
            way = "save"
            publishes = False
        data = self.stage.page_form(word, page, **self.comment(note) if way == "comment" else {})
        data |= {"action-publish": "1"} if way in ("publish", "plan") else {}
        data |= {"go_live_at": self.stage.later()} if publishes and way == "plan" else {}
        headers = {"headers": {"accept": "application/json"}} if way == "autosave" else {}

        def then():
            page.words |= {word, note}
            page.title = word
            if way == "plan" and publishes:
                page.planned = word
            elif publishes:
                show(page)

        self.attempt(
            who,
            self.model.may_write(who, "edit", page),
            lambda: self.stage.post(who, f"/admin/pages/{page.pk}/edit/", data, **headers),
            then,
            typed=[word, note],
        )

    def comment(self, note):
        """The form's rows for one new remark."""
        row = {"text": note, "contentpath": "title", "position": "", "resolved": "", "id": ""}
        replies = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
        rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
        return {"comments": {**rows, "0": {**row, "DELETE": "", "replies": replies}}}

    @step()
    def autosave_over_a_version_of_another_page(self, who, which, able):
        page, other = self.page(which), self.other_page(which)
        who = self.somebody(who, able, lambda each: self.model.may_write(each, "edit", page))
        foreign = Revision.page_revisions.filter(object_id=str(other.pk)).latest("pk")
        if page is other or "leads" not in page.parts.values():
            return
        data = self.stage.page_form(self.stage.word(), page, overwrite_revision_id=str(foreign.pk))
        headers = {"headers": {"accept": "application/json"}}
        self.attempt(
            who,
            allowed=False,
            send=lambda: self.stage.post(who, f"/admin/pages/{page.pk}/edit/", data, **headers),
            typed=[data["title"].rpartition(" ")[2]],
        )

    @step(foreign=st.booleans())
    def go_back_to_the_first_version(self, who, which, able, foreign):
        page = self.page(which)
        version_of = self.other_page(which) if foreign else page
        first = Revision.page_revisions.filter(object_id=str(version_of.pk)).earliest("pk")
        who = self.somebody(who, able, lambda each: self.model.may_write(each, "edit", page))
        word = first.content["title"].rpartition(" ")[2] if version_of is page else self.stage.word()

        def then():
            page.title = word

        self.attempt(
            who,
            version_of is page and self.model.may_write(who, "edit", page),
            lambda: self.stage.post(
                who,
                f"/admin/pages/{page.pk}/revisions/{first.pk}/revert/",
                self.stage.page_form(word, page),
            ),
            then,
            typed=[word],
        )

    @step()
    def unpublish(self, who, which, able):
        page = self.page(which)

        def may(each):
            return page.live and self.model.may_write(each, "unpublish", page)

        who = self.somebody(who, able, may)

        def then():
            page.live, page.planned = False, ""

        self.attempt(who, may(who), lambda: self.stage.post(who, f"/admin/pages/{page.pk}/unpublish/"), then)

    @step(foreign=st.booleans())
    def call_a_plan_off(self, who, which, able, foreign):
        planned = [page for page in self.model.pages.values() if page.planned]
        if not planned:
            return
        page = planned[which % len(planned)]
        through = self.other_page(which) if foreign else page
        who = self.somebody(who, able, lambda each: self.model.may(each, "publish", through))
        revision = Revision.page_revisions.get(object_id=str(page.pk), approved_go_live_at__isnull=False)

        def then():
            page.planned = ""

        address = f"/admin/pages/{through.pk}/revisions/{revision.pk}/unschedule/"
        allowed = through is page and self.model.may(who, "publish", page)
        self.attempt(who, allowed, lambda: self.stage.post(who, address), then)

    @step(lock=st.booleans())
    def lock(self, who, which, able, lock):
        page = self.page(which)

        def may(each):
            owns = page.locked_by == each and self.model.may(each, "edit", page)
            return self.model.may(each, "lock", page) or (not lock and owns)

        who = self.somebody(who, able, may)

        def then():
            if not lock:
                page.locked_by = ""
            elif not page.locked_by:
                page.locked_by = who

        verb = "lock" if lock else "unlock"
        self.attempt(who, may(who), lambda: self.stage.post(who, f"/admin/pages/{page.pk}/{verb}/"), then)

    @step(publish=st.booleans(), below=numbers)
    def copy(self, who, which, able, publish, below):
        page = self.page(which)
        if len(self.model.pages) >= 6:
            return
        who = self.somebody(who, able, lambda each: self.model.may(each, "copy", page))
        parent = self.stage.lists[LISTS[below % 2]]
        word, leads = self.stage.word(), self.model.partner(who)
        shows = publish and page.live and self.model.is_at_least(who, "approver")
        data = {"new_title": f"Report {word}", "new_slug": word, "new_parent_page": parent.pk}
        data |= {"publish_copies": "on"} if shows else {}

        def then():
            new = self.stage.new_state(parent.slug, word)
            new.parts = {leads: "leads"} if leads else {}
            new.words |= page.words
            # A copy of what is closed to the public is closed, too.
            new.private = page.private
            self.model.pages[new.pk] = new
            if shows:
                show(new)

        self.attempt(
            who,
            self.model.may(who, "copy", page),
            lambda: self.stage.post(who, f"/admin/pages/{page.pk}/copy/", data),
            then,
            typed=[word],
        )

    @step()
    def move(self, who, which, able):
        page = self.page(which)
        who = self.somebody(who, able, lambda each: self.model.may(each, "move", page))
        target = LISTS[1 - LISTS.index(page.parent)]

        def then():
            page.parent = target

        address = f"/admin/pages/{page.pk}/move/{self.stage.lists[target].pk}/confirm/"
        self.attempt(who, self.model.may(who, "move", page), lambda: self.stage.post(who, address), then)

    @step(close=st.booleans(), whole_list=st.booleans())
    def restrict(self, who, which, able, close, whole_list):
        page = self.page(which)
        who = self.somebody(who, able, lambda each: self.model.may(each, "restrict", page))
        key = self.stage.lists[page.parent].pk if whole_list else page.pk

        def then():
            if not whole_list:
                page.private = close
            elif close:
                self.model.private_lists.add(page.parent)
            else:
                self.model.private_lists.discard(page.parent)

        data = {"restriction_type": "login" if close else "none"}
        allowed = self.model.may(who, "restrict", page)
        self.attempt(who, allowed, lambda: self.stage.post(who, f"/admin/pages/{key}/privacy/", data), then)

    @step()
    def delete(self, who, which, able):
        page = self.page(which)
        if len(self.model.pages) < 3:
            return
        who = self.somebody(who, able, lambda each: self.model.may_delete(each, page))

        def then():
            self.gone(page)

        self.attempt(
            who,
            self.model.may_delete(who, page),
            lambda: self.stage.post(who, f"/admin/pages/{page.pk}/delete/"),
            then,
        )

    def gone(self, page):
        """Forget a page that was deleted; whoever did it may still be told its name."""
        del self.model.pages[page.pk]

    @step(verb=st.sampled_from(["publish", "unpublish", "delete"]))
    def several_at_once(self, who, which, able, verb):
        """A page and another one beside it: all that is named must be the person's, or nothing happens."""
        pages = list({page.pk: page for page in (self.page(which), self.other_page(which))}.values())
        if verb == "delete" and len(self.model.pages) < 4:
            return

        def sees_all(each):
            return all(self.model.may(each, "see", page) for page in pages)

        who = self.somebody(
            who,
            able,
            lambda each: sees_all(each) and any(self.may_at_once(each, verb, page) for page in pages),
        )
        allowed = sees_all(who) and self.model.is_at_least(who, "editor")

        def then():
            for page in pages:
                if self.may_at_once(who, verb, page):
                    self.at_once(verb, page)

        address = f"/admin/bulk/wagtailcore/page/{verb}/?" + "&".join(f"id={page.pk}" for page in pages)
        self.attempt(who, allowed, lambda: self.stage.post(who, address, {}), then)

    def may_at_once(self, who, verb, page):
        """Whether one of several is the person's to do this with."""
        if verb == "delete":
            return self.model.may_delete(who, page)
        if verb == "unpublish":
            return page.live and self.model.may_write(who, "unpublish", page)
        return self.model.may(who, "publish", page)

    def at_once(self, verb, page):
        """What comes of one of several."""
        if verb == "delete":
            self.gone(page)
        elif verb == "unpublish":
            page.live, page.planned = False, ""
        elif not page.planned:
            show(page)
