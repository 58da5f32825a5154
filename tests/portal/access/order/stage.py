"""The real site as the runs meet it: people with browsers of their own, forms, and what is stored."""

import hashlib
import itertools
import re
import time
from copy import deepcopy
from datetime import timedelta

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from lxml import html
from wagtail.models import PageViewRestriction, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from partners.agencies.models import Membership
from partners.parts.models import PartVersion
from partners.sharing.models import Share, ShareInvitation, ShareRole
from portal.home.models import HomePage
from search.drain import drain
from search.rebuild import rebuild
from tests.factories import (
    MembershipFactory,
    PartnerFactory,
    PlaceFactory,
    UserFactory,
    make_page,
    no_rows,
    publish,
    theme,
)
from tests.partners.sharing.forms_of_pages import loaded
from tests.portal.access.order.model import CONVENES, Model, PageState
from tests.portal.access.order.records import signing_facts
from tests.portal.access.order.signatures import common
from tests.portal.access.order.signatures import publish as goes_live

PARTNERS = ("Alder", "Birch", "Cedar")
MEMBERS = {
    "alder member": {"Alder": "member"},
    "alder editor": {"Alder": "editor"},
    "alder approver": {"Alder": "approver"},
    "alder admin": {"Alder": "admin"},
    "birch editor": {"Birch": "editor"},
    "birch approver": {"Birch": "approver"},
    "birch admin": {"Birch": "admin"},
    "cedar approver": {"Cedar": "approver"},
    "both": {"Alder": "approver", "Birch": "editor"},
    "newcomer": {},
}
OPERATOR, VISITOR = "operator", "visitor"
PEOPLE = (*MEMBERS, OPERATOR, VISITOR)
LISTS = ("case-studies", "older")
WORD = re.compile(r"qwq\d{5}z")
OFTEN = 600  # seconds
SUMMARY = "In a sentence."
KEPT = [
    "wagtailcore.Page",
    "casestudies.CaseStudy",
    "wagtailcore.Revision",
    "wagtailcore.Comment",
    "wagtailcore.PageViewRestriction",
    "sharing.Share",
    "sharing.ShareInvitation",
    "agencies.Membership",
    "agencies.Partner",
    "places.PagePlace",
    "themes.PageTheme",
    "signing.PageState",
    "signing.SigningRound",
    "signing.SignOff",
    "signing.Override",
    "signing.Publication",
    "signing.PublicationPartner",
    "signing.Withdrawal",
    "parts.PartVersion",
    "parts.PublishedPart",
]
ROLE_WORDS = {ShareRole.LEAD: "leads", ShareRole.CONTRIBUTOR: "contributes"}


