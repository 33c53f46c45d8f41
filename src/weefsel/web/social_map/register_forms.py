"""The forms of the register, a step each: what, where, when, for whom, how much, contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weefsel.provisions import social_map as documents
from weefsel.web.accounts.forms import BOX, CHOICE, Fields
from weefsel.web.screened import ScreenedText, ScreenedTextarea
from weefsel.web.social_map import register_fields as fields
from weefsel.web.social_map.models import FIRST_MONTH, LAST_MONTH, LONG, NAME, SHORT, URL

AREA = {"class": "utrecht-textarea utrecht-textarea--html-textarea"}
NEW, NONE = "new", ""
LONGEST = 5000
MOST = 1_000_000_000


def _words(label: Any, *, most: int, help: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help,
        widget=forms.TextInput(BOX),
    )


def _free(label: Any, *, most: int = LONG, rows: int = 2, help: Any = "") -> ScreenedText:
    return ScreenedText(
        label=label,
        max_length=most,
        required=False,
        help_text=help,
        widget=ScreenedTextarea({**AREA, "rows": rows}),
    )


def _number(label: Any, *, whole: bool = True, help: Any = "") -> forms.Field:
    made = forms.IntegerField if whole else forms.FloatField
    return made(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=help,
        widget=forms.NumberInput({**BOX, "step": "1" if whole else "any"}),
    )


def _select(label: Any, *, required: bool = False, help: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=required, help_text=help, widget=forms.Select(CHOICE)
    )


def _ticks(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


def _seen() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class Step(Fields):
    """One step: which version of the record its writer saw."""

    seen = _seen()

    def choices(self, **given: list[tuple[Any, str]]) -> None:
        """Fill the choices of fields, in the language of the page."""
        for name, found in given.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]


class WhatForm(Step):
    """What it is, and who does it."""

    name = _words(
        gettext_lazy("What do people call it?"),
        most=NAME,
        required=True,
        help=gettext_lazy("As on the door: Buurthuis De Schakel, Taalcafé Oost."),
    )
    kind = _select(gettext_lazy("What kind is it?"), required=True)
    description = _free(
        gettext_lazy("What can people do or get there?"),
        most=LONGEST,
        rows=5,
        help=gettext_lazy("Write to a resident: short sentences, no names of people."),
    )
    organisation = _select(gettext_lazy("Who does it?"))
    new_name = _words(
        gettext_lazy("Name of another organisation, club or group"),
        most=NAME,
        help=gettext_lazy("Only when it is not in the list above."),
    )
    new_kind = _select(gettext_lazy("What is that for an organisation?"))

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices(
            kind=fields.kinds(),
            organisation=[(NONE, _("Another one: fill in below")), *organisations],
            new_kind=fields.said(documents.ORGANISATION_KINDS),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for one organisation: of the list, or a new one."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("organisation") and not found.get("new_name"):
            self.add_error("organisation", _("Choose who does it, or fill in a new name."))
        return found


class WhereForm(Step):
    """Where people can come."""

    place = _select(gettext_lazy("Where is it?"))
    name = _words(gettext_lazy("Name of the building"), most=NAME)
    street = _words(gettext_lazy("Street"), most=NAME)
    number = _words(gettext_lazy("Number"), most=20)
    postcode = _words(gettext_lazy("Postcode"), most=10)
    town = _words(gettext_lazy("Town"), most=100)
    neighbourhood = _select(
        gettext_lazy("Neighbourhood"),
        help=gettext_lazy("Left empty, it follows from the point on the map."),
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=90,
        localize=True, widget=forms.TextInput({**BOX, "inputmode": "decimal"}),
        help_text=gettext_lazy("Any map on the internet gives both numbers of a point."),
    )  # fmt: skip
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"), required=False, min_value=-180, max_value=180,
        localize=True, widget=forms.TextInput({**BOX, "inputmode": "decimal"}),
    )  # fmt: skip
    wheelchair = _select(gettext_lazy("Can people with a wheelchair get in?"))
    accessibility = _free(gettext_lazy("How to get in, lift, toilet, hearing loop"))

    ADDRESS = (
        *("name", "street", "number", "postcode", "town", "neighbourhood"),
        *("latitude", "longitude", "wheelchair", "accessibility"),
    )

    def __init__(
        self,
        *args: Any,
        places: list[tuple[str, str]],
        areas: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices(
            place=[
                (NEW, _("A new address: fill in below")),
                (NONE, _("No fixed place")),
                *places,
            ],
            neighbourhood=[("", _("not known")), *areas],
            wheelchair=fields.yes_no(),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for both numbers of a point or none; for a new place something to find it by."""
        found: dict[str, Any] = super().clean() or {}
        if (found.get("latitude") is None) != (found.get("longitude") is None):
            self.add_error("longitude", _("Fill in both numbers of the point, or neither."))
        if found.get("place") == NEW and not any(
            found.get(one) for one in ("name", "street", "neighbourhood")
        ):
            self.add_error("street", _("Fill in a street, a building or a neighbourhood."))
        return found


class WhenForm(Step):
    """Hours in words; the week itself is read from the grid."""

    opening_words = _free(
        gettext_lazy("Anything the hours do not say"),
        help=gettext_lazy("Every first Saturday of the month; closed in the school holidays."),
    )


