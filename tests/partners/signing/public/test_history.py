"""The public history: what was on the site and who signed it; no draft, and nothing of what was withdrawn."""

from datetime import UTC, datetime, timedelta

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.signing.models import Decision, Override, Publication, SignOff
from tests.factories import make_page, publish
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
COUNCIL, TRUST, CHARITY = "Mersey Bank Council", "Ship Canal Health", "Sale Moor Together"
KINDS = pytest.mark.parametrize("model", [Objective, CaseStudy, JointPlan], ids=lambda model: model.kind)


def on(day, month=3):
    return datetime(2026, month, day, 12, tzinfo=UTC)


def read(client, address, status=200):
    """What a page says, its spaces as one."""
    response = client.get(address)
    assert response.status_code == status, address
    return " ".join(response.content.decode().split())


def history(client, together):
    return read(client, f"{address_of(together)}history/")


def address_of(together):
    page = together.page
    page.refresh_from_db()
    return page.url


@pytest.fixture
def together():
    return a_page_together(COUNCIL, TRUST, CHARITY, summary="The first words.")


@KINDS
def test_the_page_says_who_signed_it_and_links_to_its_history(client, model):
    together = a_page_together(COUNCIL, TRUST, model=model)
    together.write(summary="Signed words.")
    together.submit(on(2))
    together.decide(together.partners[0], on(3))
    together.decide(together.partners[1], on(4))
    html = read(client, address_of(together))
    assert "Signed by 2 partners, the last on 4 March 2026. On the site since 4 March 2026." in html
    assert "signed on 3 March 2026" in html
    assert f'<a href="{together.page.url}history/">History and signatures</a>' in html
    assert "Version 1, on the site since 4 March 2026" in history(client, together)


@pytest.mark.both
def test_each_version_is_told_with_its_signatures_the_newest_first(client, together):
    together.publish(on(3))
    together.publish(on(10), summary="Other words.")
    html = history(client, together)
    assert html.index("Version 2, on the site since 10 March 2026") < html.index("Version 1, on the site")
    assert html.count("Signed by 3 partners:") == 2
    assert f'href="{together.page.url}history/1/2/"' in html


def test_no_name_of_a_person_is_public(client, together):
    together.publish(on(3))
    html = history(client, together)
    for person in (*together.writers.values(), *together.approvers.values()):
        assert person.last_name not in html
        assert person.email not in html


def test_a_note_is_public_with_its_signature(client, together):
    together.submit(on(2))
    together.decide(together.partners[0], on(3), Decision.WITH_NOTE, "As long as the grant lasts <b>.")
    for partner in together.partners[1:]:
        together.decide(partner, on(3))
    for html in (history(client, together), read(client, together.page.url)):
        assert "Note: As long as the grant lasts &lt;b&gt;." in html


def test_a_note_on_words_that_never_went_live_is_not_public(client, together):
    together.publish(on(3))
    together.write(summary="Secret draft.")
    together.submit(on(5))
    together.decide(together.partners[1], on(6), Decision.WITH_NOTE, "We like the secret draft.")
    assert "secret draft" not in history(client, together).lower()


def test_a_decline_is_public_with_its_reason_while_the_new_text_waits_and_nothing_of_that_text(
    client, together
):
    together.publish(on(3))
    together.write(title="Secret title", summary="Secret draft.")
    together.submit(on(5))
    together.decide(together.partners[1], on(6), Decision.DECLINED, "We cannot pay for <i>that</i>.")
    html = history(client, together)
    assert f"Declined by {TRUST} on 6 March 2026" in html
    assert "We cannot pay for &lt;i&gt;that&lt;/i&gt;." in html
    assert "Secret" not in html
    assert "Secret" not in read(client, together.page.url)


def test_a_decline_of_the_first_text_is_public_once_the_page_is(client, together):
    together.submit(on(2))
    together.decide(together.partners[2], on(3), Decision.DECLINED, "Say who pays.")
    read(client, f"{together.page.get_parent().url}{together.page.slug}/history/", 404)
    together.write(summary="The council pays.")
    together.submit(on(5))
    together.all_sign(on(6))
    html = history(client, together)
    assert html.index("Version 1, on the site since 6 March 2026") < html.index(
        f"Declined by {CHARITY} on 3 March"
    )
    assert "Say who pays." in html