class Stage:
    """Partners, people and lists, made once; every run begins at the same point and is taken back."""

    def __init__(self):
        self.place, self.theme = PlaceFactory(), theme("food")
        self.partners = {
            name: PartnerFactory(
                name=name, slug=name.lower(), is_convening=name == CONVENES, serves=[self.place]
            )
            for name in PARTNERS
        }
        self.users = {OPERATOR: UserFactory(is_superuser=True, first_name=OPERATOR)}
        for who, own in MEMBERS.items():
            self.users[who] = UserFactory(first_name=who)
            for partner, role in own.items():
                MembershipFactory(user=self.users[who], partner=self.partners[partner], role=role)
        self.names = {user.pk: who for who, user in self.users.items()}
        self.clients = {who: Client() for who in PEOPLE}
        self.let_everybody_in()
        self.model = Model([OPERATOR], {who: dict(own) for who, own in MEMBERS.items()})
        self.numbers = itertools.count(1)
        for partners, live in ((["Alder"], True), (["Birch"], False), (PARTNERS, False)):
            self.first_page(partners, live)
        older = CaseStudyIndex(title="Older", slug="older")
        HomePage.objects.get().add_child(instance=older)
        self.lists = {page.slug: page for page in CaseStudyIndex.objects.all()}
        self.taken_over = {page.pk: common(page) for page in self.model.pages.values() if page.live}

    def first_page(self, partners, live):
        """A page that is there before anything happens; the first of these partners leads it."""
        word = self.word()
        page = make_page(
            CaseStudy,
            live=live,
            title=f"Report {word}",
            slug=word,
            summary=SUMMARY,
            what_did_not_work="Nothing that we know of.",
            lead=self.partners[partners[0]],
            contributors=[self.partners[name] for name in partners[1:]],
            places=[self.place],
            themes=[self.theme],
        )
        if live:
            publish(page)
        else:
            page.save_revision()
        state = self.new_state("case-studies", word)
        state.parts = {partners[0]: "leads", **dict.fromkeys(partners[1:], "contributes")}
        if live:
            goes_live(state)
        self.model.pages[state.pk] = state

    def let_everybody_in(self):
        """Sign everybody in, from now: sessions of staff end when nobody was there for half an hour."""
        for who in self.users:
            self.sign_in(who)
        self.cookies = {who: deepcopy(client.cookies) for who, client in self.clients.items()}
        self.let_in_at = time.monotonic()

    def begin(self):
        """Start a run. Returns the model of how everything is."""
        if time.monotonic() - self.let_in_at > OFTEN:
            self.let_everybody_in()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cache.clear()
        for who, cookies in self.cookies.items():
            self.clients[who].cookies = deepcopy(cookies)
        self.numbers = itertools.count(len(self.model.pages) + 1)
        self.is_indexed = False
        return self.model.copy()

    def end(self):
        """Take everything of a run back."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def word(self):
        """A word that was never used before."""
        return f"qwq{next(self.numbers):05}z"

    def sign_in(self, who):
        self.clients[who].cookies.clear()
        self.clients[who].force_login(self.users[who])

    def index(self, now):
        """Let the search know what there is; if not now, as much as it knew before."""
        if not self.is_indexed:
            # What an earlier run left in it was never there.
            rebuild()
            self.is_indexed = True
        elif now:
            drain()

    def told(self, who):
        """The words of what the next page would have said about what was done; it will not."""
        session = self.clients[who].session
        messages = session.pop("_messages", None)
        if messages:
            session.save()
        return set(WORD.findall(messages or ""))

    def get(self, who, address):
        return self.clients[who].get(address)

    def post(self, who, address, data=None, **headers):
        return self.clients[who].post(address, data or {}, **headers)

    # What has no form of its own, or takes two requests.

    def digests(self, who, page):
        """What the form in which somebody decides says that was read; None where there is no form."""
        answer = self.get(who, f"/admin/signing/pages/{page}/sign/")
        fields = {
            field.get("name"): field.get("value", "")
            for field in html.fromstring(answer.content or b"<p></p>").iter("input")
        }
        return {name: fields[name] for name in ("common", "part")} if "common" in fields else None

    def speak(self, who, page, partner, words, based_on=None):
        """Save what a partner says for itself, based on the latest words unless told otherwise."""
        key = self.partners[partner].pk
        if based_on is None:
            found = PartVersion.objects.filter(page=page, partner=key)
            based_on = found.values_list("pk", flat=True).first() or ""
        data = {"statement": words, "based_on": based_on}
        return self.post(who, f"/admin/parts/{page}/{key}/save/", data)

    def override(self, who, page, reason):
        """Answer for the signatures that are missing, having read what the page says now."""
        return self.fill_in(who, f"/admin/signing/pages/{page}/override/", reason=reason, is_sure="on")

    def fill_in(self, who, address, **typed):
        """Open a form and send it with what was typed; where there is none, send as much as a form would."""
        answer = self.get(who, address)
        hidden = html.fromstring(answer.content or b"<p></p>").xpath("//input[@type='hidden']")
        kept = {field.get("name"): field.get("value", "") for field in hidden}
        return self.post(who, address, {**kept, **typed})

    # What the browser sends.

    def page_form(self, title, page=None, summary="", **more):
        """The editor's form, filled in with what is there."""
        kept = {"place_tags": [], "theme_tags": []}
        slug = title
        if page:
            now = CaseStudy.objects.get(pk=page.pk).get_latest_revision_as_object()
            slug = now.slug
            kept["place_tags"] = [{"id": tag.pk or "", "place": tag.place_id} for tag in now.place_tags.all()]
            kept["theme_tags"] = [{"id": tag.pk or "", "theme": tag.theme_id} for tag in now.theme_tags.all()]
        new = {"place_tags": [{"place": self.place.pk}], "theme_tags": [{"theme": self.theme.pk}]}
        rows = {
            name: inline_formset(tags or new[name], initial=len([tag for tag in tags if tag["id"]]))
            for name, tags in kept.items()
        }
        written = {
            "title": f"Report {title}",
            "slug": slug,
            "summary": f"{SUMMARY} {summary}".strip(),
            "what_did_not_work": "Nothing that we know of.",
            "body": streamfield([]),
            **(loaded(page) if page else {}),
        }
        return nested_form_data({**written, **rows, **no_rows(), "comments": inline_formset([]), **more})

    # What is stored.

    def latest_page(self):
        return CaseStudy.objects.order_by("pk").last()

    def later(self, days):
        """A moment that has not come, as a form writes it."""
        return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")

    def rows(self):
        """A digest of everything that somebody could have changed."""
        found = [list(apps.get_model(name).objects.order_by("pk").values_list()) for name in KEPT]
        return hashlib.sha256(repr(found).encode()).hexdigest()

    def facts(self):
        """What is stored about every page, in the words of the model."""
        pages = list(CaseStudy.objects.select_related("latest_revision").order_by("pk"))
        parts, asked = {}, {}
        for share in Share.objects.select_related("partner"):
            parts.setdefault(share.page_id, {})[share.partner.name] = ROLE_WORDS[share.role]
        for invitation in ShareInvitation.objects.filter(answer="").select_related("partner"):
            asked.setdefault(invitation.page_id, set()).add(invitation.partner.name)
        waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
        planned = {int(each) for each in waiting.values_list("object_id", flat=True)}
        private = set(PageViewRestriction.objects.values_list("page_id", flat=True))
        signing = signing_facts()
        lists = {page.path: slug for slug, page in self.lists.items()}
        return {
            page.pk: {
                "parent": lists[page.path[: -page.steplen]],
                "title": word_of(latest(page, "title")),
                "summary": word_in(latest(page, "summary")),
                "shown": (word_of(page.title), word_in(page.summary)) if page.live else ("", ""),
                "live": page.live,
                "parts": parts.get(page.pk, {}),
                "asked": asked.get(page.pk, set()),
                "locked_by": self.names[page.locked_by_id] if page.locked else "",
                "planned": page.pk in planned,
                "private": page.pk in private,
                **signing[page.pk],
            }
            for page in pages
        }

    def memberships(self):
        """Who belongs to whom, the oldest first."""
        found = {who: {} for who in MEMBERS}
        for each in Membership.objects.select_related("partner").order_by("pk"):
            found[self.names[each.user_id]][each.partner.name] = each.role
        return found

    def new_state(self, parent, title):
        """The state of the page that was made last."""
        page = self.latest_page()
        return PageState(page.pk, parent, title, words={title}, slug=title)


def latest(page, field):
    """What a field of the latest version of a page says."""
    return page.latest_revision.content[field] if page.latest_revision else getattr(page, field)


def word_of(title):
    """What is one page's own in a title; the rest is the same in all, so that a search finds them all."""
    return title.rpartition(" ")[2]


def word_in(text):
    """The one word of ours in a text, if there is any."""
    return next(iter(WORD.findall(text)), "")


def words_in(response):
    """Every word of ours in an answer, its headers included."""
    text = b"".join(response.streaming_content) if response.streaming else response.content
    return set(WORD.findall(text.decode(errors="replace") + response.headers.get("Location", "")))
