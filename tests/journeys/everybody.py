"""Whether a page is for everybody: what axe finds on it, and whether it fits the window."""

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Until what fades in is there. Whatever moves for longer, like a sign of waiting, is not waited for.
STILL = """() => Promise.race([
  Promise.all(document.getAnimations().map((moving) => moving.finished.catch(() => null))),
  new Promise((enough) => setTimeout(enough, 2000)),
])"""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def findings(page):
    """What axe finds once nothing moves or fades any more, one line for each."""
    page.wait_for_load_state("load")
    page.evaluate(STILL)
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{v['id']}: {v['help']}: {node['html'][:200]}"
        for v in result.response["violations"]
        for node in v["nodes"]
    ]


def fits(page):
    """Whether nothing is wider than the window."""
    return page.evaluate(OVER) <= 0


def is_for_everybody(page, scripts=True):
    """Fail on sideways scrolling, none or several main headings and, with scripts, on what axe finds."""
    assert fits(page), page.url
    assert page.locator("h1").count() == 1, page.url
    if scripts:
        assert findings(page) == [], page.url
