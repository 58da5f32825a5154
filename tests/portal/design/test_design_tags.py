"""What templates ask of the design tags."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from portal.design.templatetags import design

PAGINATION = '{% include "components/pagination.html" with pagination=pagination only %}'


class Suggestion(forms.Form):
    """A form with one control of each sort that we style."""

    place = forms.CharField(label="Place", help_text="Its name or code")
    which = forms.ChoiceField(
        label="Which of these?",
        choices=[("a", "Abbey, Leicester"), ("b", "Abbey, Reading")],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"class": "tall"}))
    name = forms.CharField(label="Your name", required=False)
    show_name = forms.BooleanField(label="Show my name", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def render(template, **context):
    return Template(template).render(Context(context))


def field(form, name):
    return render('{% include "components/field.html" with field=field only %}', field=form[name])


@pytest.mark.parametrize(
    ("address", "section", "expected"),
    [
        ("/places/E08000009/", "/places/", True),
        ("/partners/", "/places/", False),
        ("", "/places/", False),
        (None, "/places/", False),
    ],
)
def test_an_address_is_under_its_section(address, section, expected):
    assert design.under(address, section) is expected


def test_sections_without_content_are_those_with_neither_groups_nor_cards():
    full = [{"groups": ["some"]}, {"cards": ["some"]}]
    empty = [{"groups": []}, {"cards": [], "total": 0}, {}]
    assert design.without_content(full + empty) == empty


def test_page_links_keep_the_rest_of_the_address():
    request = RequestFactory().get("/search/", {"q": "warm room", "page": "2"})
    page_obj = Paginator(range(50), 10).page(2)
    html = render("{% page_links page_obj as pagination %}" + PAGINATION, request=request, page_obj=page_obj)
    assert 'href="?q=warm+room&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_one_page_needs_no_links():
    html = render(PAGINATION, pagination={"num_pages": 1})
    assert html.strip() == ""


def test_a_text_field_names_its_hint():
    html = field(Suggestion(), "place")
    assert '<label class="govuk-label" for="id_place">Place</label>' in html
    assert 'id="id_place_helptext"' in html
    assert 'aria-describedby="id_place_helptext"' in html
    assert 'class="govuk-input"' in html


def test_a_field_in_error_is_marked_and_names_its_error():
    html = field(Suggestion({}), "place")
    assert "govuk-form-group--error" in html
    assert "govuk-input--error" in html
    assert 'aria-describedby="id_place_helptext id_place_error"' in html
    assert 'id="id_place_error"' in html


def test_a_widget_keeps_the_classes_that_it_has():
    assert 'class="tall govuk-textarea"' in field(Suggestion(), "why")


def test_only_optional_fields_say_so():
    assert "(optional)" in field(Suggestion(), "name")
    assert "(optional)" not in field(Suggestion(), "place")


def test_several_choices_stand_in_a_fieldset_with_a_radio_button_each():
    html = field(Suggestion({"which": "b"}), "which")
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert 'value="b" checked' in html


def test_a_tick_box_stands_before_its_label():
    html = field(Suggestion(), "show_name")
    assert html.index('type="checkbox"') < html.index("Show my name")
    assert "govuk-checkboxes__input" in html


def test_problems_link_to_the_first_control_of_their_field():
    links = {problem["href"] for problem in design.problems(Suggestion({}))}
    assert links == {"#id_place", "#id_which_0", "#id_why", ""}


def test_problems_of_the_whole_form_come_first_and_link_nowhere():
    form = Suggestion({})
    form.add_error(None, "Send it again in an hour.")
    assert design.problems(form)[0] == {"text": "Send it again in an hour.", "href": ""}
