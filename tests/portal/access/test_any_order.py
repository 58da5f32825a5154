"""Whatever people do, in whatever order: nobody reads or writes what the rules do not allow.

Hypothesis makes up runs of steps by people of three partners, through the site's own addresses. A model in
plain Python (order/model.py) says what must come of each step. The usual run is short; `make prove` is long.
"""

import pytest

from tests.portal.access.order.belonging import Belonging
from tests.portal.access.order.keeping import Keeping
from tests.portal.access.order.looking import Looking
from tests.portal.access.order.proving import prove
from tests.portal.access.order.sharing import Sharing
from tests.portal.access.order.signing import Signing
from tests.portal.access.order.writing import Writing

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.stateful,
    pytest.mark.usefixtures("site"),
    pytest.mark.signoff,
    pytest.mark.sections,
    pytest.mark.lost_update,
]


class AnyOrder(Writing, Signing, Sharing, Keeping, Belonging, Looking):
    """Everything that people do, together."""


def test_nobody_ever_reads_or_writes_what_the_rules_forbid(record_property):
    prove(AnyOrder, short=12, record_property=record_property)
