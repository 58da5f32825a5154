"""Steps about signatures: speaking for a partner, submitting, deciding, overriding, the clock, taking off."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from outcomes.casestudies.models import CaseStudy
from partners.signing.gate import UnsignedPublicationError
from partners.signing.models import Override, Publication, SigningRound, SignOff, Withdrawal
from partners.signing.publishing import due_pages, publish_due
from tests.portal.access.order import signatures
from tests.portal.access.order.acting import Run, numbers, partners, step
from tests.portal.access.order.model import CONVENES
from tests.portal.access.order.records import grounds_of
from tests.portal.access.order.signatures import AT_ONCE, DUE, LATER, SIGNED, WAITING, WRITING, common
from tests.portal.access.order.stage import PEOPLE, ROLE_WORDS, word_in, word_of

answers = st.sampled_from(["approved", "approved", "approved", "with_note", "declined"])
DAYS = 2


class Signing(Run):
    """What people do so that a page goes on the site, or leaves it."""

    def __init__(self):
        super().__init__()
        # Of each page: what a partner was heard to sign, and whom a convening partner answered for.
        self.heard, self.answered_for, self.said = set(), set(), set()
        self.readings = []

    def teardown(self):
        """Count how far the run came."""
        self.counts["signed"] += SignOff.objects.count()
        self.counts["published"] += Publication.objects.filter(way="signed").count()
        self.counts["overridden"] += Publication.objects.filter(way="overridden").count()
        self.counts["withdrawn"] += Withdrawal.objects.count()
        super().teardown()

    def page_in(self, which, able, *phases):
        """One of the pages; if it should be one that is so far, one of those."""
        found = [page for page in self.model.pages.values() if page.signing.phase in phases] if able else []
        return found[which % len(found)] if found else self.page(which)

    # What each partner says for itself.

    @step(partner=partners, empties=st.booleans())
    def say_something(self, who, which, able, partner, empties):
        page = self.page(which)
        who = self.somebody(who, able, lambda each: self.model.may_speak(each, page, partner))
        self.speak(who, page, partner, "" if empties and which % 3 == 0 else self.stage.word())

    def speak(self, who, page, partner, words, based_on=None):
        def then():
            page.words.add(words)
            signatures.own_changed(page, partner, words, who)

        self.attempt(
            who,
            self.model.may_speak(who, page, partner),
            lambda: self.stage.speak(who, page.pk, partner, words, based_on),
            then,
            typed=[words],
        )

    @step(partner=partners)
    def speak_over_words_not_seen(self, who, which, able, partner):
        """Somebody of the same partner wrote meanwhile: what was not read is not written over."""
        page = self.page(which)
        if not page.signing.own.get(partner):
            return
        who = self.somebody(who, able, lambda each: self.model.may_speak(each, page, partner))
        word = self.stage.word()
        send = lambda: self.stage.speak(who, page.pk, partner, word, based_on="")  # noqa: E731
        self.attempt(who, allowed=False, send=send, typed=[word])

    # Submitting.

    @step(goes_live=st.sampled_from([AT_ONCE, AT_ONCE, LATER]))
    def submit(self, who, which, able, goes_live):
        page = self.page_in(which, able, WRITING)
        who = self.somebody(who, able, lambda each: self.model.may_submit(each, page))
        self.send_in(who, page, goes_live)

    def send_in(self, who, page, goes_live=AT_ONCE):
        data = {"go_live_at": self.stage.later(DAYS)} if goes_live == LATER else {}
        self.attempt(
            who,
            self.model.may_submit(who, page),
            lambda: self.stage.post(who, f"/admin/signing/pages/{page.pk}/submit/", data),
            lambda: signatures.submitted(page, goes_live),
        )

    @step()
    def take_back(self, who, which, able):
        page = self.page_in(which, able, WAITING, SIGNED)
        who = self.somebody(who, able, lambda each: self.model.may_take_back(each, page))
        address = f"/admin/signing/pages/{page.pk}/take-back/"
        self.attempt(
            who,
            self.model.may_take_back(who, page),
            lambda: self.stage.post(who, address),
            lambda: signatures.taken_back(page),
        )

    # Deciding.

    @step(says=answers)
    def decide(self, who, which, able, says):
        page = self.page_in(which, able, WAITING, SIGNED)
        who = self.somebody(who, able, lambda each: self.may_still_decide(each, page, says))
        self.give(who, page, says, self.read(who, page))

    @precondition(lambda self: self.readings)
    @step(says=answers, number=numbers)
    def decide_about_what_was_read_before(self, who, which, able, says, number):
        """The form that is sent was opened earlier, by the same person or somebody else."""
        reading = self.readings[number % len(self.readings)]
        page = self.model.pages.get(reading["page"])
        if page:
            who = self.somebody(who, able, lambda each: self.model.may(each, "sign", page))
            self.give(who, page, says, reading)

    @step(number=numbers)
    def everybody_signs(self, who, which, able, number):
        """Each partner in turn, until the page is on the site or nobody is left who may."""
        self.all_sign(self.page_in(which, able or number % 2 == 0, WAITING), number)

    def all_sign(self, page, number, partners=()):
        for partner in partners or sorted(page.parts):
            able_to = [each for each in PEOPLE if self.signs_for(each, page, partner)]
            if able_to:
                who = able_to[number % len(able_to)]
                self.give(who, page, "approved", self.read(who, page))

    def signs_for(self, who, page, partner):
        is_open = self.model.partner(who) == partner and not signatures.has_signed(page, partner)
        return is_open and self.model.may_decide(who, page, "approved")

    def may_still_decide(self, who, page, says):
        decided = self.model.partner(who) in page.signing.signatures
        return not decided and self.model.may_decide(who, page, says)

    def read(self, who, page):
        """Open the form in which somebody decides: what it says that they read."""
        found = self.stage.digests(who, page.pk)
        assert self.model.may(who, "sign", page) or not found, who
        own = page.signing.own.get(self.model.partner(who), "")
        reading = {"page": page.pk, "common": common(page), "own": own, "form": found}
        if found:
            self.readings.append(reading)
        return reading if found else self.readings[-1] if self.readings else {**reading, "own": None}

    def give(self, who, page, says, reading):
        partner = self.model.partner(who)
        is_current = (
            reading["page"] == page.pk
            and reading["common"] == common(page)
            and reading["own"] == page.signing.own.get(partner, "")
        )
        before = page.signing.signatures.get(partner)
        is_again = is_current and before is not None and (before.by, before.says) == (who, says)
        may = is_current and self.model.may_decide(who, page, says)

        def then():
            if is_again:
                return
            if says != "declined":
                self.heard.add((page.pk, partner, common(page), reading["own"]))
                self.said.add((page.pk, partner, reading["own"]))
            signatures.decided(page, partner, who, says)

        words = {"approved": "", "with_note": "Gladly.", "declined": "Not yet."}[says]
        data = {"decision": says, "words": words, **(reading["form"] or {"common": "0" * 64, "part": ""})}
        address = f"/admin/signing/pages/{page.pk}/sign/"
        allowed = may or (is_again and self.model.may(who, "sign", page))
        self.attempt(who, allowed, lambda: self.stage.post(who, address, data), then)

    # Overriding.

    @step(reason=st.booleans())
    def override(self, who, which, able, reason):
        page = self.page_in(which, able, WAITING)
        who = self.somebody(who, able, lambda each: self.model.may_override(each, page))
        self.answer_for_the_others(who, page, reason="It cannot wait." if reason or able else " ")

    def answer_for_the_others(self, who, page, reason="It cannot wait."):
        def then():
            for each in signatures.missing(page):
                self.answered_for.add((page.pk, each, common(page)))
            signatures.overridden(page)

        allowed = self.model.may_override(who, page) and bool(reason.strip())
        self.attempt(who, allowed, lambda: self.stage.override(who, page.pk, reason), then)

    @step()
    def review(self, who, which, able):
        flagged = list(Override.objects.filter(reviewed_at=None).order_by("pk"))
        if not flagged:
            return
        override = flagged[which % len(flagged)]
        page = self.model.pages[override.page_id]

        def may(each):
            return self.model.may_review(each, page, CONVENES)

        who = self.somebody(who, able, may)
        address = f"/admin/signing/overrides/{override.pk}/review/"
        self.attempt(who, may(who), lambda: self.stage.fill_in(who, address, words="It was right."))

    # The clock.

    @precondition(lambda self: any(page.signing.phase == SIGNED for page in self.model.pages.values()))
    @rule(days=st.sampled_from([0, 1, DAYS + 1]))
    def the_worker_runs(self, days):
        """At its time, late, or with a clock that is ahead; and once more, as another one."""
        at = timezone.now() + timedelta(days=days)
        ahead = LATER if days > DAYS else AT_ONCE
        for _ in range(2):
            for key in due_pages(at):
                publish_due(key, at)
            for page in self.model.pages.values():
                if page.signing.phase == SIGNED:
                    signatures.publish_or_wait(page, worker_at=ahead)
            self.settle()

    @precondition(lambda self: any(page.signing.goes_live == LATER for page in self.model.pages.values()))
    @rule(number=numbers)
    def a_date_comes(self, number):
        """The go-live date of a page is over, and no worker has run yet."""
        waiting = [page for page in self.model.pages.values() if page.signing.goes_live == LATER]
        page = waiting[number % len(waiting)]
        past = timezone.now() - timedelta(minutes=1)
        SigningRound.objects.filter(page=page.pk, outcome="").update(go_live_at=past)
        page.signing.goes_live = DUE
        self.settle()

    # Taking off.

    @step(in_error=st.booleans())
    def take_off(self, who, which, able, in_error):
        live = [page for page in self.model.pages.values() if page.live] if able else []
        page = live[which % len(live)] if live else self.page(which)
        who = self.somebody(who, able, lambda each: self.model.may_take_off(each, page))

        def then():
            self.heard = {each for each in self.heard if each[0] != page.pk}
            self.answered_for = {each for each in self.answered_for if each[0] != page.pk}
            signatures.taken_off(page, signatures.IN_ERROR if in_error else signatures.WITHDRAWN)

        allowed = self.model.may_take_off(who, page)
        address = f"/admin/signing/pages/{page.pk}/{'take-down' if in_error else 'withdraw'}/"
        send = lambda: self.stage.fill_in(who, address, explanation="It is over.", is_sure="on")  # noqa: E731
        self.attempt(who, allowed, send, then)

    # Ways that are Wagtail's own, and code's.

    @step(verb=st.sampled_from(["publish", "unpublish", "create_alias", "convert_alias"]))
    def ask_the_api_of_the_admin(self, who, which, able, verb):
        page = self.page(which)
        who = self.somebody(who, able, self.model.is_operator)
        address = f"/admin/api/main/pages/{page.pk}/action/{verb}/"
        self.attempt(who, allowed=False, send=lambda: self.stage.post(who, address, {}))

    @step()
    def unpublish(self, who, which, able):
        page = self.page(which)
        who = self.somebody(who, able, self.model.is_operator)
        address = f"/admin/pages/{page.pk}/unpublish/"
        self.attempt(who, allowed=False, send=lambda: self.stage.post(who, address))

    @rule(which=numbers, first=st.booleans(), way=st.sampled_from(["publish", "save", "schedule"]))
    def code_publishes(self, which, first, way):
        page = CaseStudy.objects.get(pk=self.page(which).pk)
        revision = page.revisions.earliest("pk") if first else page.latest_revision
        if way == "publish" and revision.pk != page.live_revision_id:
            with pytest.raises(UnsignedPublicationError):
                revision.publish(skip_permission_checks=True)
        elif way == "save" and not page.live:
            page.live = True
            with pytest.raises(UnsignedPublicationError):
                page.save()
        elif way == "schedule":
            past = timezone.now() - timedelta(days=1)
            page.revisions.filter(pk=revision.pk).update(approved_go_live_at=past)
            with suppress(UnsignedPublicationError):
                call_command("publish_scheduled")
            page.revisions.update(approved_go_live_at=None)
        self.settle()

    # What must be so after each step.

    @invariant()
    def the_public_reads_only_what_was_signed(self):
        """Judged by what was heard at the forms, and not by what the site says about it."""
        for page in CaseStudy.objects.filter(live=True).order_by("pk"):
            way, grounds = grounds_of(page.pk)
            named = frozenset((each, ROLE_WORDS[role]) for each, (role, _) in grounds.items())
            text = (word_of(page.title), word_in(page.summary), named)
            if way == "taken_over":
                # It was there before anything happened, and nothing else may have come so.
                assert self.stage.taken_over[page.pk] == text
                continue
            for partner, (_, own) in grounds.items():
                signed = (page.pk, partner, text, own) in self.heard
                answered = (page.pk, partner, text) in self.answered_for
                said_before = not own or (page.pk, partner, own) in self.said
                assert signed or (answered and said_before), f"{partner} did not sign {text}, {own}"
            shown = self.model.pages[page.pk].signing
            assert shown.named <= set(grounds)
            assert all(grounds[who][1] == own for who, own in shown.published.parts.items())
