"""Template tags of signing, for public pages."""

from typing import Any

from django import template

from partners.signing.public.history import Version, latest_version

register = template.Library()


@register.simple_tag
def signatures_of(page: Any) -> Version | None:
    """`{% signatures_of page as version %}`: what is on the site now, and who signed it.

    None for drafts, and for pages that came on the site before partners signed here.
    """
    return latest_version(page) if page.pk and page.live else None
