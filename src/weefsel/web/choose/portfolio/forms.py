"""The forms of a portfolio: itself, one line, what was decided of a line, where money goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weefsel.evidence.intervention import interventions
from weefsel.evidence.register import light_interventions
from weefsel.portfolio.line import LIGHT
from weefsel.portfolio.vocabulary import AIMS, FORMS, TOS, VERDICTS
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.web.accounts.forms import BOX, CHOICE, Fields
from weefsel.web.accounts.models import House
from weefsel.web.accounts.shown import lang, words
from weefsel.web.choose.fields import WordsField
from weefsel.web.choose.portfolio.models import (
    FIRST_YEAR,
    GOAL,
    LAST_YEAR,
    NAME,
    REASON,
    TITLE,
)
from weefsel.web.screened import ScreenedText, ScreenedTextarea

BOXED = {"class": "utrecht-textarea utrecht-textarea--html-textarea"}
AMOUNT = {**BOX, "inputmode": "decimal", "autocomplete": "off"}
NUMBER = {**BOX, "inputmode": "numeric", "autocomplete": "off"}
LONGEST_NUMBER = 40
FILE_NAME = 120
MOST_LINES = 2_000  # of one portfolio; the municipality with most subsidies has hundreds


def _area(rows: int) -> ScreenedTextarea:
    return ScreenedTextarea({**BOXED, "rows": rows})


def year_field(label: Any, **more: Any) -> forms.IntegerField:
    """Give the field for a year."""
    return forms.IntegerField(
        label=label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput(NUMBER),
        **more,
    )


def _day(label: Any, **more: Any) -> forms.DateField:
    box = forms.DateInput({**BOX, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=box, **more)


def seen_field() -> forms.IntegerField:
    """Give the field that holds the version somebody started from."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class PortfolioForm(Fields):
    """A portfolio: what it is called and of which year."""

    title = ScreenedText(
        label=gettext_lazy("What do you call it?"), max_length=TITLE, widget=_area(1)
    )
    year = year_field(gettext_lazy("Of which year are the subsidies?"))
    source = ScreenedText(
        label=gettext_lazy("Where do the lines come from?"),
        required=False,
        max_length=NAME,
        widget=_area(1),
        help_text=gettext_lazy("Such as the list of subsidies, with the day it was made."),
    )
    seen = seen_field()