class WhomForm(Step):
    """For whom it is, and how people come in."""

    groups = _ticks(gettext_lazy("For whom is it?"))
    activities = _ticks(gettext_lazy("What kinds of activity?"))
    way_in = _select(gettext_lazy("How do people come in?"))
    free = _select(gettext_lazy("Is it free?"))
    cost = _free(gettext_lazy("What does it cost?"))
    languages = _words(
        gettext_lazy("Languages that are spoken"),
        most=120,
        help=gettext_lazy("With commas: Dutch, Arabic, Polish."),
    )
    specialisms = _words(
        gettext_lazy("Specialisms"),
        most=LONG,
        help=gettext_lazy("With commas: dementia, young carers."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices(
            groups=fields.groups(),
            activities=fields.activities(),
            way_in=fields.said(documents.WAYS_IN),
            free=fields.yes_no(),
        )

    def clean_languages(self) -> list[str]:
        """Give the codes of languages."""
        said = fields.lines(self.cleaned_data["languages"])
        if wrong := [one for one in said if not fields.language_code(one)]:
            raise ValidationError(
                _("We do not know the language %(word)s."), params={"word": wrong[0]}
            )
        return list(dict.fromkeys(fields.language_code(one) for one in said))

    def clean_specialisms(self) -> list[str]:
        """Give the specialisms."""
        return fields.lines(self.cleaned_data["specialisms"])


class MuchForm(Step):
    """How many people, and what stands behind it."""

    capacity = _number(gettext_lazy("How many can come?"), whole=False)
    capacity_unit = _select(
        gettext_lazy("Counted as"),
        help=gettext_lazy("Without this the number counts in no comparison."),
    )
    free_places = _number(gettext_lazy("Free places now"))
    regular_visitors = _number(
        gettext_lazy("Regular visitors"), help=gettext_lazy("Who comes at least once a month.")
    )
    cost_eur_per_year = _number(gettext_lazy("What it costs a year, in euros"), whole=False)
    price_year = _number(gettext_lazy("In prices of which year?"))
    pillar = _select(
        gettext_lazy("Which pillar of the social base?"),
        help=gettext_lazy("Left open, it follows from the kind of organisation."),
    )
    statutory = _select(gettext_lazy("Is it required by law?"))
    legal_ground = _words(gettext_lazy("Legal ground"), most=NAME)
    financiers = _words(gettext_lazy("Who pays, with commas"), most=LONG)
    iv3 = _words(gettext_lazy("Iv3 task field"), most=10)

    OFFER = (
        *("capacity", "capacity_unit", "free_places", "regular_visitors"),
        *("cost_eur_per_year", "price_year"),
    )
    SERVICE = ("pillar", "statutory", "legal_ground", "financiers", "iv3")

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = fields.units()
        units = [("", _("not known")), *known.items()]
        if unit and unit not in known:
            units.append((unit, unit))
        self.choices(
            capacity_unit=units,
            pillar=fields.said(documents.PILLARS),
            statutory=fields.said(documents.STATUTORY),
        )

    def clean_pillar(self) -> int | None:
        """Give the pillar as a number."""
        said = self.cleaned_data["pillar"]
        return int(said) if said else None

    def clean_financiers(self) -> list[str]:
        """Give who pays."""
        return fields.lines(self.cleaned_data["financiers"])


class ContactForm(Step):
    """How people reach it: never a person's own number or address."""

    phone = _words(gettext_lazy("Telephone"), most=SHORT)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=NAME,
        help_text=gettext_lazy("Of the provision, never of one person."),
        widget=forms.EmailInput(BOX),
    )
    website = forms.URLField(
        label=gettext_lazy("Web address"),
        required=False,
        max_length=URL,
        assume_scheme="https",
        widget=forms.URLInput(BOX),
    )
    source = _words(
        gettext_lazy("Where is this known from?"),
        most=LONG,
        help=gettext_lazy("Its own word, a website, a list: so that others can check it."),
    )

    def clean_website(self) -> str:
        """Take only addresses of the web."""
        said = str(self.cleaned_data["website"])
        if said and not said.startswith(("https://", "http://")):
            raise ValidationError(_("Begin a web address with https://."))
        return said


class TermForm(Step):
    """After how many months must it be confirmed again, and why."""

    months = forms.IntegerField(
        label=gettext_lazy("Months"),
        min_value=FIRST_MONTH,
        max_value=LAST_MONTH,
        widget=forms.NumberInput(BOX),
    )
    reason = ScreenedText(
        label=gettext_lazy("Why this term?"),
        max_length=LONG,
        widget=ScreenedTextarea({**AREA, "rows": 3}),
    )


class EndForm(Step):
    """The last day of a provision."""

    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput({**BOX, "type": "date"}, format="%Y-%m-%d"),
    )


class OrganisationForm(Step):
    """Who offers services."""

    name = _words(gettext_lazy("Name"), most=NAME, required=True)
    kind = _select(gettext_lazy("Kind of organisation"), required=True)
    description = _free(gettext_lazy("What it does"), most=LONGEST, rows=4)
    phone = _words(gettext_lazy("Telephone"), most=SHORT)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=NAME,
        widget=forms.EmailInput(BOX),
    )
    website = forms.URLField(
        label=gettext_lazy("Web address"), required=False, max_length=URL,
        assume_scheme="https", widget=forms.URLInput(BOX),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices(kind=fields.said(documents.ORGANISATION_KINDS, unknown=False))
