"""Each action of signing, prepared: a function of what to do it with that returns what does it."""

from datetime import UTC, datetime, timedelta

from partners.members.models import MailDomain
from partners.signing import overrides, rounds
from partners.signing.links import services as links
from partners.signing.links.deciding import NoCodeError
from partners.signing.models import Decision, Override
from tests.factories import as_acting_for
from tests.partners.signing.links.linking import Asked, send
from tests.partners.signing.together import a_page_together

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ready(on, *, is_submitted=True):
    """A page that a council leads with a trust; its approver is who acts."""
    on.council.name = "Another council"
    on.council.save()
    together = a_page_together("Mersey Bank Council", "Ship Canal Health")
    on.user = together.approvers[together.partners[0].pk]
    if is_submitted:
        together.submit(NOW)
    return together


def submitted(on):
    together = ready(on, is_submitted=False)
    return lambda: rounds.submit(page=together.page, by=on.user, at=NOW)


def taken_back(on):
    together = ready(on)
    return lambda: rounds.take_back(page=together.page, by=on.user, at=NOW)


def signed(on):
    together = ready(on)
    return lambda: together.decide(together.partners[0], NOW)


def declined(on):
    together = ready(on)
    return lambda: together.decide(together.partners[0], NOW, Decision.DECLINED, "Not yet.")


def lapsed(on):
    together = ready(on)
    together.decide(together.partners[1], NOW)
    return lambda: together.write(summary="Other words.")


def convened(on):
    """The council has signed, and may override."""
    together = ready(on)
    council = together.partners[0]
    council.serves.set([each.place for each in together.page.place_tags.all()])
    together.decide(council, NOW)
    return together


def overridden(on):
    together = convened(on)
    return lambda: together.override(together.partners[0], NOW, "It cannot wait.")


def reviewed(on):
    together = convened(on)
    together.override(together.partners[0], NOW, "It cannot wait.")
    together.partners[1].name = "Mersey Bank Council"
    together.partners[1].save()
    on.user = together.approvers[together.partners[1].pk]
    on.user = as_acting_for(on.user, together.partners[1])
    found = Override.objects.get()
    return lambda: overrides.review(override=found, by=on.user, at=NOW, words="Agreed.")


def withdrawn(on):
    together = ready(on)
    together.all_sign(NOW)
    return lambda: together.take_off(NOW, "It is over.")


def taken_down(on):
    together = ready(on)
    together.all_sign(NOW)
    return lambda: together.take_off(NOW, "A name slipped in.", in_error=True)


def asked(on):
    """The trust's approver sent a link."""
    together = ready(on)
    MailDomain.objects.create(partner=together.partners[1], domain="ship-canal.example")
    return Asked(together, send(together))


def link_sent(on):
    together = asked(on).together
    return lambda: send(together, "kit@ship-canal.example")


def link_code_sent(on):
    link = asked(on)
    return lambda: link.code()


def link_opened(on):
    link = asked(on)
    code = link.code()
    return lambda: links.open_by_code(token=link.token, code=code, at=NOW)


def link_refused(on):
    link = asked(on)

    def try_it():
        try:
            link.sign("another browser")
        except NoCodeError:
            return

    return try_it


def link_ended(on):
    link = asked(on)
    return lambda: link.together.write(summary="Other words.")


DOES = {
    "page.submitted": submitted,
    "page.submission_taken_back": taken_back,
    "page.signed": signed,
    "page.declined": declined,
    "signature.lapsed": lapsed,
    "page.overridden": overridden,
    "page.override_reviewed": reviewed,
    "page.withdrawn": withdrawn,
    "page.taken_down": taken_down,
    "link.sent": link_sent,
    "link.code_sent": link_code_sent,
    "link.opened": link_opened,
    "link.refused": link_refused,
    "link.ended": link_ended,
}
