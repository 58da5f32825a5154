"""Two partners with everything that a partner can have; what is the other's carries words to look out for."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls.resolvers import URLPattern
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, CommentReply, PageLogEntry, UploadedFile

from outcomes.casestudies.guided.steps import BY_KEY as STEP_KEYS
from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet.models import SheetUpload
from outcomes.collections.models import CollectedItem, Keeper
from partners.agencies.models import PartnerContact, Role
from partners.audit.services import record
from partners.freshness.dates import Stage
from partners.freshness.links import digest_of, digest_of_address
from partners.freshness.models import PageReview, ReviewRequest, SaidWrong
from partners.media.models import CustomDocument, CustomImage
from partners.members.models import Invitation, JoinRequest, MailDomain
from partners.notices.models import Category, How, Notice, NoticePreference
from partners.parts.models import PartSuggestion, PartVersion
from partners.sharing.models import ShareInvitation
from partners.signing.links.models import SignatureLink
from partners.signing.links.services import digest_of as digest_of_token
from partners.signing.machine import Text
from partners.signing.models import Decision, Looking, Override, PageState, SigningRound, SignOff
from partners.signing.words import words_now
from search.request import SearchRequest
from search.saved.models import How as HowOften
from search.saved.services import Wish, save
from search.short_addresses.models import ShortAddress
from search.synonyms.models import SynonymRule
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory, UserFactory, make_page
from tests.outcomes.collections.gathering import make_list
from tests.outcomes.proposals.factories import ProposalFactory
from tests.partners.media.files import pdf
from tests.partners.registrations.factories import RegistrationFactory

# The code of a short address.
SHORT = "canary23"
ROLES = ("visitor", "signed in", Role.MEMBER, Role.EDITOR, Role.APPROVER, Role.ADMIN)


@dataclass
class World:
    """Ours and theirs: people by role, and the keys of things by what an address calls them."""

    people: dict[str, object]
    ours: dict[str, object]
    theirs: dict[str, object]
    # A page that they lead and we have joined: what is on it is ours to read, what is theirs alone is not.
    shared: dict[str, object]
    canaries: set[str] = field(default_factory=set)


def make_world():
    """Return two partners, each with a draft, a picture, a document, people and an invitation."""
    us, them, third = PartnerFactory(), PartnerFactory(), PartnerFactory()
    people = {role: MembershipFactory(partner=us, role=role).user for role in Role.values}
    people |= {"visitor": None, "signed in": UserFactory(), "operator": UserFactory(is_superuser=True)}
    ours = make_things(us, people[Role.EDITOR], third, "ours")
    shared = make_shared(us, them)
    author = MembershipFactory(
        partner=them, role=Role.EDITOR, user=UserFactory(first_name="Canaryname", last_name="Canarysurname")
    ).user
    theirs = make_things(them, author, third, "canary")
    words = {"canarytitle", "canarysummary", "canaryslug", "canarycomment", "canaryfile"}
    words |= {"canarypart", "canarysuggestion"}
    words |= {"canaryinvited", "canaryasks", "canarydomain", "canarysigns", "canaryround"}
    words |= {"canarylog", "canarymessage", "canarysurname", "canaryname"}
    words |= {"canarygroup", "canaryrole", "canarytag", "canaryreply", "canaryproposal", "canaryrecord"}
    words |= {"canarynotice", "canarylist", "canarysaved", "canarysheet"}
    words |= {"canarycontact", "canarywrong"}
    words |= {"canaryreason", "canaryoverride"}
    return World(people, ours, theirs, shared, words)


def make_shared(us, them):
    """Make a page that the other partner leads and we contribute to, written by somebody of theirs."""
    writer = MembershipFactory(partner=them, role=Role.EDITOR).user
    page = make_page(
        CaseStudy, live=False, lead=them, contributors=[us], title="Of both", what_did_not_work="It."
    )
    page.owner = writer
    page.save()
    first, second = page.save_revision(user=writer), page.save_revision(user=writer)
    return {
        "page": page.pk,
        "revision": first.pk,
        "second_revision": second.pk,
        "share": page.shares.get(partner=them).pk,
    }


def make_things(partner, author, third, word):
    """Make what a partner can have, with the word in every text."""
    page = make_page(
        CaseStudy,
        what_did_not_work="Nothing that we know of.",
        live=False,
        lead=partner,
        title=f"{word}title",
        slug=f"{word}slug",
        summary=f"{word}summary",
    )
    page.owner = author
    page.save()
    first, second = page.save_revision(user=author), page.save_revision(user=author)
    comment = Comment.objects.create(page=page, user=author, text=f"{word}comment", contentpath="title")
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=author, data={"note": f"{word}log"})
    owned = {"title": f"{word}title", "collection": partner.collection, "uploaded_by_user": author}
    picture = CustomImage.objects.create(file=ContentFile(png(), f"{word}file.png"), **owned)
    document = CustomDocument.objects.create(file=ContentFile(pdf(), f"{word}file.pdf"), **owned)
    part = PartVersion.objects.create(
        page=page,
        partner=partner,
        content={"statement": f"{word}part"},
        saved_by=author,
        saved_at=timezone.now(),
    )
    # The suggestion of a partner that has left the page since; what it suggested is nobody else's to read.
    suggestion = PartSuggestion.objects.create(
        page=page,
        partner=partner,
        for_partner=third,
        text=f"{word}suggestion",
        made_by=author,
        made_at=timezone.now(),
    )
    invitation = ShareInvitation.objects.create(
        page=page, partner=third, message=f"{word}message", invited_by=author, invited_at=timezone.now()
    )
    registration = RegistrationFactory(
        name=f"{word}group",
        summary=f"{word}group",
        applicant=author,
        applicant_role=f"{word}role",
        places=[convened_by(partner)],
    )
    # What is public already carries no word to look out for, but nobody else may change it.
    PartnerContact.objects.create(partner=partner, name="Front desk", email="desk@example.org")
    letter = Invitation.objects.create(
        partner=partner,
        address=f"{word}invited@example.org",
        role=Role.ADMIN,
        invited_by=author,
        expires_at=timezone.now() + timedelta(days=7),
        digest=word,
    )
    join = JoinRequest.objects.create(
        partner=partner, user=author, address=f"{word}asks@example.org", message=f"{word}asks to join"
    )
    domain = MailDomain.objects.create(partner=partner, domain=f"{word}domain.example", added_by=author)
    CommentReply.objects.create(comment=comment, user=author, text=f"{word}reply")
    notice = Notice.objects.create(
        person=author,
        key=word,
        category=Category.SIGNING,
        partner=partner,
        page=page.page_ptr,
        subject=f"{word}notice",
        text=f"{word}notice",
        url=f"/admin/pages/{page.pk}/edit/",
        at=timezone.now(),
    )
    wish = Wish(SearchRequest(text=f"{word}saved"), f"{word}saved", HowOften.DAILY)
    search = save(user=author, wish=wish, at=timezone.now())
    NoticePreference.objects.create(person=author, category=Category.SIGNING, how=How.DAILY)
    make_check(page, word)
    override = make_signing(page, partner, author, word)
    link = make_link(page, partner, author, word)
    picture.tags.add(f"{word}tag")
    record(action="page.edited", by=author, for_partner=partner, on=page, label=f"{word}record")
    proposal = ProposalFactory(
        place=partner.serves.get(), title=f"{word}proposal", proposer_name=f"{word}proposal"
    )
    kind = ContentType.objects.get_for_model(CaseStudy)
    session = EditingSession.objects.create(
        user=author, content_type=kind, object_id=str(page.pk), last_seen_at=timezone.now()
    )
    upload = UploadedFile.objects.create(
        file=ContentFile(png(), f"{word}file.png"),
        uploaded_by_user=author,
        for_content_type=ContentType.objects.get_for_model(CustomImage),
    )
    gathered = make_gathered(page, author, word)
    sheet = SheetUpload.objects.create(
        user=author,
        partner=partner,
        file_name=f"{word}sheet.csv",
        uploaded_at=timezone.now(),
        content={"headings": ["title"], "rows": [[2, {"title": f"{word}sheet"}, {}]]},
    )
    # Operators keep these for the whole site.
    ShortAddress.objects.get_or_create(code=SHORT, digest=SHORT, query="kind=case_study")
    synonym = SynonymRule.objects.create(kind="same", terms=f"{word}synonym\n{word}other")
    return {
        "list": page.get_parent().pk,
        "synonym": synonym.pk,
        "gathered": gathered.collection_id,
        "gathered_item": gathered.pk,
        "proposal": proposal.reference,
        "override": override.pk,
        "session": session.pk,
        "upload": upload.pk,
        "sheet": sheet.pk,
        "membership": author.memberships.get().pk,
        "letter": letter.pk,
        "join": join.pk,
        "domain": domain.pk,
        "page": page.pk,
        "revision": first.pk,
        "second_revision": second.pk,
        "comment": comment.pk,
        "image": picture.pk,
        "document": document.pk,
        "user": author.pk,
        "partner": partner.pk,
        "invitation": invitation.pk,
        "share": page.shares.get().pk,
        "notice": notice.pk,
        "search": search.pk,
        "part": part.pk,
        "suggestion": suggestion.pk,
        "collection": partner.collection_id,
        "registration": registration.pk,
        "link": link.pk,
        "reference": registration.reference,
    }


def make_check(page, word):
    """Make a check of a page, of which a contact was asked who found something wrong."""
    review = PageReview.objects.create(
        page=page,
        review_on=timezone.localdate() - timedelta(days=1),
        contact_name=f"{word}contact",
        contact_email=f"{word}contact@example.org",
    )
    request = ReviewRequest.objects.create(
        review=review,
        round=1,
        stage=Stage.ON,
        digest=digest_of(f"{word}key"),
        address_digest=digest_of_address(review.contact_email),
        expires_at=timezone.now() + timedelta(days=60),
    )
    SaidWrong.objects.create(page=page, link=request, round=1, said_by=f"{word}contact", words=f"{word}wrong")


def make_signing(page, partner, author, word):
    """Submit a page; its partner declines, and overrides that, which nobody has reviewed."""
    at = timezone.now()
    PageState.objects.filter(page=page).update(text=Text.WAITING)
    said = {"page": page.page_ptr, "text": words_now(page.pk).kept(), "by": author, "at": at}
    round_ = SigningRound.objects.create(
        page=page.page_ptr,
        submitted_by=author,
        submitted_for=partner,
        submitted_at=at,
        message=f"{word}round",
    )
    SignOff.objects.create(
        round=round_, partner=partner, decision=Decision.DECLINED, words=f"{word}reason", **said
    )
    Looking.objects.create(round=round_, partner=partner, by=author, at=at)
    return Override.objects.create(round=round_, reason=f"{word}override", for_partner=partner, **said)


def make_gathered(page, author, word):
    """Make a list of the partner with the page in it, handed on by a link that nobody else knows."""
    collection = make_list(author, title=f"{word}list", description=f"{word}list", keeper=Keeper.PARTNER)
    collection.token = f"{word}-unguessed"
    collection.save()
    return CollectedItem.objects.create(
        collection=collection,
        page=page,
        note=f"{word}list",
        position=1,
        added_by=author,
        added_at=timezone.now(),
    )


def make_link(page, partner, author, word):
    """Make a link by which somebody was asked to sign the page; its token is the word."""
    now = timezone.now()
    return SignatureLink.objects.create(
        page=page,
        round=SigningRound.objects.get(page=page),
        partner=partner,
        address=f"{word}signs@example.org",
        token_digest=digest_of_token(word),
        asked_by=author,
        asked_for=partner,
        asked_at=now,
        expires_at=now + timedelta(days=14),
    )


def convened_by(partner):
    """Return a place in which the partner brings others together, so that its approvers answer there."""
    place = PlaceFactory()
    partner.serves.add(place)
    partner.is_convening = True
    partner.save()
    return place


def png():
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    return file.getvalue()


def values_for(world, name, pattern):
    """What to put into an address for a part of this name: always theirs; where it helps, ours too."""
    theirs, ours, shared = world.theirs, world.ours, world.shared
    known = {
        "page_id": [theirs["page"], ours["page"], shared["page"]],
        "parent_page_id": [theirs["page"], theirs["list"], 1],
        "session_id": [theirs["session"]],
        "uploaded_file_id": [theirs["upload"]],
        "upload_id": [theirs["sheet"]],
        "form": ["csv", "xlsx"],
        "page_to_move_id": [theirs["page"]],
        "revision_id": [theirs["revision"]],
        "revision_id_a": [theirs["revision"], "earliest"],
        "revision_id_b": [theirs["second_revision"], "latest"],
        "image_id": [theirs["image"]],
        "document_id": [theirs["document"]],
        "doc_id": [theirs["document"]],
        "user_id": [theirs["user"]],
        "invitation_id": [theirs["invitation"]],
        "override_id": [theirs["override"], ours["override"]],
        "share_id": [theirs["share"], shared["share"]],
        "partner_id": [theirs["partner"], ours["partner"]],
        "suggestion_id": [theirs["suggestion"]],
        "membership_id": [theirs["membership"]],
        "notice_id": [theirs["notice"], ours["notice"]],
        "letter_id": [theirs["letter"]],
        "join_id": [theirs["join"]],
        "domain_id": [theirs["domain"]],
        "collection_id": [theirs["collection"]],
        "list_id": [theirs["gathered"]],
        "item_id": [theirs["gathered_item"]],
        "study_id": [theirs["page"]],
        "object_id": [theirs["page"], theirs["image"]],
        "content_type_app_name": ["casestudies"],
        "content_type_model_name": ["casestudy"],
        "action_name": ["publish", "unpublish", "delete"],
        "filter_spec": ["original"],
        "link_id": [theirs["link"]],
        "token": ["canary"],
        "verb": ["accept", "decline", "take-back", "take-up", "leave"],
        "name": ["accept", "adopt", "decline"],
        "key": ["canarykey"],
        "step_key": list(STEP_KEYS),
        "reference": [theirs["reference"], theirs["proposal"]],
        "slug": ["canaryslug"],
        "code": ["E08000009", SHORT],
    }
    if name in ("app_label", "app_name"):
        return ["casestudies", "media", "wagtailcore"]
    if name == "model_name":
        return ["casestudy", "customimage", "customdocument", "page"]
    if name == "action":
        return ["publish", "unpublish", "delete", "move", "add_tags", "add_to_collection"]
    if name == "pk":
        return pk_values(theirs, pattern)
    return known.get(name, [theirs["page"]])


def pk_values(theirs, pattern):
    """What `pk` means depends on what the address is about."""
    about = {
        "images": "image",
        "documents": "document",
        "users": "user",
        "partner": "partner",
        "collections": "collection",
        "synonymrule": "synonym",
    }
    return [theirs[thing] for word, thing in about.items() if word in pattern] or [theirs["page"]]


def parts_of(pattern: URLPattern):
    """The names of what an address takes."""
    return list(pattern.pattern.converters or pattern.pattern.regex.groupindex)


def fillings(world, names, pattern):
    """Every combination of values for an address."""
    for values in product(*(values_for(world, name, pattern) for name in names)):
        yield dict(zip(names, values, strict=True))
