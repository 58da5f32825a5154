"""A lead partner asks another to contribute; it has no part in the page before it accepts."""

import pytest
from django.utils import timezone

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Membership, Role
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.sharing import rules, services
from partners.sharing.models import Share, ShareInvitation, ShareRole
from partners.signing.gate import permit
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site")]
NOW = timezone.now()


def fresh(user):
    """The person as a new request knows them."""
    return User.objects.get(pk=user.pk)


def member(partner, role):
    return MembershipFactory(partner=partner, role=role).user


@pytest.fixture
def council():
    return PartnerFactory(name="Council")


@pytest.fixture
def charity():
    return PartnerFactory(name="Charity")


@pytest.fixture
def page(council):
    return make_page(CaseStudy, lead=council, live=False)


@pytest.fixture
def invitation(page, council, charity):
    editor = member(council, Role.EDITOR)
    return services.invite(page=page, partner=charity, by=editor, at=NOW, message="Your story, please.")


def rights(user, page):
    return page.permissions_for_user(fresh(user))


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (lambda council, charity: member(council, Role.MEMBER), False),
        (lambda council, charity: member(charity, Role.ADMIN), False),
        (lambda council, charity: UserFactory(), False),
        (lambda council, charity: member(council, Role.EDITOR), True),
        (lambda council, charity: UserFactory(is_superuser=True), True),
    ],
    ids=["member of the lead", "admin of another", "stranger", "editor of the lead", "operator"],
)
def test_who_invites(page, council, charity, who, allowed):
    user = who(council, charity)
    if allowed:
        services.invite(page=page, partner=charity, by=user, at=NOW)
    else:
        with pytest.raises(NotAllowed, match="Only editors of the partner that leads"):
            services.invite(page=page, partner=charity, by=user, at=NOW)
    assert ShareInvitation.objects.exists() is allowed


def test_an_invitation_is_no_part_in_the_page(page, invitation, charity):
    editor, approver = member(charity, Role.EDITOR), member(charity, Role.APPROVER)
    assert not Share.objects.filter(partner=charity).exists()
    assert not rules.may_see_draft(editor, page)
    assert rules.may_see_draft(approver, page)
    assert not rights(approver, page).can_view_revisions()
    assert not rights(approver, page).can_edit()


def test_accepting_lets_editors_write_and_nobody_publish(page, invitation, charity):
    approver = member(charity, Role.APPROVER)
    services.accept(invitation=invitation, by=approver, at=NOW)
    assert Share.objects.get(partner=charity).role == ShareRole.CONTRIBUTOR
    assert rights(member(charity, Role.EDITOR), page).can_edit()
    assert not rights(approver, page).can_publish()
    assert not rights(approver, page).can_delete()


@pytest.mark.parametrize("verb", [services.accept, services.decline])
@pytest.mark.parametrize(
    "who",
    [
        lambda council, charity: member(charity, Role.EDITOR),
        lambda council, charity: member(council, Role.ADMIN),
        lambda council, charity: UserFactory(is_superuser=True),
    ],
    ids=["editor of the asked", "admin of the lead", "operator"],
)
def test_only_an_approver_of_the_partner_that_is_asked_answers(invitation, council, charity, verb, who):
    with pytest.raises(NotAllowed, match="Only an approver of the partner that is asked"):
        verb(invitation=invitation, by=who(council, charity), at=NOW)
    invitation.refresh_from_db()
    assert invitation.answer == ""


def test_an_answer_counts_once(invitation, charity):
    approver = member(charity, Role.APPROVER)
    services.decline(invitation=invitation, by=approver, at=NOW)
    with pytest.raises(NotAllowed, match="This was answered on"):
        services.accept(invitation=invitation, by=fresh(approver), at=NOW)
    assert not Share.objects.filter(partner=charity).exists()


def test_what_is_taken_back_cannot_be_accepted(invitation, council, charity):
    services.take_back(invitation=invitation, by=member(council, Role.EDITOR), at=NOW)
    with pytest.raises(NotAllowed):
        services.accept(invitation=invitation, by=member(charity, Role.APPROVER), at=NOW)


@pytest.mark.parametrize("already", ["asked", "contributes"])
def test_nobody_is_asked_twice(page, invitation, council, charity, already):
    if already == "contributes":
        services.accept(invitation=invitation, by=member(charity, Role.APPROVER), at=NOW)
    with pytest.raises(NotAllowed, match="already"):
        services.invite(page=page, partner=charity, by=member(council, Role.EDITOR), at=NOW)


def test_a_contributor_may_leave_and_the_lead_may_end_it(page, council, charity):
    for by in (member(charity, Role.APPROVER), member(council, Role.APPROVER)):
        share = Share.objects.create(page=page, partner=charity)
        services.end_share(share=share, by=fresh(by))
        assert not Share.objects.filter(partner=charity).exists()


