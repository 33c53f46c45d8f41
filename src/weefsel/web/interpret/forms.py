"""The forms of interpretation: a story, a session, a finding, and publishing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weefsel.scan.interpretation import RECOGNISED
from weefsel.web.accounts.forms import BOX, Fields
from weefsel.web.accounts.shown import words
from weefsel.web.interpret.models import CONCLUSION, MOST_PEOPLE, REASON, TITLE, WHY
from weefsel.web.screened import ScreenedText, ScreenedTextarea

BOXED = {"class": "utrecht-textarea utrecht-textarea--html-textarea"}
NO_NAMES = gettext_lazy("Write no names or addresses of people; a few sentences will do.")


def _area(rows: int) -> ScreenedTextarea:
    return ScreenedTextarea({**BOXED, "rows": rows})


def _answers() -> list[tuple[str, str]]:
    return [(key, words(said)) for key, said in RECOGNISED.items()]


def _seen() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class StoryForm(Fields):
    """What somebody says about a figure: do you recognise it, and why."""

    use_required_attribute = False

    recognised = forms.ChoiceField(
        label=gettext_lazy("Do you recognise this figure?"), widget=forms.RadioSelect
    )
    why = ScreenedText(
        label=gettext_lazy("Why? What lies behind it?"),
        max_length=WHY,
        widget=_area(4),
        help_text=NO_NAMES,
    )
    seen = _seen()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recognised"].choices = _answers()  # type: ignore[attr-defined]


class SessionForm(Fields):
    """A meeting about the figures of an area: when, how many of whom, what came out."""

    use_required_attribute = False

    held_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput({**BOX, "type": "date"}, format="%Y-%m-%d"),
    )
    residents = forms.IntegerField(label=gettext_lazy("How many residents?"))
    professionals = forms.IntegerField(label=gettext_lazy("How many professionals?"))
    advisers = forms.IntegerField(label=gettext_lazy("How many from the municipality?"))
    recognised = forms.ChoiceField(
        label=gettext_lazy("Did they recognise the figures?"), widget=forms.RadioSelect
    )
    told = ScreenedText(
        label=gettext_lazy("What was said?"),
        max_length=WHY,
        required=False,
        widget=_area(4),
        help_text=NO_NAMES,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recognised"].choices = _answers()  # type: ignore[attr-defined]
        for name in ("residents", "professionals", "advisers"):
            self.fields[name].widget = forms.NumberInput(
                {**BOX, "inputmode": "numeric", "min": 0, "max": MOST_PEOPLE}
            )
            self.fields[name].min_value, self.fields[name].max_value = 0, MOST_PEOPLE  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come, counts that cannot be, and a meeting of nobody."""
        told = super().clean() or {}
        if (day := told.get("held_on")) is not None and day > timezone.localdate():
            self.add_error("held_on", _("This day is still to come."))
        counts = [told.get(name) for name in ("residents", "professionals", "advisers")]
        for name, count in zip(("residents", "professionals", "advisers"), counts, strict=True):
            if count is not None and not 0 <= count <= MOST_PEOPLE:
                self.add_error(name, _("Fill in a number of people."))
        if all(count == 0 for count in counts):
            self.add_error("residents", _("Nobody was there. Fill in who was."))
        return told


class FindingForm(Fields):
    """What the scan of an area comes to, in the words of people."""

    use_required_attribute = False

    title = ScreenedText(
        label=gettext_lazy("The finding, in one sentence"), max_length=TITLE, widget=_area(2)
    )
    strengths = forms.MultipleChoiceField(
        label=gettext_lazy("Which strong points matter most?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    strains = forms.MultipleChoiceField(
        label=gettext_lazy("Which points under strain matter most?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conclusion = ScreenedText(
        label=gettext_lazy("What does it come to?"),
        max_length=CONCLUSION,
        required=False,
        widget=_area(6),
        help_text=gettext_lazy(
            "What do figures and stories together say, and what follows? Write no names of people."
        ),
    )
    seen = _seen()

    def __init__(
        self,
        *args: Any,
        strengths: Sequence[tuple[str, str]],
        strains: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strengths"].choices = strengths  # type: ignore[attr-defined]
        self.fields["strains"].choices = strains  # type: ignore[attr-defined]


class PublishForm(Fields):
    """Publish a finding; without any story, why."""

    reason = ScreenedText(
        label=gettext_lazy("Why is it published without any story beside a figure?"),
        max_length=REASON,
        required=False,
        widget=_area(3),
        help_text=gettext_lazy("This reason is shown with the finding."),
    )
    seen = _seen()
