"""Steps that keep a page from people: locking, restricting, deleting."""

from hypothesis import strategies as st

from tests.portal.access.order.acting import Run, step


class Keeping(Run):
    """What people do to pages around the editor."""

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
