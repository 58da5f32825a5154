"""Each registered action is done for real, once, and leaves exactly one row."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext, registry
from wagtail.models import Collection, Comment, PageLogEntry, PageViewRestriction

from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from outcomes.casestudies.spreadsheet.services import import_sheet
from outcomes.casestudies.spreadsheet.sheets import sheet_of
from outcomes.proposals import services as proposals
from outcomes.proposals.links import confirm_path
from outcomes.proposals.moves import Status
from outcomes.themes.models import Theme
from partners.agencies.models import Membership, Partner, Role
from partners.audit.actions import ACTIONS
from partners.audit.models import AuditRow
from partners.audit.services import erase_person, record
from partners.freshness import services as freshness
from partners.media.models import CustomDocument, CustomImage
from partners.members import invitations
from partners.members import requests as joining
from partners.members.models import Invitation, MailDomain
from partners.parts import services as parts
from partners.parts import suggestions
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.registrations import services as registrations
from partners.sharing import services as sharing
from partners.sharing.models import Share, ShareRole
from partners.signing import looking
from partners.signing.models import SigningRound
from portal.operations.audited import sign_in, wagtail_log
from search.synonyms.models import SynonymRule
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    PartnerFactory,
    PlaceFactory,
    UserFactory,
    as_acting_for,
)
from tests.outcomes.proposals.factories import NOW, WORDS, ProposalFactory, make_ground
from tests.partners.freshness.kit import link_sent
from tests.partners.media.files import pdf, picture
from tests.partners.registrations.factories import RegistrationFactory, applicant, entry
from tests.portal.operations.audited import gathering, signing

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("site"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
DOES = {**signing.DOES, **gathering.DOES}
# What is new has no partner yet, and pages that nobody signs, on which Wagtail's own ways remain, have none.
OF_NO_PARTNER = {
    "page.copied",
    "page.created",
    "page.published",
    "page.scheduled",
    "page.unpublished",
    "page.unscheduled",
}


def does(action):
    """Note that a function prepares an action and returns what does it."""

    def noted(function):
        assert action not in DOES
        DOES[action] = function
        return function

    return noted


def page_verb(action, name, **data):
    """An action that is one post to a screen of the admin about one page."""

    def prepare(on):
        return lambda: on.client.post(reverse(f"wagtailadmin_pages:{name}", args=[on.page.pk]), data)

    DOES[action] = prepare


page_verb("page.deleted", "delete")


def checks_verb(action, name, **data):
    """An action that is one post to a screen about the check of a page."""

    def prepare(on):
        return lambda: on.client.post(reverse(f"freshness:{name}", args=[on.page.pk]), data)

    DOES[action] = prepare


CHECK = {"review_on": f"{timezone.localdate() + timedelta(days=9)}", "seen": "1"}
checks_verb("check.changed", "page", contact_name="Secretariat", **CHECK)
checks_verb("check.confirmed", "confirm", round="1")
page_verb("page.locked", "lock")


@does("check.said_wrong")
def _(on):
    contact = freshness.Choice(on.page.review.review_on, "Secretariat", "desk@example.org")
    freshness.choose(page=on.page, choice=contact, seen=1, by=on.user, at=timezone.now())
    key = link_sent(on.page, at=timezone.now() + timedelta(days=710))
    moment = timezone.now() + timedelta(days=711)
    return lambda: freshness.say_wrong(key=key, words="A secret word", at=moment)


@does("page.created")
def _(on):
    parent = CaseStudyIndex.objects.get()
    new = CaseStudy(title="New", summary="In a sentence.", live=False, owner=on.user)
    return lambda: parent.add_child(instance=new)


@does("page.edited")
def _(on):
    on.page.title = "Changed"
    return lambda: on.page.save_revision(user=on.user, log_action=True)


@does("page.published")
def _(on):
    revision = on.page.get_parent().specific.save_revision()
    return lambda: revision.publish(user=on.user)


@does("page.scheduled")
def _(on):
    page = on.page.get_parent().specific
    page.go_live_at = timezone.now() + timedelta(days=2)
    revision = page.save_revision()
    return lambda: revision.publish(user=on.user)


@does("page.unpublished")
def _(on):
    page = on.page.get_parent().specific
    return lambda: page.unpublish(user=on.user)


@does("page.unscheduled")
def _(on):
    page = on.page.get_parent().specific
    page.go_live_at = timezone.now() + timedelta(days=2)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    address = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
    return lambda: on.client.post(address)


@does("page.reverted")
def _(on):
    first, _ = on.page.save_revision(), on.page.save_revision()
    page = first.as_object()
    return lambda: page.save_revision(user=on.user, log_action=True, previous_revision=first)


@does("page.moved")
def _(on):
    other = CaseStudyIndex(title="Older ones", slug="older")
    CaseStudyIndex.objects.get().get_parent().add_child(instance=other)
    return lambda: on.page.move(other, pos="last-child", user=on.user)


@does("page.reordered")
def _(on):
    parent = CaseStudyIndex.objects.get()
    parent.add_child(instance=CaseStudy(title="Another", summary="In a sentence.", live=False))
    address = reverse("wagtailadmin_pages:set_page_position", args=[on.page.pk])
    return lambda: on.client.post(f"{address}?position=1")


@does("page.copied")
def _(on):
    return lambda: on.page.copy(update_attrs={"slug": "copy"}, user=on.user, keep_live=False)


@does("page.unlocked")
def _(on):
    on.page.locked = True
    on.page.save()
    return lambda: on.client.post(reverse("wagtailadmin_pages:unlock", args=[on.page.pk]))


@does("page.commented")
def _(on):
    comment = Comment.objects.create(
        page=on.page.page_ptr, user=on.user, text="Secret words", contentpath="title"
    )
    return lambda: comment.log_create(page_revision=on.page.latest_revision, user=on.user)


@does("page.workflow")
def _(on):
    return lambda: registry.log(instance=on.page, action="wagtail.workflow.start", user=on.user)


@does("page.restricted")
def _(on):
    restriction = PageViewRestriction(page=on.page, restriction_type="login")
    return lambda: restriction.save(user=on.user)


@does("page.unrestricted")
def _(on):
    restriction = PageViewRestriction.objects.create(page=on.page, restriction_type="login")
    return lambda: restriction.delete(user=on.user)


THING_SCREENS = {
    "image": ("wagtailimages", CustomImage, {"title": "A kettle"}, lambda: ("kettle.png", picture("PNG"))),
    "document": ("wagtaildocs", CustomDocument, {"title": "Minutes"}, lambda: ("minutes.pdf", pdf())),
}


def media_verbs(noun):
    """The three actions on pictures, or on documents, each on its screen in the admin."""
    space, model, fields, file = THING_SCREENS[noun]

    def data(*, with_file):
        sent = {"file": SimpleUploadedFile(*file())} if with_file else {}
        return {**fields, "collection": Collection.get_first_root_node().pk, "tags": "", **sent}

    def add(on):
        return on.client.post(reverse(f"{space}:add"), data(with_file=True))

    @does(f"{noun}.added")
    def _(on):
        return lambda: add(on)

    @does(f"{noun}.changed")
    def _(on):
        add(on)
        address = reverse(f"{space}:edit", args=[model.objects.get().pk])
        return lambda: on.client.post(address, data(with_file=False))

    @does(f"{noun}.deleted")
    def _(on):
        add(on)
        return lambda: on.client.post(reverse(f"{space}:delete", args=[model.objects.get().pk]))


media_verbs("image")
media_verbs("document")


def logged_verbs(noun, make):
    """The three actions on what Wagtail's own lists keep; the log line is what their screens write."""
    for what, wagtails in (("added", "create"), ("changed", "edit"), ("deleted", "delete")):

        @does(f"{noun}.{what}")
        def _(on, wagtails=wagtails):
            thing = make(on)
            return lambda: registry.log(instance=thing, action=f"wagtail.{wagtails}", user=on.user)


