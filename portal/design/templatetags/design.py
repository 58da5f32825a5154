"""What templates cannot say by themselves. Loaded in every template."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import RequestContext
from django.utils.safestring import SafeString, mark_safe

from portal.design.pagination import Pagination, links_for

register = template.Library()

WIDGET_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.Widget, "govuk-input"),
)


@register.filter
def under(path: str | None, section: str) -> bool:
    """Whether an address lies in a section of the site: '/places/E08000009/' is under '/places/'."""
    return (path or "").startswith(section)


@register.filter
def without_content(sections: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sections of a page in which nothing is published."""
    return [section for section in sections if not section.get("groups") and not section.get("cards")]


@register.simple_tag(takes_context=True)
def page_links(context: RequestContext, page_obj: Page[Any]) -> Pagination:
    """Return the links from this page of a list to the others."""
    return links_for(page_obj, context["request"])


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Return the control of a form field in our design, with the classes that its widget has already."""
    design = next(name for kind, name in WIDGET_CLASSES if isinstance(field.field.widget, kind))
    classes = [field.field.widget.attrs.get("class", ""), design]
    if field.errors:
        classes.append(f"{design}--error")
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


# A facet may have thousands of values, all of them on the page: a template took a third of a second for them.
FACET_VALUE = """<div class="govuk-checkboxes__item">
<input class="govuk-checkboxes__input" id="{id}" name="{name}" type="checkbox" value="{value}"{checked}>
<label class="govuk-label govuk-checkboxes__label" for="{id}">
{label} <span class="cw-count">({count:,})</span></label></div>
"""


@register.simple_tag
def facet_values(name: str, values: Iterable[Mapping[str, Any]], before: int = 0) -> SafeString:
    """Return the boxes to tick of values of a facet, `before` which stand so many others."""
    boxes = [
        FACET_VALUE.format(
            id=f"{name}-{number}",
            name=name,
            value=escape(value["value"]),
            checked=" checked" if value["selected"] else "",
            label=escape(value["label"]),
            count=value["count"],
        )
        for number, value in enumerate(values, start=before + 1)
    ]
    return mark_safe("".join(boxes))  # noqa: S308  # what people wrote is escaped above


@register.filter
def problems(form: forms.BaseForm) -> list[dict[str, str]]:
    """Return what is wrong in a form, each with a link to the field, in the order of the fields."""
    general = [{"text": str(text), "href": ""} for text in form.non_field_errors()]
    return general + [
        {"text": str(text), "href": field_link(field)} for field in form for text in field.errors
    ]


def field_link(field: BoundField) -> str:
    """Return the link to a field's first control; a hidden field has none to go to."""
    if field.is_hidden:
        return ""
    return f"#{field.id_for_label or f'{field.auto_id}_0'}"
