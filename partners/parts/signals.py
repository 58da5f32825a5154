"""What other rooms may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that adds a version: sender PartVersion; page, partner, by, at, version.
part_saved = Signal()
