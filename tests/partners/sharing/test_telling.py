"""Who is told that a partner is asked to contribute, and of the answer; and who may still read it later."""

import pytest
from django.core import mail

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Membership, Role
from partners.notices.models import Category, Notice
from partners.notices.services import tell
from partners.sharing import services
from partners.sharing.models import Share
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, make_page
from tests.partners.notices.telling import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site", "letters_go_out")]


@pytest.fixture
def council():
    return PartnerFactory(name="Council")


@pytest.fixture
def charity():
    return PartnerFactory(name="Charity")


@pytest.fixture
def page(council):
    return make_page(CaseStudy, lead=council, live=False, title="Kettle mornings").page_ptr


@pytest.fixture
def editor(council):
    return MembershipFactory(partner=council, user=UserFactory(first_name="Ed", last_name="Itor")).user


@pytest.fixture
def approver(charity):
    user = UserFactory(first_name="Ada", last_name="Approver")
    return MembershipFactory(partner=charity, role=Role.APPROVER, user=user).user


@pytest.fixture
def invitation(page, charity, editor, approver):
    return services.invite(page=page, partner=charity, by=editor, at=NOW, message="Tell <us>.")


def readable_by(user):
    return set(Notice.objects.of(user).readable().values_list("category", flat=True))


def test_all_who_may_answer_are_told_and_nobody_else(page, council, charity, editor, approver):
    admin = MembershipFactory(partner=charity, role=Role.ADMIN).user
    MembershipFactory(partner=charity, role=Role.EDITOR)
    MembershipFactory(partner=council, role=Role.APPROVER)
    MembershipFactory(partner=charity, role=Role.APPROVER, user=UserFactory(is_active=False))
    services.invite(page=page, partner=charity, by=editor, at=NOW, message="Tell <us>.")
    assert {letter.to[0] for letter in mail.outbox} == {approver.email, admin.email}
    letter = mail.outbox[0]
    assert letter.subject == "Charity is asked to contribute to “Kettle mornings”"
    assert "Ed Itor of Council asks Charity to contribute to “Kettle mornings”." in letter.body
    assert "“Tell <us>.”" in letter.body
    assert "<blockquote>Tell &lt;us&gt;.</blockquote>" in letter.alternatives[0][0]
    assert readable_by(approver) == {Category.INVITATIONS}


@pytest.mark.parametrize(
    ("verb", "says"), [("accept", "contributes to"), ("decline", "declined to contribute")]
)
def test_whoever_asked_hears_the_answer(invitation, editor, approver, council, verb, says):
    MembershipFactory(partner=council, role=Role.ADMIN)
    mail.outbox.clear()
    getattr(services, verb)(invitation=invitation, by=approver, at=NOW)
    [letter] = mail.outbox
    assert letter.to == [editor.email]
    assert letter.subject.startswith(f"Charity {says}")
    assert "Ada Approver" in letter.body
    assert readable_by(editor) == {Category.SIGNATURES}


def test_when_whoever_asked_has_left_the_editors_hear_the_answer(invitation, editor, approver, council):
    colleague = MembershipFactory(partner=council, role=Role.EDITOR).user
    MembershipFactory(partner=council, role=Role.MEMBER)
    Membership.objects.filter(user=editor).delete()
    mail.outbox.clear()
    services.accept(invitation=invitation, by=approver, at=NOW)
    assert [letter.to for letter in mail.outbox] == [[colleague.email]]


def test_an_operator_who_asked_hears_the_answer(page, charity, approver):
    operator = UserFactory(is_superuser=True)
    invitation = services.invite(page=page, partner=charity, by=operator, at=NOW)
    mail.outbox.clear()
    services.decline(invitation=invitation, by=approver, at=NOW)
    assert [letter.to for letter in mail.outbox] == [[operator.email]]


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_what_one_colleague_answered_waits_for_no_other(invitation, charity, approver, verb):
    assert Notice.objects.of(approver).unread().exists()
    getattr(services, verb)(invitation=invitation, by=approver, at=NOW)
    assert not Notice.objects.of(approver).unread().exists()


def test_nobody_is_asked_any_more_once_it_is_taken_back(invitation, editor, approver):
    services.take_back(invitation=invitation, by=editor, at=NOW)
    assert not Notice.objects.of(approver).unread().exists()
    assert readable_by(approver) == set()


def test_who_declined_no_longer_reads_what_the_page_is_called(invitation, approver):
    services.decline(invitation=invitation, by=approver, at=NOW)
    assert readable_by(approver) == set()


def test_who_accepted_reads_it_as_long_as_the_partner_has_its_part(invitation, approver, charity):
    share = services.accept(invitation=invitation, by=approver, at=NOW)
    assert readable_by(approver) == {Category.INVITATIONS}
    services.end_share(share=share, by=approver)
    assert readable_by(approver) == set()


def about_the_page(person, partner, page):
    tell(
        key="about",
        category=Category.PARTS,
        people=[person],
        subject="News",
        template="sharing/notices/answered",
        context={},
        url="/",
        at=NOW,
        partner=partner,
        page=page,
    )


@pytest.mark.parametrize(
    ("role", "reads"),
    [(Role.MEMBER, False), (Role.EDITOR, True), (Role.APPROVER, True), (Role.ADMIN, True)],
)
@pytest.mark.parametrize("part", ["lead", "contributor"])
def test_notices_about_a_page_are_for_those_who_may_see_its_draft(page, council, charity, part, role, reads):
    Share.objects.create(page=page, partner=charity)
    partner = {"lead": council, "contributor": charity}[part]
    person = MembershipFactory(partner=partner, role=role).user
    about_the_page(person, partner, page)
    assert Notice.objects.of(person).readable().exists() is reads
    assert len(mail.outbox) == reads


def test_a_part_in_another_page_is_none_in_this_one(page, charity, approver):
    make_page(CaseStudy, lead=charity)
    about_the_page(approver, charity, page)
    assert readable_by(approver) == set()
    assert mail.outbox == []


def test_being_in_another_partner_with_a_part_is_not_enough(page, council, charity):
    """The notice was for the charity, and is none of the council's."""
    person = MembershipFactory(partner=council, role=Role.ADMIN).user
    about_the_page(person, charity, page)
    assert readable_by(person) == set()