logged_verbs("partner", lambda on: on.council)
logged_verbs("thing", lambda on: Theme.objects.first())
logged_verbs("account", lambda on: on.member.user)
logged_verbs("synonym", lambda on: SynonymRule.objects.create(kind="same", terms="hub\ncentre"))
logged_verbs("group", lambda on: Group.objects.create(name="Readers"))


@does("members.exported")
def _(on):
    return lambda: b"".join(on.client.get(reverse("leavers:quiet"), {"export": "csv"}).streaming_content)


@does("case_studies.exported")
def _(on):
    return lambda: on.client.get(reverse("case_study_sheets:export", args=["xlsx"]))


@does("case_studies.imported")
def _(on):
    sheet = sheet_of([(1, ["title"]), (2, ["Secret words"])])
    person, told = speaker(on), (lambda number: None)
    return lambda: import_sheet(sheet=sheet, by=person, file_name="Secret.csv", told=told)


@does("membership.added")
def _(on):
    user = UserFactory()
    return lambda: Membership.objects.create(user=user, partner=on.council)


@does("membership.changed")
def _(on):
    on.member.role = Role.APPROVER
    return on.member.save


@does("membership.removed")
def _(on):
    return on.member.delete


def sent(on):
    """An invitation that nobody has answered, and its key."""
    keys = []
    on.monkeypatch.setattr(invitations.mails, "invitation", lambda invitation, key: keys.append(key))
    address = "secret@example.org"
    invitations.invite(partner=on.council, address=address, role=Role.EDITOR, by=on.user, at=timezone.now())
    return keys[0], Invitation.objects.get()


