"""The page that explains the marks of case studies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outcomes.casestudies.marks import scales


@require_safe
def marks(request: HttpRequest) -> HttpResponse:
    """Show what each step of the three scales means."""
    return render(request, "casestudies/marks_explained.html", {"scales": scales()})
