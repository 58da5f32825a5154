"""A country as it was loaded, the tables of its next edition, and what people have filed there."""

import pytest
from django.db import connection

from outcomes.objectives.models import Objective
from partners.places.models import Place
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, make_page
from tests.outcomes.proposals.factories import ProposalFactory
from tests.partners.places.editions.factories import Delivery, base_rows, next_rows, place


def checksums():
    """The number of rows of every table in the database, and the sum of their digests, ids included."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            hashes = [hash(row) for row in cursor.fetchall()]
            found[table] = len(hashes), sum(hashes)
    return found


@pytest.fixture
def everything():
    """A function that digests every table."""
    return checksums


@pytest.fixture
def country(db, tmp_path):
    """The country as it was first loaded."""
    Delivery(tmp_path / "base", base_rows()).load()
    return Place.objects.get(code="E92000001")


@pytest.fixture
def delivery(country, tmp_path):
    """The tables of the next edition. Change rows by code, then load."""
    return Delivery(tmp_path / "next", next_rows())


class Content:
    """Pages, partners and proposals at the places that will end, and at others."""

    def __init__(self):
        names = ("E07000001", "E07000002", "E05000001", "E07000020", "E07000011")
        aston, barton, abbey, lost, stay = map(place, names)
        self.council = PartnerFactory(name="Aston Council", serves=[aston])
        self.joint = PartnerFactory(name="Joint Board", serves=[aston, barton, stay])
        self.member = MembershipFactory(partner=self.council, user=UserFactory())

        def page(title, *places):
            return make_page(Objective, title=title, lead=self.council, places=places)

        self.in_aston = page("In Aston", aston)
        self.in_both = page("In both", aston, barton)
        self.in_abbey = page("In Abbey", abbey)
        self.in_abbey_and_aston = page("In Abbey and Aston", abbey, aston)
        self.lost = page("Lost", lost)
        self.elsewhere = page("Elsewhere", stay)
        self.proposal = ProposalFactory(place=aston)
        self.open_proposal = ProposalFactory(place=abbey)


@pytest.fixture
def content(site, delivery):
    return Content()
