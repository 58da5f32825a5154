"""Scripts that were stored past every form do not run, even where a browser ignores our policy."""

import json

import pytest

from tests.journeys.conftest import manage
from tests.outcomes.payloads import LINKS, PAYLOADS

STORE = """
import json, sys
from django.utils import timezone
from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from partners.agencies.models import Partner
from partners.sharing.models import Share
from partners.signing.publishing import take_over
parent, partner = CaseStudyIndex.objects.get(), Partner.objects.filter(is_demonstration=True).first()
payloads, links = json.loads({facts!r})
for number, text in enumerate(payloads):
    link = links[number % len(links)]
    body = [("heading", text[:120]), ("text", text), ("quote", {{"text": text, "who": text}})]
    body += [("figure", {{"number": text[:20], "label": text[:160]}})]
    body += [("evidence", {{"claim": text, "source": text, "link": link}})]
    body += [("links", [{{"text": text, "url": link}}])]
    page = CaseStudy(title=text[:250], slug=f"stored-{{number}}", summary=text[:300], body=body, live=False)
    parent.add_child(instance=page)
    Share.objects.create(page_id=page.pk, partner=partner, role="lead")
    take_over(page=page, at=timezone.now())
CaseStudyIndex.objects.update(intro="".join(payloads))
Partner.objects.filter(pk=partner.pk).update(summary="".join(payloads), name=payloads[5], website=links[0])
print(partner.slug)
"""


@pytest.fixture(scope="module")
def partner(var):
    """Every text field of a case study, of its list and of a partner, written past the forms. Its address."""
    return manage(var, "shell", "-c", STORE.format(facts=json.dumps([PAYLOADS, LINKS]))).split()[-1]


@pytest.mark.parametrize("bypass", [True, False], ids=["without the policy", "with it"])
def test_nothing_runs(partner, visitor, bypass):
    page = visitor(bypass_csp=bypass)
    page.on("dialog", lambda dialog: pytest.fail(f"A dialog opened: {dialog.message}"))
    shown = [f"/case-studies/stored-{number}/" for number in range(len(PAYLOADS))]
    for address in [*shown, "/case-studies/", f"/partners/{partner}/", "/partners/", "/search/?q=script"]:
        assert page.goto(address).status == 200, address
        page.wait_for_timeout(60)
        assert page.evaluate("window.ran") is None, address


def test_links_to_scripts_lead_nowhere(partner, visitor):
    page = visitor()
    page.goto("/case-studies/stored-0/")
    for link in page.locator("main a[href]").all():
        if not link.evaluate("link => /^https?:$/.test(link.protocol)"):
            link.evaluate("link => link.click()")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
