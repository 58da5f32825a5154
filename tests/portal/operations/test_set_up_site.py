"""A site out of an empty database, and nothing twice."""

import pytest
from wagtail.models import GroupPagePermission, Page, Site

from outcomes.themes.models import Theme
from portal.home.models import InformationPage
from portal.operations.services import set_up_site

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_it_makes_home_lists_information_and_themes():
    set_up_site()
    home = Site.objects.get(is_default_site=True).root_page
    slugs = set(home.get_children().values_list("slug", flat=True))
    assert {"objectives", "case-studies", "plans", "about", "accessibility", "privacy", "sources"} <= slugs
    assert Theme.objects.top().count() == 3
    assert Theme.objects.leaves().count() == 23


def test_a_second_time_changes_nothing():
    set_up_site()
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "path"))
    assert set_up_site() == []
    assert list(Page.objects.order_by("pk").values_list("pk", "title", "path")) == before


def test_what_people_changed_stays():
    set_up_site()
    about = InformationPage.objects.get(slug="about")
    about.title = "Who we are"
    about.save()
    set_up_site()
    about.refresh_from_db()
    assert about.title == "Who we are"


def test_rights_come_from_memberships_and_not_from_groups():
    set_up_site()
    assert not GroupPagePermission.objects.filter(group__user__isnull=False).exists()
