"""The forms of what a municipality sets itself: a weight, a figure, areas to compare with; why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weefsel.base.numbers import write_number
from weefsel.sources.area_code import is_area_code
from weefsel.web.accounts.forms import BOX, CHOICE, Fields
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.fields import NumberField
from weefsel.web.screened import ScreenedText, ScreenedTextarea

HEAVIEST = 10.0  # Choice of Weefsel: more would make one figure the whole score
MOST_PEERS = 40  # Choice of Weefsel: as many as can be named on one page
BOXED = {"class": "utrecht-textarea utrecht-textarea--html-textarea"}


class WhyForm(Fields):
    """What every setting asks: why."""

    reason = ScreenedText(
        label=gettext_lazy("Why?"),
        max_length=1000,
        widget=ScreenedTextarea({**BOXED, "rows": 3}),
        help_text=gettext_lazy("Everybody can read this, with your role and the date."),
    )


class WeightForm(WhyForm):
    """A weight; none leaves it out."""

    weight = NumberField(
        label=gettext_lazy("Weight"),
        help_text=gettext_lazy("One is usual, two counts double, zero leaves it out."),
    )
    field_order = ("weight", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weight"].widget.attrs["class"] = BOX["class"]

    def clean_weight(self) -> float:
        """Hold the weight between nothing and what one figure may count."""
        given = self.cleaned_data["weight"]
        if given is None or not 0 <= given <= HEAVIEST:
            raise forms.ValidationError(
                _("Give a weight from zero to %(most)s.") % {"most": int(HEAVIEST)}
            )
        return float(given)

    def kept(self) -> dict[str, Any]:
        """Give what is stored."""
        return {name: self.cleaned_data[name] for name in self.fields}


class FeatureForm(WeightForm):
    """A feature of vulnerability: the figure that stands for it, which way it counts."""

    indicator = forms.ChoiceField(
        label=gettext_lazy("Figure"), required=False, widget=forms.Select(CHOICE)
    )
    sign = forms.TypedChoiceField(
        label=gettext_lazy("More vulnerable is"),
        coerce=int,
        choices=((1, gettext_lazy("a higher figure")), (-1, gettext_lazy("a lower figure"))),
        widget=forms.Select(CHOICE),
    )
    field_order = ("indicator", "sign", "weight", "reason")

    def __init__(self, *args: Any, figures: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = figures  # type: ignore[attr-defined]


class PeersForm(WhyForm):
    """The areas to compare with, one a line: the code, and behind it what one likes."""

    codes = forms.CharField(
        label=gettext_lazy("Areas to compare with"),
        help_text=gettext_lazy("One a line, its code first. What stands behind it is not read."),
        max_length=4000,
        widget=forms.Textarea({**BOXED, "rows": 10, "spellcheck": "false"}),
    )
    field_order = ("codes", "reason")

    def clean_codes(self) -> list[str]:
        """Read the codes; say which line has none."""
        found = []
        for line in self.cleaned_data["codes"].splitlines():
            if not line.strip():
                continue
            code = line.split()[0].upper()
            if not is_area_code(code):
                raise forms.ValidationError(
                    _("'%(line)s' does not begin with the code of an area."),
                    params={"line": line.strip()[:60]},
                )
            found.append(code)
        if len(found) > MOST_PEERS:
            raise forms.ValidationError(
                _("At most %(most)s areas: of more nobody can see which they are."),
                params={"most": MOST_PEERS},
            )
        return found

    def kept(self) -> dict[str, Any]:
        """Give what is stored."""
        return {name: self.cleaned_data[name] for name in self.fields}


def written(weight: float) -> str:
    """Write a weight as a form has it."""
    return write_number(weight, lang(), 0 if weight == int(weight) else 2)
