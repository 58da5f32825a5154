"""What changes by other people's code or behind several screens, and the audit row that it leaves.

Verbs of our own call `partners.audit.services.record` themselves; these listeners hear of the rest.
"""


def connect() -> None:
    """Listen."""
    from portal.operations.audited import rows, sign_in, wagtail_log

    for module in (rows, sign_in, wagtail_log):
        module.connect()
