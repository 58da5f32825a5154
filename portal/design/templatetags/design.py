"""What templates cannot say by themselves. Loaded in every template."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import RequestContext
from django.utils.safestring import SafeString

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
