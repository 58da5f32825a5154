"""What is mailed about an error says nothing that a visitor typed and no postcode."""

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from partners.places.postcodes import without_postcodes


class HidesWhatWasSent(SafeExceptionReporterFilter):
    """Hides all that was sent by POST: people write proposals, postcodes and mail addresses there."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return the names of what was sent, each with stars for its value."""
        sent = super().get_post_parameters(request)
        return dict.fromkeys(sent, self.cleansed_substitute) if self.is_active(request) else sent


class QuietReporter(ExceptionReporter):
    """A report without whole postcodes, wherever they stand: address, headers, variables."""

    def get_traceback_html(self) -> SafeString:
        """Return the report as a page."""
        return SafeString(without_postcodes(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        """Return the report as text."""
        return SafeString(without_postcodes(super().get_traceback_text()))
