"""How each step of a run is taken: the model says what must come of it, and the site is held to that."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.portal.access.order.stage import PARTNERS, PEOPLE, words_in

# Statuses of an answer that lets nobody do or see anything.
REFUSALS = {301, 302, 400, 403, 404, 405, 410}
people = st.sampled_from(PEOPLE)
partners = st.sampled_from(PARTNERS)
numbers = st.integers(0, 60)


def step(**more):
    """A rule about somebody, some page, and whether it should be somebody who may."""
    return rule(who=people, which=numbers, able=st.booleans(), **more)


class Run(RuleBasedStateMachine):
    """One run on the stage, which outlives it."""

    stage = None
    counts = Counter()

    def __init__(self):
        super().__init__()
        self.model = self.stage.begin()
        self.model.remember()
        self.counts["runs"] += 1

    def teardown(self):
        self.stage.end()

    # Who and what a step is about.

    def page(self, which):
        """One of the pages."""
        pages = list(self.model.pages.values())
        return pages[which % len(pages)]

    def other_page(self, which):
        return self.page(which + 1)

    def somebody(self, who, able, may):
        """The person; or, if it should be somebody who may, one of those."""
        can = [each for each in PEOPLE if may(each)] if able or self.is_willing(who) else []
        return can[PEOPLE.index(who) % len(can)] if can else who

    def is_willing(self, who):
        """Whether somebody who may takes the place of this one, though it could be anybody."""
        return False

    # What a step does.

    def attempt(self, who, allowed, send, then=None, typed=()):
        """Send something: what comes of it, and what it says, must be as the model has it."""
        words = self.model.words_for(who) | set(typed)
        before = None if allowed else self.stage.rows()
        response = send()
        self.counts["steps"] += 1
        self.counts["done" if allowed else "refused"] += 1
        assert response.status_code < 500, response.status_code
        if allowed:
            # Whoever is sent to sign in has not been heard.
            assert response.status_code in (200, 302), (who, response.status_code, response.content[:300])
            assert "/account/login/" not in response.headers.get("Location", ""), who
            if then:
                then()
        else:
            assert self.stage.rows() == before, f"{who} changed something"
        self.settle()
        words |= self.model.words_for(who)
        found = words_in(response) | self.stage.told(who)
        assert found <= words, f"{who} reads {found - words}"

    def settle(self):
        """Compare what is stored with the model."""
        self.model.remember()
        found, expected = self.stage.facts(), self.model.facts()
        assert found == expected, differences(found, expected)
        assert self.stage.memberships() == self.model.memberships

    def add_page(self, who, publish, number=0):
        """Somebody writes a new page, and may press the button that publishes elsewhere."""
        word = self.stage.word()
        parent = self.stage.lists["older" if number % 2 else "case-studies"]
        data = {**self.stage.page_form(word), **({"action-publish": "1"} if publish else {})}
        leads = self.model.partner(who)

        def then():
            page = self.stage.new_state(parent.slug, word)
            page.parts = {leads: "leads"} if leads else {}
            page.signing.writer = who
            self.model.pages[page.pk] = page

        address = f"/admin/pages/add/casestudies/casestudy/{parent.pk}/"
        allowed = self.model.is_at_least(who, "editor")
        self.attempt(who, allowed, lambda: self.stage.post(who, address, data), then, typed=[word])


def differences(found, expected):
    """What is not as it should be, for the reader of a failure."""
    return {
        pk: (found.get(pk), expected.get(pk))
        for pk in {*found, *expected}
        if found.get(pk) != expected.get(pk)
    }
