"""Steps about the text of pages: writing, going back, copying, moving, and several at once.

Buttons and boxes that publish are pressed too: nothing goes on the site by them.
"""

from hypothesis import strategies as st
from wagtail.models import Revision

from tests.portal.access.order.acting import Run, numbers, step
from tests.portal.access.order.signatures import common, is_being_signed, text_changed
from tests.portal.access.order.stage import LISTS, word_in, word_of

ways = st.sampled_from(["save", "publish", "plan", "autosave", "autosave again", "comment"])
fields = st.sampled_from(["title", "summary", "nothing"])
BY_SCRIPT = {"headers": {"accept": "application/json"}}


class Writing(Run):
    """What people do to pages in the editor and around it."""

    @step(publish=st.booleans())
    def add(self, who, which, able, publish):
        if len(self.model.pages) < 6:
            self.add_page(
                self.somebody(who, able, lambda each: self.model.is_at_least(each, "editor")), publish, which
            )

    @step(way=ways, field=fields)
    def write(self, who, which, able, way, field):
        page = self.page(which)
        who = self.somebody(who, able, lambda each: self.model.may_write(each, "edit", page))
        word, note = self.stage.word(), self.stage.word()
        texts = {"title": page.title, "summary": page.summary, field: word}
        data = self.stage.page_form(
            texts["title"], page, texts["summary"], **self.comment(note) if way == "comment" else {}
        )
        if way in ("publish", "plan"):
            data |= {"action-publish": "1"}
        if way == "plan":
            data |= {"go_live_at": self.stage.later(2), "expire_at": self.stage.later(3)}
        if way == "autosave again":
            data |= self.over_own_version(who, page)

        def then():
            page.words |= {word, note}
            self.saved(page, who, texts["title"], texts["summary"])

        # What partners are signing is not changed by a script while somebody merely types.
        is_waited_for = "autosave" in way and is_being_signed(page)
        self.attempt(
            who,
            self.model.may_write(who, "edit", page) and not is_waited_for,
            lambda: self.stage.post(
                who, f"/admin/pages/{page.pk}/edit/", data, **BY_SCRIPT if "autosave" in way else {}
            ),
            then,
            typed=[word, note],
        )

    def saved(self, page, who, title, summary):
        """A version was saved; signatures are undone where it says something else than the one before."""
        before = common(page)
        page.title, page.summary = title, summary
        if common(page) != before:
            text_changed(page, who)

    def over_own_version(self, who, page):
        """What the editor's script adds once it has saved a version: that this one is to be saved anew."""
        latest = Revision.page_revisions.filter(object_id=str(page.pk)).latest("pk")
        own = latest.user_id is not None and self.stage.names[latest.user_id] == who
        return {"overwrite_revision_id": str(latest.pk)} if own else {}

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
        if page is other:
            return
        data = self.stage.page_form(self.stage.word(), page, overwrite_revision_id=str(foreign.pk))
        self.attempt(
            who,
            allowed=False,
            send=lambda: self.stage.post(who, f"/admin/pages/{page.pk}/edit/", data, **BY_SCRIPT),
            typed=[data["title"].rpartition(" ")[2]],
        )

    @step(foreign=st.booleans())
    def go_back_to_the_first_version(self, who, which, able, foreign):
        page = self.page(which)
        version_of = self.other_page(which) if foreign else page
        first = Revision.page_revisions.filter(object_id=str(version_of.pk)).earliest("pk")
        who = self.somebody(who, able, lambda each: self.model.may_write(each, "edit", page))
        word, summary = word_of(first.content["title"]), word_in(first.content["summary"])
        if foreign:
            word, summary = self.stage.word(), ""
        self.attempt(
            who,
            version_of is page and self.model.may_write(who, "edit", page),
            lambda: self.stage.post(
                who,
                f"/admin/pages/{page.pk}/revisions/{first.pk}/revert/",
                self.stage.page_form(word, page, summary),
            ),
            lambda: self.saved(page, who, word, summary),
            typed=[word],
        )

    @step(publish=st.booleans())
    def call_a_plan_off(self, who, which, able, publish):
        """There are no plans of Wagtail's, so there is none to call off."""
        page = self.page(which)
        who = self.somebody(who, able, self.model.is_operator)
        revision = Revision.page_revisions.filter(object_id=str(page.pk)).latest("pk")
        address = f"/admin/pages/{page.pk}/revisions/{revision.pk}/unschedule/"
        self.attempt(who, allowed=False, send=lambda: self.stage.post(who, address))

    @step(publish=st.booleans(), below=numbers)
    def copy(self, who, which, able, publish, below):
        page = self.page(which)
        if len(self.model.pages) >= 6:
            return
        who = self.somebody(who, able, lambda each: self.model.may(each, "copy", page))
        parent = self.stage.lists[LISTS[below % 2]]
        word, leads = self.stage.word(), self.model.partner(who)
        data = {"new_title": f"Report {word}", "new_slug": word, "new_parent_page": parent.pk}
        data |= {"publish_copies": "on"} if publish else {}

        def then():
            new = self.stage.new_state(parent.slug, word)
            new.summary, new.signing.writer = page.summary, who
            new.parts = {leads: "leads"} if leads else {}
            new.words |= page.words
            # A copy of what is closed to the public is closed, too.
            new.private = page.private
            self.model.pages[new.pk] = new

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
            lambda each: (
                sees_all(each)
                and (verb != "delete" or any(self.may_at_once(each, verb, page) for page in pages))
            ),
        )
        # Wagtail's lists offer no publishing, and no taking off, of pages that partners sign.
        allowed = verb == "delete" and sees_all(who) and self.model.is_at_least(who, "editor")

        def then():
            for page in pages:
                if self.may_at_once(who, verb, page):
                    self.gone(page)

        address = f"/admin/bulk/wagtailcore/page/{verb}/?" + "&".join(f"id={page.pk}" for page in pages)
        self.attempt(who, allowed, lambda: self.stage.post(who, address, {}), then)

    def may_at_once(self, who, verb, page):
        """Whether one of several is the person's to do this with: nobody publishes so, nor takes off."""
        return verb == "delete" and self.model.may_delete(who, page)

    def gone(self, page):
        """Forget a page that was deleted; whoever did it may still be told its name."""
        del self.model.pages[page.pk]
