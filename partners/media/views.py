"""Files on their way out. Browsers save documents, and never show them in the site's name."""

import mimetypes
import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve

from partners.media.kinds import PICTURES, endings
from partners.media.models import CustomDocument

# What Wagtail and we write: folder, made-up name, size. Anything else in the folder is nobody's business.
PICTURE = re.compile(rf"(original_images|images)/[\w.-]+\.({'|'.join(endings(PICTURES))})")


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponse:
    """Serve a document to whoever may read its collection; its old addresses lead to the new one."""
    found = get_object_or_404(CustomDocument, pk=document_id)
    if filename != found.filename:
        return redirect(found.url)
    answer: HttpResponse = serve(request, found.pk, filename)
    return answer


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a picture. A web server in front may do this instead. Raises Http404."""
    if not PICTURE.fullmatch(name) or not default_storage.exists(name):
        raise Http404("There is no such picture.")
    answer = FileResponse(default_storage.open(name), content_type=mimetypes.guess_type(name)[0])
    answer.headers["Content-Security-Policy"] = "default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
