"""Making a site out of an empty database."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.html import escape
from wagtail.models import Page, Site

from outcomes.casestudies.models import CaseStudyIndex
from outcomes.objectives.models import ObjectiveIndex
from outcomes.plans.models import JointPlanIndex
from outcomes.themes.services import load_themes
from portal.home.models import HomePage, InformationPage
from portal.home.written import body_of

INFORMATION = Path(__file__).parent / "information.toml"
LISTS: tuple[tuple[type[Page], str, str, str], ...] = (
    (
        ObjectiveIndex,
        "objectives",
        "Objectives",
        "What the partners of each place have agreed that they want there.",
    ),
    (
        CaseStudyIndex,
        "case-studies",
        "Case studies",
        "What was done, for whom, at what cost, what changed and what did not work.",
    ),
    (JointPlanIndex, "plans", "Joint plans", "What several partners will do and buy together."),
)


@transaction.atomic
def set_up_site() -> list[str]:
    """Make what a site needs and does not have yet: home page, lists, information pages, themes.

    Leaves everything that exists as people have made it. Returns the names of what was made.
    """
    home, made = ensure_home()
    for model, slug, title, intro in LISTS:
        made += ensure_child(home, model, slug=slug, title=title, intro=f"<p>{intro}</p>")
    for facts in tomllib.loads(INFORMATION.read_text(encoding="utf-8"))["page"]:
        intro, body = f"<p>{escape(facts['intro'])}</p>", body_of(facts["body"])
        made += ensure_child(
            home, InformationPage, slug=facts["slug"], title=facts["title"], intro=intro, body=body
        )
    if count := load_themes():
        made.append(f"{count} themes")
    return made


def ensure_home() -> tuple[HomePage, list[str]]:
    """Return the home page, in the place of Wagtail's welcome page when the database is new."""
    home = HomePage.objects.first()
    if home:
        return home, []
    root = Page.objects.get(depth=1)
    welcome = root.get_children().filter(slug="home").first()
    home = root.add_child(instance=HomePage(title="Commonweal", slug="commonweal"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Commonweal"}
    )
    if welcome:
        welcome.delete()
    return home, ["Home page"]


def ensure_child(home: HomePage, model: type[Page], *, slug: str, title: str, **fields: Any) -> list[str]:
    """Make the page under the home page unless there is one with this slug."""
    if home.get_children().filter(slug=slug).exists():
        return []
    home.add_child(instance=model(title=title, slug=slug, **fields))
    home.refresh_from_db()
    return [title]
