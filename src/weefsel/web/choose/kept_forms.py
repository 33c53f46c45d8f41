"""The forms of what a house keeps: keep, a note, hand over, decide, a text of the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weefsel.web.accounts.forms import BOX, CHOICE, Fields
from weefsel.web.accounts.models import House, User
from weefsel.web.accounts.shown import words
from weefsel.web.choose.models import BODIES
from weefsel.web.screened import ScreenedText, ScreenedTextarea

TICK = {"class": "tick"}
NONE_OF_THESE = ""


def area_box(rows: int) -> ScreenedTextarea:
    """Give a box for free text."""
    return ScreenedTextarea(
        {"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": rows}
    )


class KeepForm(Fields):
    """Keep a recipe: in which house, with what note, with the house's own values or without."""

    house = forms.ChoiceField(label=gettext_lazy("In which house?"), widget=forms.Select(CHOICE))
    note = ScreenedText(
        label=gettext_lazy("Note with the choice"),
        required=False,
        max_length=2000,
        widget=area_box(3),
        help_text=gettext_lazy(
            "Not required. No names of residents: it is published along with the choice."
        ),
    )
    own_values = forms.BooleanField(
        label=gettext_lazy("Use the own values of the house where there are any"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(TICK),
    )

    def __init__(self, *args: Any, houses: list[House], scan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.houses = {str(one.pk): one for one in houses}
        listed = [(key, one.name) for key, one in self.houses.items()]
        self.fields["house"].choices = listed  # type: ignore[attr-defined]
        if scan:
            del self.fields["own_values"]

    def chosen(self) -> House:
        """Give the house that was chosen."""
        return self.houses[self.cleaned_data["house"]]


class NoteForm(Fields):
    """A note beside a stored choice."""

    note = ScreenedText(
        label=gettext_lazy("Note with the choice"),
        required=False,
        max_length=2000,
        widget=area_box(5),
        help_text=gettext_lazy("It is published along with the choice."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class HandOverForm(Fields):
    """Who takes care of a choice from now on."""

    heir = forms.ChoiceField(
        label=gettext_lazy("Who takes over?"), widget=forms.Select(CHOICE), required=False
    )

    def __init__(self, *args: Any, heirs: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.uid): one for one in heirs}
        listed = [(uid, one.get_full_name()) for uid, one in self.known.items()]
        nobody = ("", _("Nobody yet: it stays with the house"))
        self.fields["heir"].choices = [nobody, *listed]  # type: ignore[attr-defined]

    def chosen(self) -> User | None:
        """Give who takes over."""
        return self.known.get(self.cleaned_data["heir"])


class DecisionForm(Fields):
    """What was decided, when, by whom, and why."""

    option = forms.ChoiceField(
        label=gettext_lazy("What was decided?"), required=False, widget=forms.RadioSelect
    )
    decided_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput({**BOX, "type": "date"}, format="%Y-%m-%d"),
    )
    body = forms.ChoiceField(label=gettext_lazy("Who decided?"), widget=forms.Select(CHOICE))
    motivation = ScreenedText(
        label=gettext_lazy("Why was this decided?"),
        required=False,
        max_length=5000,
        widget=area_box(6),
    )
    public = forms.BooleanField(
        label=gettext_lazy("Everybody may read this decision, once the choice is published"),
        required=False,
        widget=forms.CheckboxInput(TICK),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, options: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = (NONE_OF_THESE, _("none of these"))
        self.fields["option"].choices = [*options, none]  # type: ignore[attr-defined]
        bodies = [(key, words(name)) for key, name in BODIES.items()]
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class TextForm(Fields):
    """A text of the house for the page of its municipality, in both languages."""

    nl = ScreenedText(
        label=gettext_lazy("Text in Dutch"), required=False, max_length=3000, widget=area_box(6)
    )
    en = ScreenedText(
        label=gettext_lazy("Text in English"),
        required=False,
        max_length=3000,
        widget=area_box(6),
        help_text=gettext_lazy("Left empty, the English page shows the Dutch text."),
    )
    url = forms.URLField(
        label=gettext_lazy("Web address with more"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(BOX),
    )
    public = forms.BooleanField(
        label=gettext_lazy("Show it on the page of the municipality"),
        required=False,
        widget=forms.CheckboxInput(TICK),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse to show a text that is not there."""
        given = super().clean() or {}
        if given.get("public") and not (given.get("nl") or "").strip():
            raise ValidationError(_("Write the Dutch text before it is shown."))
        return given
