"""The admin asks the database as often with 5,000 shared pages and 3,000 people as with a few."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.agencies.models import Role
from tests.portal.access.crowd import Crowd

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("site"),
    # Pictures whose file is missing are drawn as such.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def screens(crowd):
    """What is looked at: name, who looks, address."""
    editor, approver, admin, operator = Role.EDITOR, Role.APPROVER, Role.ADMIN, "operator"
    pages = "/admin/pages"
    return [
        ("first page", editor, "/admin/"),
        ("first page, approver", approver, "/admin/"),
        ("first page, operator", operator, "/admin/"),
        ("editor of a page that we lead", approver, f"{pages}/{crowd.led.pk}/edit/"),
        ("editor of a page that we joined", editor, f"{pages}/{crowd.joined.pk}/edit/"),
        ("editor, operator", operator, f"{pages}/{crowd.led.pk}/edit/"),
        ("new page", editor, f"{pages}/add/casestudies/casestudy/{crowd.index.pk}/"),
        ("history", editor, f"{pages}/{crowd.led.pk}/history/"),
        ("copy", editor, f"{pages}/{crowd.led.pk}/copy/"),
        ("pages, from the top", editor, f"{pages}/{crowd.index.get_parent().pk}/"),
        ("list of pages", editor, f"{pages}/{crowd.index.pk}/"),
        ("list of pages, operator", operator, f"{pages}/{crowd.index.pk}/"),
        ("search among pages", editor, f"{pages}/search/?q=case"),
        ("page chooser", editor, f"/admin/choose-page/{crowd.index.pk}/"),
        ("page chooser, search", editor, "/admin/choose-page/search/?q=case"),
        ("several pages at once", approver, f"/admin/bulk/wagtailcore/page/delete/?id={crowd.led.pk}"),
        ("partner chooser", editor, "/admin/partners/choose/"),
        ("partner chooser, search", editor, "/admin/partners/choose/results/?q=us"),
        ("place chooser", editor, "/admin/places/choose/"),
        ("picture chooser", editor, "/admin/images/chooser/"),
        ("document chooser", editor, "/admin/documents/chooser/"),
        ("pictures", editor, "/admin/images/"),
        ("documents", editor, "/admin/documents/"),
        ("pages due for a check", editor, "/admin/freshness/"),
        ("check of a page", editor, f"/admin/freshness/{crowd.led.pk}/"),
        ("partners of a page", approver, f"/admin/sharing/pages/{crowd.led.pk}/partners/"),
        ("invitations to contribute", approver, "/admin/sharing/invitations/"),
        ("audit record", admin, "/admin/reports/audit/"),
        ("audit record, operator", operator, "/admin/reports/audit/"),
        ("members", admin, f"/admin/members/{crowd.us.pk}/"),
        ("invitations of people", admin, f"/admin/members/{crowd.us.pk}/invitations/"),
        ("requests to join", admin, f"/admin/members/{crowd.us.pk}/requests/"),
        ("people, operator", operator, "/admin/users/"),
    ]


def measured(crowd, clients):
    """How many queries each screen makes, and how many seconds it takes."""
    found = {}
    for name, who, address in screens(crowd):
        # What is asked once and kept, such as kinds of content, is no part of the comparison.
        assert clients[who].get(address).status_code == 200, address
        with CaptureQueriesContext(
            connection,
        ) as queries:
            started = time.perf_counter()
            clients[who].get(address)
            seconds = time.perf_counter() - started
        found[name] = (len(queries), seconds)
    return found


def test_as_many_queries_with_thousands_as_with_a_few():
    crowd = Crowd()
    clients = {who: Client() for who in crowd.people}
    for who, user in crowd.people.items():
        clients[who].force_login(user)
    few = measured(crowd, clients)
    crowd.grow()
    many = measured(crowd, clients)
    for name, (queries, seconds) in many.items():
        before = f"{few[name][0]:3} queries {few[name][1] * 1000:5.0f} ms"
        print(f"{name:36} {before} -> {queries:3} queries {seconds * 1000:5.0f} ms")  # noqa: T201
    more = {name: (few[name][0], many[name][0]) for name in many if many[name][0] > few[name][0]}
    assert more == {}, more