def test_an_override_is_flagged_with_its_reason_until_it_is_reviewed(client, together):
    council, trust, _ = together.partners
    together.submit(on(2))
    together.decide(council, on(3))
    together.decide(trust, on(3))
    made = together.override(council, on(4), "The grant ends in March.")
    for html in (read(client, address_of(together)), history(client, together)):
        assert f"Published without the signature of {CHARITY}" in html
        assert f"as {COUNCIL} decided on 4 March 2026" in html
        assert "The grant ends in March." in html
        assert "Nobody has reviewed this decision yet." in html
        assert "Signed by 2 partners" in html
    assert "Published without every signature." in read(client, together.page.url)
    Override.objects.filter(pk=made.pk).update(
        reviewed_for=trust, reviewed_at=on(9), review="It was right to go ahead."
    )
    for html in (read(client, together.page.url), history(client, together)):
        assert "Nobody has reviewed" not in html
        assert "without every signature" not in html
        assert f"Reviewed by {TRUST} on 9 March 2026:</p> <p>It was right to go ahead.</p>" in html


def test_who_is_named_from_now_on_and_no_longer_is_told(client, together):
    together.publish(on(3))
    together.page.shares.get(partner=together.partners.pop()).delete()
    together.publish(on(9), summary="Without the charity.")
    html = history(client, together)
    assert f"No longer named: {CHARITY}." in html
    assert "Named from now on" not in html


def test_the_only_person_of_a_partner_who_wrote_and_signed_is_shown(client, together):
    together.publish(on(3))
    SignOff.objects.filter(partner=together.partners[2]).update(wrote_it_too=True)
    assert history(client, together).count("its only person wrote the text and signed it") == 1


@KINDS
def test_two_versions_stand_side_by_side(client, model):
    together = a_page_together(COUNCIL, TRUST, model=model, summary="We plant forty trees.")
    together.publish(on(3))
    together.say(together.partners[1], {"statement": "We bring spades & soil."}, on(4))
    together.publish(on(5), summary="We plant sixty trees.")
    html = read(client, f"{address_of(together)}history/1/2/")
    assert f"{TRUST}: {model.part_kind.title.lower()}" in html
    assert "removed: </span>forty" in html
    assert "added: </span>sixty" in html
    assert "We bring spades &amp; soil." in html
    assert "Version 1, 3 March 2026" in html
    assert client.get(f"{together.page.url}history/2/1/").url == f"{together.page.url}history/1/2/"


def test_commitments_are_compared_with_their_money_and_dates(client):
    together = a_page_together(COUNCIL, TRUST, model=JointPlan)
    trust = together.partners[1]
    for day, money, by in ((3, 12_000, "2027-03-31"), (5, 0, None)):
        row = {"what": "Plant sixty trees", "money": money, "by": by}
        together.say(trust, {"commitments": [row]}, on(day))
        together.publish(on(day), summary=f"Words of day {day}.")
    html = read(client, f"{address_of(together)}history/1/2/")
    for words in ("Plant sixty trees", "£12,000", "31 March 2027", "No money", "Not recorded"):
        assert words in html


def test_any_two_versions_can_be_chosen(client, together):
    for day, words in ((3, "One."), (4, "Two."), (5, "Three.")):
        together.publish(on(day), summary=words)
    address = f"{address_of(together)}history/"
    assert client.get(address, {"from": "3", "to": "1"}).url == f"{address}1/3/"
    for chosen in ({"from": "1", "to": "1"}, {"from": "x", "to": "2"}, {"from": "9", "to": "1"}, {"to": "2"}):
        response = client.get(address, chosen)
        assert "Choose two different versions." in response.content.decode()
    html = " ".join(client.get(address, {"from": "3", "to": "3"}).content.decode().split())
    assert html.count('<option value="3" selected>') == 2


@pytest.mark.parametrize(
    "rest", ["1/1/", "1/9/", "0/1/", "1/", "1/2/3/", "x/y/", "-1/2/", "1/99999999999/", "٣/1/", "other/"]
)
def test_what_is_no_two_versions_is_not_found(client, together, rest):
    together.publish(on(3))
    together.publish(on(4), summary="Other words.")
    read(client, f"{address_of(together)}history/{rest}", 404)


def test_a_draft_has_no_history(client, together):
    address = f"{together.page.get_parent().url}{together.page.slug}/"
    for rest in ("", "history/", "history/1/2/"):
        read(client, address + rest, 404)


def test_a_withdrawn_page_says_when_by_whom_and_why_and_none_of_its_words(client, together):
    together.publish(on(3), title="Trees for all", summary="Withdrawn words.")
    together.publish(on(5), summary="Withdrawn later words.")
    address = address_of(together)
    together.take_off(on(9), "The money is <gone>.")
    for rest in ("", "history/", "history/1/2/"):
        html = read(client, address + rest, 410)
        assert "This objective was withdrawn" in html
        assert "Withdrawn on 9 March 2026 by" in html
        assert COUNCIL in html
        assert "The money is &lt;gone&gt;." in html
        assert "Published on 3 March 2026" in html
        assert "Changed on 5 March 2026" in html
        assert "words" not in html.replace("Its words are not shown", "")
        assert "Trees for all" not in html
    read(client, f"{address}other/", 404)


