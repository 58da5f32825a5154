"""Finding the place that an address names."""

from django.http import Http404

from partners.places.models import Place


def place_or_404(code: str) -> Place:
    """Return the place that has, or once had, a code, in any case. Raises Http404."""
    found = Place.objects.with_code(code.upper()).first()
    if found is None:
        raise Http404("No place has or had this code.")
    return found