class NewForm(PortfolioForm):
    """A new portfolio: in which house, and from a spreadsheet or by hand."""

    house = forms.ChoiceField(label=gettext_lazy("In which house?"), widget=forms.Select(CHOICE))
    file = forms.FileField(
        label=gettext_lazy("A spreadsheet"),
        required=False,
        max_length=FILE_NAME,
        allow_empty_file=True,  # the reader of spreadsheets says so itself
        help_text=gettext_lazy(
            "CSV, Excel (.xlsx) or OpenDocument (.ods), with one line for each subsidy. "
            "Leave it empty to fill in the lines by hand."
        ),
        widget=forms.ClearableFileInput(
            {"class": "utrecht-textbox", "accept": ".csv,.txt,.tsv,.xlsx,.ods"}
        ),
    )
    field_order = ("house", "title", "year", "source", "file")

    def __init__(self, *args: Any, houses: Sequence[House], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.houses = {str(one.pk): one for one in houses}
        listed = [(key, one.name) for key, one in self.houses.items()]
        self.fields["house"].choices = listed  # type: ignore[attr-defined]
        if len(listed) == 1:
            self.fields["house"].widget = forms.HiddenInput()
            self.initial["house"] = listed[0][0]

    def chosen(self) -> House:
        """Give the house that was chosen."""
        return self.houses[self.cleaned_data["house"]]


def _said(names: Any, none: str = "") -> list[tuple[str, str]]:
    listed = [(key, words(name)) for key, name in names.items()]
    return [("", none), *listed] if none else listed


def library() -> list[Any]:
    """Give the interventions of the library to choose from, by name, and the light ones."""
    known = sorted(
        ((one.id, one.name) for one in interventions().values()), key=lambda one: one[1].casefold()
    )
    light = [
        (f"{LIGHT}{one.id}", one.name.render(lang()))
        for one in light_interventions().entry
        if one.name
    ]
    return [
        ("", _("not known, or none of these")),
        (_("Interventions in the library"), known),
        (_("Light interventions"), light),
    ]


class LineForm(Fields):
    """One line: amounts and numbers as people write them, all else to choose from."""

    activity = ScreenedText(
        label=gettext_lazy("What is subsidised?"), max_length=NAME, widget=_area(1)
    )
    organisation = WordsField(
        label=gettext_lazy("Which organisation does it?"),
        max_length=NAME,
        widget=forms.TextInput(BOX),
        help_text=gettext_lazy("An organisation, never a person."),
    )
    amount = forms.CharField(
        label=gettext_lazy("Amount in euros"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(AMOUNT),
        help_text=gettext_lazy("For the whole year."),
    )
    year = year_field(gettext_lazy("Year"))
    participants = forms.CharField(
        label=gettext_lazy("Number of participants"),
        required=False,
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(NUMBER),
        help_text=gettext_lazy(
            "Different people in that year. Leave it empty when nobody knows: it is no zero."
        ),
    )
    intervention = forms.ChoiceField(
        label=gettext_lazy("Known intervention"), required=False, widget=forms.Select(CHOICE)
    )
    named = WordsField(
        label=gettext_lazy("Another name for the way of working"),
        required=False,
        max_length=NAME,
        widget=forms.TextInput(BOX),
        help_text=gettext_lazy("When it has a name that is not in the list."),
    )
    goal = ScreenedText(
        label=gettext_lazy("What is it for?"), required=False, max_length=GOAL, widget=_area(2)
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of activity"), required=False, widget=forms.Select(CHOICE)
    )
    aim = forms.ChoiceField(
        label=gettext_lazy("Preventive or curative"), required=False, widget=forms.Select(CHOICE)
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Collective or individual"),
        required=False,
        widget=forms.Select(CHOICE),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    for_whom = ScreenedText(
        label=gettext_lazy("Others it is for"), required=False, max_length=NAME, widget=_area(1)
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("In which neighbourhoods"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = seen_field()

    plain = ("activity", "organisation", "amount", "year", "participants", "goal")
    known = ("intervention", "named", "kind", "aim", "form")

    def __init__(
        self, *args: Any, areas: Sequence[tuple[str, str]], also: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unknown = _("not known")
        listed: dict[str, Any] = {
            "intervention": library(),
            "kind": _said(ACTIVITIES, unknown),
            "aim": _said(AIMS, unknown),
            "form": _said(FORMS, unknown),
            "groups": _said(GROUPS),
            "areas": list(areas),
        }
        known = {key for _group, rows in listed["intervention"][1:] for key, _name in rows}
        if also and also not in known:
            listed["intervention"].append((also, also))  # of an older library
        for name, choices in listed.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not areas:
            del self.fields["areas"]

    @property
    def first(self) -> list[Any]:
        """Give the fields about what it is."""
        return [self[name] for name in self.plain]

    @property
    def second(self) -> list[Any]:
        """Give the fields about how it works."""
        return [self[name] for name in self.known]


class DecideForm(Fields):
    """What was decided of a line, when and why; of a stop, what that sets free."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What was decided?"), widget=forms.RadioSelect, required=False
    )
    reason = ScreenedText(
        label=gettext_lazy("Why was this decided?"),
        required=False,
        max_length=REASON,
        widget=_area(4),
    )
    decided_on = _day(gettext_lazy("On which day?"), required=False)
    freed = forms.CharField(
        label=gettext_lazy("What does stopping set free, in euros a year?"),
        required=False,
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(AMOUNT),
        help_text=gettext_lazy(
            "Only what is really not spent any more: rent and staff that stay are not set free."
        ),
    )
    freed_from = year_field(gettext_lazy("From which year?"), required=False)
    contract_until = _day(
        gettext_lazy("Until when does the agreement run?"),
        required=False,
        help_text=gettext_lazy("Leave it empty when there is none."),
    )
    seen = seen_field()

    always = ("reason", "decided_on")
    stopping = ("freed", "freed_from", "contract_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(key, words(name)) for key, name in VERDICTS.items() if key != "undecided"]
        self.fields["verdict"].choices = [  # type: ignore[attr-defined]
            ("", words(VERDICTS["undecided"])),
            *listed,
        ]

    @property
    def first(self) -> list[Any]:
        """Give the fields of every decision."""
        return [self[name] for name in self.always]

    @property
    def stop(self) -> list[Any]:
        """Give the fields of a stop."""
        return [self[name] for name in self.stopping]


class DestinationForm(Fields):
    """Where freed money goes: how much, from when, to what."""

    amount = forms.CharField(
        label=gettext_lazy("How much, in euros a year?"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(AMOUNT),
    )
    from_year = year_field(gettext_lazy("From which year?"))
    to = forms.ChoiceField(label=gettext_lazy("Where does it go?"), widget=forms.RadioSelect)
    line = forms.ChoiceField(
        label=gettext_lazy("Which line gets it?"), required=False, widget=forms.Select(CHOICE)
    )
    name = ScreenedText(
        label=gettext_lazy("What is the new activity called?"),
        required=False,
        max_length=NAME,
        widget=_area(1),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of activity"), required=False, widget=forms.Select(CHOICE)
    )
    aim = forms.ChoiceField(
        label=gettext_lazy("Preventive or curative"), required=False, widget=forms.Select(CHOICE)
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Collective or individual"),
        required=False,
        widget=forms.Select(CHOICE),
    )
    seen = seen_field()

    to_new = ("name", "kind", "aim", "form")

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = _("not known")
        listed: dict[str, Any] = {
            "to": [(key, words(TOS[key])) for key in ("line", "new", "reserve")],
            "line": [("", _("choose a line")), *lines],
            "kind": _said(ACTIVITIES, unknown),
            "aim": _said(AIMS, unknown),
            "form": _said(FORMS, unknown),
        }
        for name, choices in listed.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def new(self) -> list[Any]:
        """Give the fields of a new activity."""
        return [self[name] for name in self.to_new]