def test_the_lead_itself_cannot_be_ended(page, council):
    with pytest.raises(NotAllowed, match="A page needs the partner that leads it"):
        services.end_share(share=page.shares.get(), by=member(council, Role.ADMIN))


def test_operators_hand_a_page_over(page, council, charity):
    services.hand_over(page=page, to=charity, by=UserFactory(is_superuser=True), at=NOW)
    assert {share.partner: share.role for share in page.shares.all()} == {
        charity: ShareRole.LEAD,
        council: ShareRole.CONTRIBUTOR,
    }
    with pytest.raises(NotAllowed):
        services.hand_over(page=page, to=council, by=member(charity, Role.ADMIN), at=NOW)


def test_an_old_version_of_the_text_brings_no_partner_back(page, council, charity):
    share = Share.objects.create(page=page, partner=charity)
    old = page.save_revision()
    share.delete()
    with permit(page.pk):
        old.publish()
    assert [each.partner for each in Share.objects.filter(page=page)] == [council]


def test_who_made_a_page_means_nothing_after_leaving(council):
    membership = MembershipFactory(partner=council, role=Role.EDITOR)
    page = make_page(CaseStudy, lead=council, live=False)
    page.owner = membership.user
    page.save()
    assert rights(membership.user, page).can_edit()
    user = membership.user
    membership.delete()
    MembershipFactory(user=user, role=Role.ADMIN)
    assert not rights(user, page).can_edit()


def test_the_screen_invites_and_keeps_what_was_typed(client, page, council, charity):
    client.force_login(member(council, Role.EDITOR))
    address = f"/admin/sharing/pages/{page.pk}/partners/"
    refused = client.post(address, {"partner": "Nobody of that name", "message": "Please"})
    assert "No partner is called" in refused.content.decode()
    assert "Please" in refused.content.decode()
    assert client.post(address, {"partner": "charity", "message": "Please"}).status_code == 302
    assert ShareInvitation.objects.get().partner == charity


def test_the_partner_that_is_asked_reads_the_draft_and_accepts(client, page, invitation, charity):
    client.force_login(member(charity, Role.APPROVER))
    assert page.title in client.get("/admin/sharing/invitations/").content.decode()
    assert page.title in client.get(f"/admin/sharing/invitations/{invitation.pk}/draft/").content.decode()
    client.post(f"/admin/sharing/invitations/{invitation.pk}/accept/")
    assert Share.objects.filter(page=page, partner=charity).exists()


ADDRESSES = {
    "draft": ("get", "invitation", "/admin/sharing/invitations/{}/draft/"),
    "accept": ("post", "invitation", "/admin/sharing/invitations/{}/accept/"),
    "decline": ("post", "invitation", "/admin/sharing/invitations/{}/decline/"),
    "take back": ("post", "invitation", "/admin/sharing/invitations/{}/take-back/"),
    "end": ("post", "share", "/admin/sharing/parts/{}/end/"),
    "partners": ("get", "page", "/admin/sharing/pages/{}/partners/"),
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_not_mine_looks_like_what_is_not_there(client, page, invitation, name):
    method, thing, address = ADDRESSES[name]
    keys = {"invitation": invitation.pk, "share": page.shares.get().pk, "page": page.pk}
    client.force_login(MembershipFactory(role=Role.ADMIN).user)
    answers = []
    for key in (keys[thing], 999_999):
        answer = getattr(client, method)(address.format(key))
        told = [str(message) for message in client.get("/admin/").context["messages"]]
        answers.append((answer.status_code, answer.get("Location"), told))
    assert answers[0] == answers[1]
    assert answers[0][0] in (302, 403)


@pytest.mark.parametrize(
    ("role", "says"),
    [
        (Role.EDITOR, False),
        (Role.APPROVER, True),
        (Role.ADMIN, True),
    ],
)
def test_the_first_page_counts_what_waits_for_an_approver(
    client, page, invitation, council, charity, role, says
):
    client.force_login(member(charity, role))
    line = "Charity is asked to contribute to 1 page<"
    assert (line in client.get("/admin/").content.decode()) is says
    services.take_back(invitation=invitation, by=member(council, Role.EDITOR), at=NOW)
    assert "is asked to contribute" not in client.get("/admin/").content.decode()


def test_the_lead_is_not_told_of_its_own_question(client, invitation, council):
    client.force_login(member(council, Role.ADMIN))
    assert "is asked to contribute" not in client.get("/admin/").content.decode()


def test_who_lost_the_role_since_the_page_was_opened_answers_nothing(invitation, charity):
    approver = fresh(member(charity, Role.APPROVER))
    rules.check_can_answer(approver, invitation)
    Membership.objects.filter(user=approver).delete()
    with pytest.raises(NotAllowed, match="Only an approver"):
        services.accept(invitation=invitation, by=approver, at=NOW)
    assert not Share.objects.filter(partner=charity).exists()
