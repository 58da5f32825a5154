"""Our colours and mark on the editors' side."""

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def our_colours() -> SafeString:
    """Link the style sheet that turns Wagtail's colours into ours."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))


@hooks.register("insert_global_admin_js")
def within_the_policy() -> SafeString:
    """Link the scripts that do what Wagtail does with scripts and styles inside the page."""
    return format_html_join(
        "",
        '<script src="{}"></script>',
        ((static(f"portal/admin/{name}.js"),) for name in ("styles", "starters", "acting", "saving")),
    )
