"""What becomes of a page that partners sign together, written down a second time.

Plain Python on purpose: nothing here knows the site's states, digests or tables. A partner signs what the
page says, whom it names, and what the partner says for itself. What changes one of these undoes the
signatures that cover it; what is public was signed by everybody whom it names, or a convening partner
answers for it.
"""

from dataclasses import dataclass, field

WRITING, WAITING, SIGNED, SETTLED = "writing", "waiting", "signed", "settled"
NEVER, LIVE, WITHDRAWN, IN_ERROR = "never", "live", "withdrawn", "in_error"
AT_ONCE, LATER, DUE = "at once", "later", "due"


@dataclass(frozen=True)
class Signature:
    """A partner's decision, and on what."""

    by: str
    says: str
    common: tuple
    own: str

    @property
    def is_approval(self):
        return self.says != "declined"


@dataclass
class Published:
    """What the public reads of a page: its words, whom it names, what each says for itself."""

    common: tuple = ()
    parts: dict = field(default_factory=dict)


@dataclass
class Signing:
    """How far a page has come. `own` is what each partner says for itself, and who wrote that."""

    phase: str = WRITING
    public: str = NEVER
    writer: str = ""
    own: dict = field(default_factory=dict)
    own_writer: dict = field(default_factory=dict)
    signatures: dict = field(default_factory=dict)
    excused: frozenset = frozenset()
    goes_live: str = AT_ONCE
    named: set = field(default_factory=set)
    published: Published = field(default_factory=Published)
    overrides: int = 0


def common(page):
    """What all partners of a page sign together."""
    return (page.title, page.summary, frozenset(page.parts.items()))


def missing(page):
    """The named partners that have not signed this."""
    return {each for each in page.parts if not has_signed(page, each)}


def has_signed(page, partner):
    found = page.signing.signatures.get(partner)
    return found is not None and found.is_approval


def is_being_signed(page):
    """Whether partners are asked to sign this text, or have decided about it before it is public."""
    phase = page.signing.phase
    return phase in (WAITING, SIGNED) or (phase == WRITING and bool(page.signing.signatures))


def text_changed(page, writer=None):
    """The common text is another one: nobody has signed it, and nobody is asked to any more."""
    if writer is not None:
        page.signing.writer = writer
    page.signing.phase = WRITING
    page.signing.signatures.clear()
    end_round(page)


def own_changed(page, partner, words, writer):
    """A partner says something else for itself: only its own decision is undone."""
    signing = page.signing
    if signing.own.get(partner, "") == words:
        return
    signing.own[partner], signing.own_writer[partner] = words, writer
    if partner in signing.signatures and signing.signatures[partner].own != words:
        del signing.signatures[partner]
    signing.phase = {SIGNED: WAITING, SETTLED: WRITING}.get(signing.phase, signing.phase)


def submitted(page, goes_live):
    page.signing.phase, page.signing.goes_live = WAITING, goes_live
    publish_or_wait(page)


def taken_back(page):
    page.signing.phase = WRITING
    end_round(page)


def decided(page, partner, who, says):
    own = page.signing.own.get(partner, "")
    page.signing.signatures[partner] = Signature(who, says, common(page), own)
    page.signing.phase = WAITING
    publish_or_wait(page)


def overridden(page):
    page.signing.excused = frozenset(missing(page))
    page.signing.overrides += 1
    publish_or_wait(page)


def taken_off(page, public):
    page.live = False
    page.signing.phase, page.signing.public = WRITING, public
    page.signing.signatures.clear()
    end_round(page)


def end_round(page):
    """What was submitted is no more, and what was excused holds for that alone."""
    page.signing.goes_live, page.signing.excused = AT_ONCE, frozenset()


def publish_or_wait(page, worker_at=AT_ONCE):
    """Publish what all have signed, or were excused from, when its date has come; the worker may be ahead."""
    signing = page.signing
    if signing.phase not in (WAITING, SIGNED) or not page.parts:
        return
    if missing(page) - signing.excused:
        signing.phase = WAITING
    elif signing.goes_live == LATER and worker_at != LATER:
        signing.phase = SIGNED
    else:
        publish(page)


def publish(page):
    """The page goes on the site as it is now; who has not signed says there what it said before."""
    signing = page.signing
    before = signing.published.parts
    said = {each: (signing.own if has_signed(page, each) else before).get(each, "") for each in page.parts}
    signing.published = Published(common(page), {each: words for each, words in said.items() if words})
    signing.phase, signing.public, signing.named = SETTLED, LIVE, set(page.parts)
    end_round(page)
    show(page)


def show(page):
    """Everybody reads the page as it is now."""
    page.live = page.was_live = True
    page.shown, page.shown_summary = page.title, page.summary
    said = page.signing.published.parts.values()
    page.public_words |= {page.title, page.summary, page.slug, *said} - {""}


def left(page, partner):
    """A partner has no part in the page any more; neither is it named, nor does it say anything there."""
    del page.parts[partner]
    page.signing.named.discard(partner)
    page.signing.published.parts.pop(partner, None)
    text_changed(page)
