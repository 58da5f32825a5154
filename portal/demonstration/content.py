"""Reading the demonstration's content and putting it into the database."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from outcomes.casestudies.models import (
    CaseStudy,
    CaseStudyIndex,
    MeasuredEffect,
    ObjectiveLink,
    PlanLink,
    Provider,
)
from outcomes.objectives.models import Objective, ObjectiveIndex
from outcomes.pages import SharedPage
from outcomes.plans.models import JointPlan, JointPlanIndex
from outcomes.themes.models import PageTheme, Theme
from partners.agencies.models import Partner
from partners.places.models import Place
from partners.places.tagging import PagePlace
from partners.sharing.models import Share, ShareRole
from portal.demonstration.parts import say_parts, suggest_changes
from portal.demonstration.signing import sign_by_all
from portal.home.written import body_of

CONTENT = Path(__file__).parent / "content"
KINDS: tuple[tuple[str, type[SharedPage], type[Any]], ...] = (
    ("objective", Objective, ObjectiveIndex),
    ("joint_plan", JointPlan, JointPlanIndex),
    ("case_study", CaseStudy, CaseStudyIndex),
)
NOT_FIELDS = {
    "lead",
    "contributors",
    "places",
    "themes",
    "published",
    "live",
    "body",
    "objectives",
    "providers",
    "plans",
    "effects",
    "base_place",
}


def written(name: str) -> dict[str, Any]:
    """Return what one of the content files holds."""
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def entries(kind: str) -> Iterator[dict[str, Any]]:
    """Yield the entries of one kind from all content files, in the order of the files' names."""
    for file in sorted(CONTENT.glob("*.toml")):
        yield from tomllib.loads(file.read_text(encoding="utf-8")).get(kind, [])


@transaction.atomic
def make_partners() -> None:
    """Make the fictional partners that are missing."""
    for facts in entries("partner"):
        if Partner.objects.filter(slug=facts["slug"]).exists():
            continue
        serves = Place.objects.filter(code__in=facts["serves"])
        partner = Partner(
            **{name: facts[name] for name in ("slug", "name", "kind", "website", "summary")},
            is_convening=facts["convening"],
            is_demonstration=True,
        )
        partner.save()
        partner.serves.set(serves)
        partner.save()


class PageMaker:
    """Makes shared pages from entries, with the partners, places and themes looked up once."""

    def __init__(self) -> None:
        self.partners = {partner.slug: partner for partner in Partner.objects.filter(is_demonstration=True)}
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}
        self.parts, self.suggestions = list(entries("part")), list(entries("part_suggestion"))
        self.existing = {model: set(model.objects.values_list("slug", flat=True)) for _, model, _ in KINDS}

    def todo(self) -> list[Callable[[], None]]:
        """Return one action for each page that is missing."""
        return [
            lambda model=model, index=index, facts=facts: self.make(model, index, facts)  # type: ignore[misc]
            for kind, model, index in KINDS
            for facts in entries(kind)
            if facts["slug"] not in self.existing[model]
        ]

    @transaction.atomic
    def make(self, model: type[SharedPage], index: type[Any], facts: dict[str, Any]) -> None:
        """Make one page, live or as a draft."""
        fields = {name: value for name, value in facts.items() if name not in NOT_FIELDS}
        page = model(**fields, body=body_of(facts["body"]), live=False)
        page.first_published_at = moment(facts["published"]) if facts["live"] else None
        self.tag(page, facts)
        if isinstance(page, CaseStudy):
            tell_more(page, facts)
        index.objects.get().add_child(instance=page)
        self.share(page, facts)
        if isinstance(page, JointPlan):
            page.objectives.set(Objective.objects.filter(slug__in=facts["objectives"]))
        page.save_revision()
        say_parts(page, self.parts, self.partners, moment(facts["published"]))
        suggest_changes(page, self.suggestions, self.partners, moment(facts["published"]))
        if facts["live"]:
            sign_by_all(page, moment(facts["published"]))
            model.objects.filter(pk=page.pk).update(last_published_at=moment(facts["published"]))

    def tag(self, page: SharedPage, facts: dict[str, Any]) -> None:
        """Name the places and themes."""
        found = {place.code: place for place in Place.objects.filter(code__in=facts["places"])}
        page.place_tags.set([PagePlace(place=found[code]) for code in facts["places"]])
        page.theme_tags.set([PageTheme(theme=self.themes[slug]) for slug in facts["themes"]])

    def share(self, page: SharedPage, facts: dict[str, Any]) -> None:
        """Name the partners."""
        roles = {
            facts["lead"]: ShareRole.LEAD,
            **dict.fromkeys(facts["contributors"], ShareRole.CONTRIBUTOR),
        }
        for slug, role in roles.items():
            Share.objects.create(page=page, partner=self.partners[slug], role=role)


def tell_more(page: CaseStudy, facts: dict[str, Any]) -> None:
    """Say who provided it, from where, what was measured, and which objectives and plans it serves."""
    page.base_place = Place.objects.filter(code=facts.get("base_place", "")).first()
    rows = enumerate(facts.get("providers", []))
    page.providers.set([Provider(sort_order=number, **row) for number, row in rows])
    rows = enumerate(facts.get("effects", []))
    page.effects.set([MeasuredEffect(sort_order=number, **row) for number, row in rows])
    objectives = Objective.objects.filter(slug__in=facts.get("objectives", []))
    page.objective_links.set([ObjectiveLink(objective=objective) for objective in objectives])
    plans = JointPlan.objects.filter(slug__in=facts.get("plans", []))
    page.plan_links.set([PlanLink(plan=plan) for plan in plans])


def moment(day: date) -> datetime:
    """Return nine in the morning of that day."""
    return timezone.make_aware(datetime.combine(day, time(9)))
