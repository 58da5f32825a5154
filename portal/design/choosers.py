"""Wagtail's choosers without a script inside the page.

Each chooser of Wagtail, and each of ours that is built on them, writes `<script>new Chooser(…)</script>`
behind its field. The content security policy refuses that, and Wagtail offers no other place to change it.
"""

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser


def render(
    self: BaseChooser, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None
) -> SafeString:
    """Return the field, and behind it an element that tells our script how to start it."""
    data = self.get_value_data(value)
    starter = {
        "call": self.js_constructor,
        "id": attrs["id"],
        "options": json.dumps(self.get_js_init_options(attrs["id"], name, data)),
    }
    field = self.render_html(name, data, attrs)
    return format_html("{}{}", field, render_to_string("wagtailadmin/starter.html", starter))


def without_inline_scripts() -> None:
    """Let every chooser be rendered so."""
    BaseChooser.render = render
