"""The form of an own value, held to what the parameter is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from weefsel.base.errors import InputError
from weefsel.evidence.parameter import MONEY_UNITS, Parameter
from weefsel.web.accounts.forms import BOX, CHOICE, Fields
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.fields import NumberField
from weefsel.web.choose.form import RANGE_KINDS
from weefsel.web.choose.models import Override
from weefsel.web.choose.numbers import write_field
from weefsel.web.screened import ScreenedText, ScreenedTextarea
from weefsel.weigh.choice import Replacement
from weefsel.weigh.replaced import stand_in

FIELDS = (
    *("value", "low", "high", "range_kind", "year", "price_year"),
    *("reason", "source", "url", "withdrawn_at"),
)
BOXED = {"class": "utrecht-textarea utrecht-textarea--html-textarea"}


class OwnValueForm(Fields):
    """A value of one's own: what, how wide, of which year, from where, and why."""

    value = NumberField(label=gettext_lazy("Value"))
    low = NumberField(label=gettext_lazy("At least"), required=False)
    high = NumberField(label=gettext_lazy("At most"), required=False)
    range_kind = forms.ChoiceField(
        label=gettext_lazy("What kind of range is it?"),
        choices=RANGE_KINDS,
        required=False,
        widget=forms.Select(CHOICE),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year the value is about"),
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(BOX),
    )
    price_year = forms.IntegerField(
        label=gettext_lazy("In prices of (year)"),
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(BOX),
    )
    source = ScreenedText(
        label=gettext_lazy("Where does it come from?"),
        max_length=500,
        widget=ScreenedTextarea({**BOXED, "rows": 1}),
    )
    url = forms.URLField(
        label=gettext_lazy("Web address of the source"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(BOX),
    )
    reason = ScreenedText(
        label=gettext_lazy("Why this value instead of the one of research?"),
        max_length=1000,
        widget=ScreenedTextarea({**BOXED, "rows": 3}),
    )

    def __init__(self, *args: Any, held: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        for name in ("value", "low", "high"):
            self.fields[name].widget.attrs["class"] = BOX["class"]
        if held.unit not in MONEY_UNITS:
            del self.fields["price_year"]

    def clean(self) -> dict[str, Any]:
        """Hold the value to what the parameter is, as weighing does."""
        given = super().clean() or {}
        if self.errors:
            return given
        ranged = given.get("low") is not None or given.get("high") is not None
        given["range_kind"] = (given.get("range_kind") or "min_max") if ranged else "none"
        told = {name: given.get(name) for name in FIELDS if name != "withdrawn_at"}
        try:
            stand_in(Replacement(id=self.held.id, **told), self.held)
        except InputError as fault:
            self.add_error("value", fault.sentence(lang()))
        return given

    def kept(self) -> dict[str, Any]:
        """Give the fields as they are stored."""
        told = {name: self.cleaned_data.get(name) for name in FIELDS}
        return {**told, "url": told["url"] or "", "withdrawn_at": None}


def initial(own: Override | None) -> dict[str, Any]:
    """Give the fields to begin with."""
    if own is None:
        return {}
    held = {name: getattr(own, name) for name in FIELDS}
    for name in ("value", "low", "high"):
        held[name] = write_field(held[name], lang())
    return held
