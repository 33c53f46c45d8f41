"""Free text is screened before it is stored: one form field and one function for every room.

A text with findings comes back once to its writer, who sees what would be struck out and why.
Numbers, addresses and the like are always struck; a name may be put back when it is no person.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from weefsel.base.language import Text, text
from weefsel.outcomes.recogniser.client import Recogniser
from weefsel.outcomes.screening import Certainty, Kind, Screened, screen
from weefsel.web.recogniser import asker

MOST_CHARACTERS = 20_000  # some eight pages: longer is a report, not a note


@cache
def _asker() -> Recogniser | None:
    return asker(settings.WEEFSEL_HOME, parent=os.getppid())


def screened(words: str) -> Screened:
    """Screen a text with all this install has: the rules, and the second reader when it runs."""
    second = _asker()
    return screen(words, None if second is None else second.names)


def stored(words: str, keep: Collection[str] = ()) -> str:
    """Give a text as it may be stored: struck, with the names put back whose key is given."""
    return screened(words).keeping(keep).struck


def refused(words: str) -> Text | None:
    """Say why a text that may not be changed is refused; none when it may pass.

    For recipes, which are read as they stand: only numbers and addresses count, for the
    sources in a recipe name their authors.
    """
    for one in screen(words).findings:
        if one.kind is not Kind.NAME and one.certainty is not Certainty.DOUBTFUL:
            return _REFUSALS.get(one.kind) or text(
                "This looks like personal data (%(kind)s). Leave it out.", kind=one.kind.label
            )
    return None


_ADDRESS = text("This looks like an address. Leave it out; the name of the place is enough.")
_REFUSALS = {
    Kind.BSN: text("This looks like a citizen service number (BSN). Leave it out."),
    Kind.EMAIL: text("This looks like an e-mail address. Leave it out."),
    Kind.PHONE: text("This looks like a phone number. Leave it out."),
    Kind.POSTCODE: _ADDRESS,
    Kind.STREET: _ADDRESS,
}


@dataclass(frozen=True)
class Written:
    """What came from the form: the words, the version its writer saw, what may stay."""

    words: str
    seen: str = ""
    keep: frozenset[str] = frozenset()


def version(found: Screened) -> str:
    """Give a mark of a text with its findings: another text or finding gives another mark."""
    parts = [" ".join(found.text.split()), *(one.key for one in found.findings)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


class ScreenedTextarea(forms.Textarea):
    """A box for free text that, once sent, shows under it what would be struck out."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Written:
        """Read the words with what their writer saw and keeps."""
        many = data.getlist if hasattr(data, "getlist") else lambda key: data.get(key) or []
        return Written(
            data.get(name) or "", data.get(f"{name}-seen") or "", frozenset(many(f"{name}-keep"))
        )

    def format_value(self, value: Any) -> str:
        """Give the words for the box."""
        return value.words if isinstance(value, Written) else str(value or "")

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Draw the box and, for what was sent, the findings."""
        box = super().render(name, self.format_value(value), attrs, renderer)
        if not isinstance(value, Written) or not value.words.strip():
            return box
        found = screened(value.words)
        if not found.findings:
            return box
        context = {
            "name": name,
            "version": version(found),
            "rows": rows(found, value.keep),
            "struck": found.keeping(value.keep).struck,
            "names_by": found.names_sentence.render(lang_now()),
        }
        return mark_safe(box + render_to_string("screened/findings.html", context))


class ScreenedText(forms.CharField):
    """Free text: screened, shown to its writer once, and then stored without what was struck.

    ``cleaned_data`` holds the text as it may be stored.
    """

    widget = ScreenedTextarea

    def __init__(self, **given: Any) -> None:
        given.setdefault("max_length", MOST_CHARACTERS)
        super().__init__(**given)

    def clean(self, value: Any) -> str:
        """Give the struck text; the first time something is found, ask its writer to look."""
        written = value if isinstance(value, Written) else Written(str(value or ""))
        words: str = super().clean(written.words)
        found = screened(words)
        if found.findings and written.seen != version(found):
            raise forms.ValidationError(
                _(
                    "This text seems to point to a person. Look below at what we strike out, "
                    "and send it again."
                ),
                code="screened",
            )
        return found.keeping(written.keep).struck

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the words alone."""
        words = data.words if isinstance(data, Written) else data
        return super().has_changed(initial, words)


def rows(found: Screened, keep: Collection[str] = ()) -> list[dict[str, Any]]:
    """Give each finding in words, for a page."""
    lang = lang_now()
    return [
        {
            "key": one.key,
            "found": one.found,
            "kind": one.kind.label.render(lang),
            "marker": one.kind.marker,
            "why": one.why.render(lang),
            "certainty": one.certainty.label.render(lang),
            "may_stay": one.may_stay,
            "kept": one.key in keep,
        }
        for one in found.findings
    ]


def lang_now() -> str:
    """Give the language of the page that is asked for."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"
