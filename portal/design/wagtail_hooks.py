"""Our colours and mark on the editors' side."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def our_colours() -> SafeString:
    """Link the style sheet that turns Wagtail's colours into ours."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))
