"""The forms about lists."""

from typing import Any
from uuid import uuid4

from django import forms

from outcomes.collections.models import (
    DESCRIPTION_LENGTH,
    MOST_ITEMS,
    NOTE_LENGTH,
    TITLE_LENGTH,
    Collection,
    Keeper,
)
from outcomes.collections.services import Details
from partners.agencies.models import Partner
from partners.text_fields import TOO_LONG, OneLineField, ParagraphsField

NEW_LIST = "new"
CHANGED = (
    "Somebody else changed this in the meantime. It now says: “{now}”. Yours is in the box: save again to "
    "put it in place of theirs."
)
EMPTY_NOW = "Somebody else emptied this in the meantime. Yours is in the box: save again to put it back."


def title_field(**more: Any) -> OneLineField:
    """Return the box for the title of a list."""
    return OneLineField(
        label="Title of the list",
        max_length=TITLE_LENGTH,
        error_messages={"required": "Enter a title for the list.", "max_length": TOO_LONG},
        **more,
    )


def note_field() -> ParagraphsField:
    """Return the box for a note."""
    return ParagraphsField(
        label="Your note",
        help_text="Why it is in this list. Whoever reads the list reads this too.",
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DetailsForm(forms.Form):
    """What a list says about itself. Who may change it is asked only where there is a choice."""

    title = title_field()
    description = ParagraphsField(
        label="What it is for",
        required=False,
        max_length=DESCRIPTION_LENGTH,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keeper = forms.ChoiceField(
        label="Who may see and change it",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may see and change the list."},
    )
    shows_name = forms.BooleanField(label="Show my name beside it", required=False)
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, partner: Partner | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keeper = self.fields["keeper"]
        if partner is None:
            del self.fields["keeper"]
        elif isinstance(keeper, forms.ChoiceField):
            keeper.choices = [(Keeper.ME, "Only me"), (Keeper.PARTNER, f"Everybody in {partner}")]
            keeper.initial = Keeper.ME
            keeper.help_text = "Once it is your partner's, it stays your partner's."

    @classmethod
    def about(cls, collection: Collection, data: Any = None, *, is_owner: bool) -> "DetailsForm":
        """Return the form about a list. What only its maker may choose is there only for its maker."""
        asks_keeper = is_owner and not collection.is_of_partner
        form = cls(
            data,
            partner=collection.partner if asks_keeper else None,
            initial={
                "title": collection.title,
                "description": collection.description,
                "keeper": collection.keeper,
                "shows_name": collection.shows_name,
                "based_on": collection.version,
            },
        )
        if not is_owner:
            del form.fields["shows_name"]
        return form

    def details(self) -> Details:
        """Return what was written, once the form is valid."""
        names = ("title", "description", "keeper", "shows_name")
        return Details(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class NoteForm(forms.Form):
    """The note on one case study of a list."""

    note = note_field()
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class PositionForm(forms.Form):
    """Where in the list a case study is to stand."""

    to = forms.IntegerField(min_value=1, max_value=MOST_ITEMS)


class AddForm(forms.Form):
    """To which list a case study goes: one of the person's, or a new one."""

    collection = forms.ChoiceField(
        label="Which list?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a list, or begin a new one.",
            "invalid_choice": "That list is not there any more. Choose another one.",
        },
    )
    title = title_field(required=False, help_text="Only for a new list.")
    note = note_field()
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, collections: list[Collection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in collections}
        choice = self.fields["collection"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(key, each.title) for key, each in self.known.items()]
            choice.choices += [(NEW_LIST, "A new list")]
            choice.initial = next(iter(self.known), NEW_LIST)

    def clean(self) -> dict[str, Any]:
        """Ask for the title of a new list."""
        cleaned = super().clean() or {}
        if cleaned.get("collection") == NEW_LIST and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", self.fields["title"].error_messages["required"])
        return cleaned

    @property
    def chosen(self) -> Collection | None:
        """The list that was chosen; None for a new one."""
        return self.known.get(self.cleaned_data["collection"])


def meanwhile(now: str) -> str:
    """Return what to say about words that somebody else changed."""
    return CHANGED.format(now=now) if now else EMPTY_NOW


def has_seen(form: forms.Form, version: int) -> None:
    """Let what was typed be sent again by somebody who has now seen this version."""
    sent = {name: form.data[name] for name in form.data}
    form.data = {**sent, form.add_prefix("based_on"): str(version)}