def test_what_was_published_in_error_is_not_found_and_nothing_is_said(client, together):
    together.publish(on(3))
    address = address_of(together)
    together.take_off(on(9), "It named a child.", in_error=True)
    for rest in ("", "history/", "history/1/1/"):
        assert "named a child" not in read(client, address + rest, 404)


def test_a_page_that_came_back_shows_that_it_was_withdrawn_but_not_the_withdrawn_words(client, together):
    together.publish(on(3), summary="Withdrawn words.")
    together.publish(on(4), summary="Withdrawn later words.")
    together.take_off(on(5), "The money was gone.")
    together.publish(on(9), summary="Good words.")
    together.publish(on(10), summary="Better words.")
    html = history(client, together)
    assert f"Withdrawn on 5 March 2026 by {COUNCIL}" in html
    assert html.count("The words of this version were withdrawn.") == 2
    assert f'href="{together.page.url}history/3/4/"' in html
    read(client, f"{together.page.url}history/3/4/")
    for rest in ("1/2/", "2/3/", "1/4/"):
        assert f"history/{rest}" not in html
        read(client, f"{together.page.url}history/{rest}", 404)


def test_after_an_error_the_history_begins_anew(client, together):
    together.submit(on(2))
    together.decide(together.partners[1], on(2), Decision.DECLINED, "It names a child.")
    together.decide(together.partners[1], on(3))
    together.decide(together.partners[0], on(3))
    together.decide(together.partners[2], on(3))
    together.take_off(on(5), "It named a child.", in_error=True)
    together.publish(on(9), summary="Good words.")
    html = history(client, together)
    assert "Version 2, on the site since 9 March 2026" in html
    for words in ("Version 1", "child", "3 March", "Withdrawn", "First published"):
        assert words not in html
    read(client, f"{together.page.url}history/1/2/", 404)


def test_a_page_from_before_partners_signed_says_so(client):
    page = make_page(Objective)
    for html in (read(client, page.url), read(client, f"{page.url}history/")):
        assert "before partners signed here" in html
    publish(page)
    for html in (read(client, page.url), read(client, f"{page.url}history/")):
        assert "Published before partners signed here, so no signature is recorded." in html


def test_a_page_that_is_not_for_everybody_has_no_history_for_everybody(client, together):
    together.publish(on(3))
    address = address_of(together)
    together.page.view_restrictions.create(restriction_type="login")
    for rest in ("", "history/", "history/1/2/"):
        assert client.get(address + rest).status_code == 302


def queries(client, address, django_assert_max_num_queries):
    """How many queries an address takes once what is kept in memory is known."""
    client.get(address)
    with django_assert_max_num_queries(60) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_queries_do_not_grow_with_versions_partners_or_words(client, together, django_assert_max_num_queries):
    council, trust, charity = together.partners
    together.publish(on(1))
    together.write(summary="Overridden.")
    together.submit(on(1) + timedelta(hours=1))
    together.decide(charity, on(1) + timedelta(hours=1), Decision.DECLINED, "No.")
    together.decide(council, on(1) + timedelta(hours=1))
    together.override(council, on(1) + timedelta(hours=1), "It is urgent.")
    address = address_of(together)
    addresses = [address, f"{address}history/", f"{address}history/1/2/"]
    before = [queries(client, each, django_assert_max_num_queries) for each in addresses]
    for day in range(2, 9):
        together.write(summary=f"Words of day {day}.")
        together.submit(on(day))
        together.decide(trust, on(day), Decision.DECLINED, "No.")
        together.decide(trust, on(day))
        together.decide(council, on(day))
        together.override(council, on(day), "It is urgent.")
    addresses[2] = f"{address}history/1/9/"
    after = [queries(client, each, django_assert_max_num_queries) for each in addresses]
    assert after == before
    assert Publication.objects.filter(page=together.page).count() == 9


def test_a_long_history_is_told_page_by_page(client, together):
    together.publish(on(1))
    text = Publication.objects.get().text
    Publication.objects.bulk_create(
        Publication(page=together.page, number=n, text=text, way="taken_over", at=on(1) + timedelta(days=n))
        for n in range(2, 46)
    )
    address = f"{address_of(together)}history/"
    first, last = read(client, address), read(client, f"{address}?page=3")
    assert "Version 45," in first
    assert "Version 25," not in first
    assert "Version 1, on the site since 1 March 2026" in last
    assert "Page </span>3" in first