@does("invitation.sent")
def _(on):
    return lambda: sent(on)


@does("invitation.taken_back")
def _(on):
    _, invitation = sent(on)
    return lambda: invitations.take_back(invitation=invitation, by=on.user, at=timezone.now())


@does("invitation.declined")
def _(on):
    key, _ = sent(on)
    on.client.logout()
    return lambda: on.client.post(reverse("members:decline", args=[key]))


@does("invitation.ended")
def _(on):
    sent(on)
    user = UserFactory(email="secret@example.org")
    return lambda: account.password_reset.send(sender=User, request=None, user=user)


def asked(on):
    """A request to join that nobody has answered."""
    MailDomain.objects.create(partner=on.council, domain="council.example")
    user = UserFactory(email="kit@council.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    facts = {"address": user.email, "message": "Secret words", "at": timezone.now()}
    return joining.ask(partner=on.council, user=user, **facts)


@does("join_request.sent")
def _(on):
    return lambda: asked(on)


@does("join_request.taken_back")
def _(on):
    request = asked(on)
    return lambda: joining.take_back(request=request, by=request.user, at=timezone.now())


@does("join_request.approved")
def _(on):
    request = asked(on)
    return lambda: joining.approve(request=request, role=Role.EDITOR, by=on.user, at=timezone.now())


@does("join_request.refused")
def _(on):
    request = asked(on)
    return lambda: joining.refuse(request=request, reason="Secret.", by=on.user, at=timezone.now())


@does("mail_domain.added")
def _(on):
    address = reverse("members_admin:domains", args=[on.council.pk])
    return lambda: on.client.post(address, {"domain": "council.example"})


@does("mail_domain.removed")
def _(on):
    domain = MailDomain.objects.create(partner=on.council, domain="council.example")
    return lambda: joining.remove_domain(domain=domain, by=on.user)


@does("share.added")
def _(on):
    other = PartnerFactory()
    return lambda: Share.objects.create(page=on.page.page_ptr, partner=other)


@does("share.changed")
def _(on):
    share = Share.objects.get(page=on.page.pk)
    share.role = ShareRole.CONTRIBUTOR
    return share.save


@does("share.invited")
def _(on):
    other = PartnerFactory()
    return lambda: sharing.invite(page=on.page.page_ptr, partner=other, by=on.user, at=NOW)


@does("share.invitation_taken_back")
def _(on):
    asked = ask(on, PartnerFactory())
    return lambda: on.client.post(reverse("sharing:answer", args=[asked.pk, "take-back"]))


@does("share.declined")
def _(on):
    approver = MembershipFactory(role=Role.APPROVER)
    asked = ask(on, approver.partner)
    return lambda: sharing.decline(invitation=asked, by=approver.user, at=NOW)


def ask(on, partner):
    """Ask a partner to contribute to the page."""
    return sharing.invite(page=on.page.page_ptr, partner=partner, by=on.user, at=NOW)


@does("share.removed")
def _(on):
    return Share.objects.get(page=on.page.pk).delete


def speaker(on):
    """An editor of the partner that leads the page, who runs nothing."""
    on.user = on.member.user
    return on.user


@does("part.saved")
def _(on):
    person = speaker(on)
    content = {"statement": "Secret words"}
    return lambda: parts.save_part(page=on.page, by=person, at=NOW, content=content, based_on=None)


@does("part.refused")
def _(on):
    person, other = speaker(on), Share.objects.create(page=on.page.page_ptr, partner=PartnerFactory())
    facts = {"content": {"statement": "Secret words"}, "based_on": None, "partner_id": other.partner_id}

    def act():
        with pytest.raises(NotAllowed):
            parts.save_part(page=on.page, by=person, at=NOW, **facts)

    return act


def suggested(on):
    """A suggestion to another partner that waits for its answer."""
    person, other = speaker(on), PartnerFactory()
    Share.objects.get_or_create(page=on.page.page_ptr, partner=other)
    facts = {"page": on.page, "partner": other, "text": "Secret words", "at": NOW}
    return lambda: suggestions.suggest(by=person, **facts)


@does("part.suggested")
def _(on):
    return suggested(on)


@does("part.suggestion_answered")
def _(on):
    waiting = suggested(on)()
    return lambda: suggestions.take_back(suggestion=waiting, by=on.user, at=NOW)


@does("proposal.submitted")
def _(on):
    make_ground()
    form = {**WORDS, "show_name": "on", "place": "Sale", "token": "one-form"}
    return lambda: on.client.post("/proposals/new/", form)


@does("proposal.confirmed")
def _(on):
    link = confirm_path(ProposalFactory(place=make_ground().ward, unconfirmed=True))
    return lambda: on.client.post(link)


def answer(action, verb, status):
    """An answer to a proposal, by the moderator of its place."""

    def prepare(on):
        ground = make_ground()
        proposal = ProposalFactory(place=ground.ward, status=status)
        on.user, on.council = ground.moderator, ground.council
        return lambda: verb(
            proposal=proposal, by=ground.moderator, partner=ground.council, reason="Because.", at=NOW
        )

    DOES[action] = prepare


answer("proposal.accepted", proposals.accept, Status.RECEIVED)
answer("proposal.declined", proposals.decline, Status.RECEIVED)
answer("proposal.adopted", proposals.adopt, Status.OPEN)


@does("proposal.purged")
def _(on):
    ProposalFactory(place=make_ground().ward, unconfirmed=True)
    return lambda: proposals.purge_unconfirmed(at=datetime(2100, 1, 1, tzinfo=UTC))


@does("registration.received")
def _(on):
    person, place = applicant(), PlaceFactory()
    return lambda: registrations.register(entry=entry(place), by=person, at=NOW)


def registered(action, act):
    """What happens to a registration that waits, by an operator or by its applicant."""

    def prepare(on):
        waiting = RegistrationFactory(places=[PlaceFactory()])
        return lambda: act(on, waiting)

    DOES[action] = prepare


registered(
    "registration.approved",
    lambda on, waiting: registrations.approve(registration=waiting, by=on.user, at=NOW),
)
registered(
    "registration.declined",
    lambda on, waiting: registrations.decline(registration=waiting, by=on.user, reason="Secret.", at=NOW),
)
registered(
    "registration.withdrawn",
    lambda on, waiting: registrations.withdraw(registration=waiting, by=waiting.applicant, at=NOW),
)


@does("page.looked_at")
def _(on):
    # Operators sign for nobody, so nobody waits for them.
    on.user = as_acting_for(MembershipFactory(partner=on.council, role=Role.APPROVER).user, on.council)
    now = timezone.now()
    SigningRound.objects.create(page=on.page, submitted_at=now)
    return lambda: looking.look(page=on.page, by=on.user, at=now)


@does("account.signed_in")
def _(on):
    on.client.logout()
    return lambda: on.client.force_login(on.user)


@does("account.password_changed")
def _(on):
    return lambda: account.password_changed.send(sender=User, request=None, user=on.user)


@does("account.opened")
def _(on):
    return lambda: account.user_signed_up.send(sender=User, request=None, user=on.user)


@does("account.address_changed")
def _(on):
    return lambda: account.email_added.send(sender=User, request=None, user=on.user, email_address=None)


def factor_verb(action, signal):
    """A change of a second factor, as allauth tells of it."""
    factor = SimpleNamespace(type="totp", secret="never-written-down")

    def prepare(on):
        request = on.client.get("/health/live").wsgi_request
        return lambda: signal.send(sender=User, request=request, user=on.user, authenticator=factor)

    DOES[action] = prepare


factor_verb("account.factor_added", mfa.authenticator_added)
factor_verb("account.factor_removed", mfa.authenticator_removed)
factor_verb("account.factor_renewed", mfa.authenticator_reset)


@does("account.locked_out")
def _(on):
    return lambda: sign_in.note_lock_out(email=on.user.email.upper())


@does("audit.exported")
def _(on):
    record(action="audit.exported", by=on.user, for_partner=on.council)
    return lambda: b"".join(on.client.get(reverse("audit:report"), {"export": "csv"}).streaming_content)


@does("audit.person_erased")
def _(on):
    record(action="audit.exported", by=on.member.user)
    return lambda: erase_person(user=on.member.user, by=on.user, at=NOW)


@pytest.fixture
def on(client, operator, page, member, council, settings, tmp_path, monkeypatch):
    """What actions are done with."""
    settings.MEDIA_ROOT = str(tmp_path)
    things = {"page": page, "member": member, "council": council}
    return SimpleNamespace(client=client, user=operator, monkeypatch=monkeypatch, **things)


@pytest.mark.parametrize("action", [action.name for action in ACTIONS])
def test_it_leaves_exactly_one_row(on, action):
    act = DOES[action](on)
    before = AuditRow.objects.count()
    act()
    rows = AuditRow.objects.filter(sequence__gt=before, action=action)
    assert rows.count() == 1
    row = rows.get()
    assert row.action == action
    if action.startswith("page."):
        assert row.by.user == on.user
        assert row.partner_name == "Mersey Bank Council" or action in OF_NO_PARTNER
    if action.startswith(("share.", "membership.", "invitation.", "join_request.", "mail_domain.")):
        assert row.partner_key
    assert "ecret" not in str(AuditRow.objects.values().get(pk=row.pk)).replace("secretary", "")
    call_command("audit_verify", stdout=StringIO(), stderr=StringIO())


def test_nothing_is_done_here_that_is_not_registered():
    assert set(DOES) == {action.name for action in ACTIONS}


def test_wagtails_actions_on_pages_are_all_known():
    registry.scan_for_actions()
    known = {*wagtail_log.OF_PAGES, *wagtail_log.FAMILIES}
    strange = [
        name
        for name in registry.formatters
        if name.startswith("wagtail.")
        and not name.startswith("wagtail.apitoken.")
        and name not in known
        and not name.startswith(tuple(wagtail_log.FAMILIES))
    ]
    assert strange == []


def test_saving_over_the_same_draft_is_told_once(on):
    with LogContext(user=on.user):
        on.page.title = "Changed"
        revision = on.page.save_revision(user=on.user, log_action=True, changed=True)
        for _ in range(3):
            on.page.save_revision(user=on.user, log_action=True, overwrite_revision=revision, changed=True)
    assert PageLogEntry.objects.filter(action="wagtail.edit", page=on.page.pk).count() == 4
    assert AuditRow.objects.filter(action="page.edited", object_key=on.page.pk).count() == 1


def test_deleting_a_page_says_nothing_of_its_shares(on):
    on.page.delete(user=on.user)
    assert not AuditRow.objects.filter(action="share.removed").exists()
    assert AuditRow.objects.filter(action="page.deleted", object_label="Kettle mornings").count() == 1


def test_handing_a_page_over_tells_of_each_partner(on):
    """One steps back, one stops being asked, one leads."""
    other = PartnerFactory(name="Charity")
    ask(on, other)
    before = AuditRow.objects.count()
    sharing.hand_over(page=on.page.page_ptr, to=other, by=on.user, at=NOW)
    told = AuditRow.objects.filter(sequence__gt=before).values_list("action", "partner_name")
    assert sorted(told) == [
        ("share.added", "Charity"),
        ("share.changed", "Mersey Bank Council"),
        ("share.invitation_taken_back", "Charity"),
    ]


def test_signing_in_for_real_is_told_with_the_request(client):
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    row = AuditRow.objects.get(action="account.signed_in")
    assert row.request_id == answer["X-Request-ID"]
    assert row.by.user == user


def test_a_lock_out_is_told_once_however_often_somebody_tries(client):
    user = UserFactory()
    for _ in range(25):
        answer = client.post(reverse("account_login"), {"login": user.email, "password": "wrong"})
    assert "too many attempts" in answer.content.decode()
    row = AuditRow.objects.get(action="account.locked_out")
    assert (row.by, row.about.user) == (None, user)


def test_a_partner_deleted_with_its_members_is_one_story(on):
    partner = PartnerFactory()
    Membership.objects.create(user=on.user, partner=partner)
    before = AuditRow.objects.filter(action="membership.removed").count()
    Partner.objects.filter(pk=partner.pk).delete()
    assert AuditRow.objects.filter(action="membership.removed").count() == before
