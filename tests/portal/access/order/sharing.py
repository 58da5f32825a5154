"""Steps about who has a part in a page, and for whom somebody acts."""

from hypothesis import strategies as st

from partners.sharing.models import Share, ShareInvitation
from tests.portal.access.order import signatures
from tests.portal.access.order.acting import Run, partners, step


class Sharing(Run):
    """What people do about the parts that partners have."""

    @step(partner=partners)
    def invite(self, who, which, able, partner):
        page = self.page(which)
        who = self.somebody(who, able, lambda each: self.model.may(each, "invite", page))
        is_new = partner not in page.parts and partner not in page.asked
        allowed = self.model.may(who, "invite", page) and is_new

        def then():
            page.asked.add(partner)

        address = f"/admin/sharing/pages/{page.pk}/partners/"
        self.attempt(who, allowed, lambda: self.stage.post(who, address, {"partner": partner}), then)

    @step(verb=st.sampled_from(["accept", "accept", "decline", "take-back"]), answered=st.booleans())
    def answer(self, who, which, able, verb, answered):
        found = ShareInvitation.objects.select_related("partner").order_by("pk")
        invitations = list(found if answered else found.filter(answer=""))
        if not invitations:
            return
        invitation = invitations[which % len(invitations)]
        page, partner = self.model.pages[invitation.page_id], invitation.partner.name

        def may(each):
            if verb == "take-back":
                return self.model.may(each, "invite", page)
            return self.model.partner(each) == partner and self.model.may(each, "answer", page)

        who = self.somebody(who, able, may)

        def then():
            page.asked.discard(partner)
            if verb == "accept":
                page.parts[partner] = "contributes"
                signatures.text_changed(page)

        address = f"/admin/sharing/invitations/{invitation.pk}/{verb}/"
        allowed = may(who) and invitation.answer == ""
        self.attempt(who, allowed, lambda: self.stage.post(who, address), then)

    @step(leads=st.booleans())
    def end_a_part(self, who, which, able, leads):
        shares = list(Share.objects.filter(role="lead" if leads else "contributor").order_by("pk"))
        if not shares:
            return
        share = shares[which % len(shares)]
        page, partner = self.model.pages[share.page_id], share.partner.name

        def may(each):
            leaves = self.model.partner(each) == partner and self.model.may(each, "leave", page)
            return not leads and (leaves or self.model.may(each, "withdraw", page))

        who = self.somebody(who, able, may)

        def then():
            signatures.left(page, partner)

        self.attempt(
            who, may(who), lambda: self.stage.post(who, f"/admin/sharing/parts/{share.pk}/end/"), then
        )

    @step(partner=partners)
    def hand_over(self, who, which, able, partner):
        page = self.page(which)
        who = self.somebody(who, able, lambda each: self.model.may(each, "hand over", page))

        def then():
            for each, part in page.parts.items():
                if part == "leads" and each != partner:
                    page.parts[each] = "contributes"
            if page.parts.get(partner) != "leads":
                page.parts[partner] = "leads"
                signatures.text_changed(page)
            page.asked.discard(partner)

        address = f"/admin/sharing/pages/{page.pk}/lead/"
        allowed = self.model.may(who, "hand over", page)
        self.attempt(who, allowed, lambda: self.stage.post(who, address, {"partner": partner}), then)

    @step(partner=partners)
    def act_for_another_partner(self, who, which, able, partner):
        def may(each):
            return each in self.model.signed_in and partner in self.model.memberships.get(each, {})

        who = self.somebody(who, able, may)

        def then():
            self.model.chosen[who] = partner

        data = {"partner": self.stage.partners[partner].pk}
        self.attempt(who, may(who), lambda: self.stage.post(who, "/admin/acting/", data), then)
