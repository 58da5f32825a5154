"""Steps about who has a part in a page, who belongs to a partner, and for whom somebody acts."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from partners.agencies.models import Membership
from tests.portal.access.order.acting import Run, numbers, partners
from tests.portal.access.order.model import ROLES
from tests.portal.access.order.stage import MEMBERS

members = st.sampled_from(list(MEMBERS))


class Belonging(Run):
    """What people do about partners and people."""

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
