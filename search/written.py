"""What others hear when things were taken into the index: `keys` of documents, all of them public then."""

from django.dispatch import Signal

documents_written = Signal()
