"""Steps about who has a part in a page, who belongs to a partner, and for whom somebody acts."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from partners.agencies.models import Membership
from partners.sharing.models import Share, ShareInvitation
from tests.portal.access.order.acting import Run, numbers, partners, step
from tests.portal.access.order.model import ROLES
from tests.portal.access.order.stage import MEMBERS

members = st.sampled_from(list(MEMBERS))


class Belonging(Run):
    """What people do about partners and people."""

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
            del page.parts[partner]

        self.attempt(
            who, may(who), lambda: self.stage.post(who, f"/admin/sharing/parts/{share.pk}/end/"), then
        )

    @step(partner=partners)
    def hand_over(self, who, which, able, partner):
        page = self.page(which)
        who = self.somebody(who, able, lambda each: self.model.may(each, "hand over", page))

        def then():
            for each, part in page.parts.items():
                if part == "leads":
                    page.parts[each] = "contributes"
            page.parts[partner] = "leads"
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

    @precondition(lambda self: len(self.model.signed_in) <= len(MEMBERS))
    @rule(number=numbers)
    def sign_in(self, number):
        away = [who for who in MEMBERS if who not in self.model.signed_in]
        who = away[number % len(away)]
        self.stage.sign_in(who)
        self.model.signed_in.add(who)
        self.model.chosen.pop(who, None)

    @rule(who=members, partner=partners, role=st.sampled_from(ROLES))
    def join(self, who, partner, role):
        if partner not in self.model.memberships[who]:
            Membership.objects.create(
                user=self.stage.users[who], partner=self.stage.partners[partner], role=role
            )
            self.model.memberships[who][partner] = role
            self.settle()

    @rule(who=members, number=numbers, role=st.sampled_from(ROLES))
    def get_another_role(self, who, number, role):
        membership = self.one_of(who, number)
        if membership:
            membership.role = role
            membership.save()
            self.model.memberships[who][membership.partner.name] = role
            self.settle()

    @rule(who=members, number=numbers)
    def stop_belonging(self, who, number):
        membership = self.one_of(who, number)
        if membership and number % 3 == 0:
            membership.delete()
            del self.model.memberships[who][membership.partner.name]
            self.model.signed_in.discard(who)
            self.settle()

    def one_of(self, who, number):
        """One of somebody's memberships, if there is any."""
        own = list(Membership.objects.filter(user=self.stage.users[who]).select_related("partner"))
        return own[number % len(own)] if own else None
