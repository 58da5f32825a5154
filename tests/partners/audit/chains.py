"""Short chains to read, and ways to tamper with them."""

from datetime import UTC, datetime

from django.db import DEFAULT_DB_ALIAS, connection

from partners.audit.models import AuditRow
from partners.audit.services import record
from partners.audit.triggers import install_triggers, remove_triggers

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
ROWS = AuditRow._meta.db_table


def note(*, by=None, **facts):
    """Add a row about nothing in particular."""
    return record(action="audit.exported", by=by, at=NOW, **facts)


def sql(statement, *parameters):
    """Run a statement as somebody would who has the database's password."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def tamper(*statements):
    """Change the audit behind the site's back, and put the guards back as if nothing had been."""
    remove_triggers(using=DEFAULT_DB_ALIAS)
    for statement in statements:
        sql(statement)
    install_triggers(using=DEFAULT_DB_ALIAS)
