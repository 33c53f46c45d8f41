"""Fields of a form: numbers as people write them, words without personal data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from weefsel.base.errors import InputError
from weefsel.web.choose.numbers import read_number
from weefsel.web.screened import refused


def lang_now() -> str:
    """Give the language of the page that is asked for."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


PERCENT = 100


class NumberField(forms.CharField):
    """A number as people write it; a share is asked as a percentage and kept as a fraction."""

    def __init__(self, *, share: bool = False, **given: Any) -> None:
        self.share = share
        given.setdefault("max_length", 40)
        super().__init__(**given)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: str) -> float | None:
        """Read the number; say in the form what is wrong with it."""
        written = super().clean(value)
        if not written:
            return None
        lang = lang_now()
        try:
            number = read_number(written, lang)
        except InputError as fault:
            raise forms.ValidationError(fault.sentence(lang_now())) from fault
        if self.share and number > PERCENT:
            raise forms.ValidationError(_("A share is at most 100%."))
        if self.share and 0 < number < 1 and "%" not in written:
            raise forms.ValidationError(
                _("Is this %(written)s%% or a fraction? Write 30 for 30%%, or add the %%-sign."),
                params={"written": written.strip()},
            )
        return number / PERCENT if self.share else number


class WordsField(forms.CharField):
    """Free text without personal data."""

    def clean(self, value: str) -> str:
        """Refuse what looks like personal data."""
        words = super().clean(value)
        found = refused(words)
        if found is not None:
            raise forms.ValidationError(found.render(lang_now()))
        return words
