"""What a page says now, and which decisions of its partners cover exactly that."""

from dataclasses import dataclass

from wagtail.models import Page, Revision

from partners.parts.models import PartVersion
from partners.parts.selectors import latest_parts
from partners.sharing.models import Share
from partners.signing.digests import Content, common_content, digest_of
from partners.signing.models import CommonText, Override, SignOff


@dataclass(frozen=True)
class Words:
    """The latest words of a page: the common text, and each partner's part where it has written one."""

    page_id: int
    content: Content
    digest: str
    shares: list[Share]
    parts: dict[int, PartVersion]

    def part_digest(self, partner_id: int) -> str:
        """Return the digest of a partner's part; empty where it has written none."""
        part = self.parts.get(partner_id)
        return part.digest if part else ""

    def are_covered_by(self, sign_off: SignOff) -> bool:
        """Whether a decision is about exactly these words, and counts."""
        return (
            sign_off.lapsed_at is None
            and sign_off.text.digest == self.digest
            and sign_off.part_digest == self.part_digest(sign_off.partner_id)
        )

    def kept(self) -> CommonText:
        """Return the row that keeps the common text, made if there is none yet."""
        text, _ = CommonText.objects.get_or_create(
            page_id=self.page_id, digest=self.digest, defaults={"content": self.content}
        )
        return text


@dataclass(frozen=True)
class Standing:
    """How one named partner stands to the words of now: its decision about them, if it has made one."""

    share: Share
    sign_off: SignOff | None

    @property
    def has_signed(self) -> bool:
        """Whether the partner put its name to these very words."""
        return self.sign_off is not None and self.sign_off.is_approval


def words_now(page_id: int) -> Words | None:
    """Return what a page says now; None for a page that was never saved. Four queries."""
    page = Page.objects.select_related("latest_revision", "content_type").get(pk=page_id)
    if page.latest_revision is None:
        return None
    return words_of(page.latest_revision, page)


def words_of(revision: Revision, page: Page) -> Words:
    """Return what a version of a page says, with the parts and the named partners of now."""
    shares = list(Share.objects.filter(page=page.pk).select_related("partner"))
    content = common_content(page.specific_class, revision.content, shares)
    return Words(page.pk, content, digest_of(content), shares, latest_parts(page.pk))


def standings(words: Words) -> list[Standing]:
    """Return how each named partner stands to these words, the lead first; one query."""
    found = SignOff.objects.filter(page=words.page_id, lapsed_at__isnull=True)
    found = found.select_related("text", "part", "by")
    counting = {each.partner_id: each for each in found if words.are_covered_by(each)}
    shares = sorted(words.shares, key=lambda share: (share.role != "lead", share.pk))
    return [Standing(share, counting.get(share.partner_id)) for share in shares]


def override_of(words: Words) -> Override | None:
    """Return the override that lets this common text go live; None without one. One query.

    It holds for what was submitted then, and not for what is submitted later: a partner that was passed over
    is asked anew, also where only its own part was changed.
    """
    of_now = {"lapsed_at__isnull": True, "round__outcome": "", "text__digest": words.digest}
    found = Override.objects.filter(page=words.page_id, **of_now)
    return found.order_by("-pk").first()
