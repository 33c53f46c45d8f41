"""What somebody asks of the list of parameters: read from an address, and put back in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args
from urllib.parse import urlencode

from weefsel.base.language import Text, text
from weefsel.evidence.listing import UNUSED, USED, Asked
from weefsel.evidence.parameter import Payer
from weefsel.evidence.tell import CHECKS, GRADES, KINDS, UNIT_GROUP_NAMES
from weefsel.web.accounts.shown import words
from weefsel.weigh.tables import payer_name

MOST = 80  # signs of a question
PAYERS: tuple[str, ...] = get_args(Payer)
# Field of ``Asked`` -> its label and its answers.
CHOICES: dict[str, tuple[Text, Mapping[str, Text]]] = {
    "kind": (text("Kind of figure"), KINDS),
    "unit": (text("Measured in"), UNIT_GROUP_NAMES),
    "payer": (text("Whose money it is"), {one: payer_name(one) for one in PAYERS}),
    "grade": (
        text("Strength"),
        {key: text("%(grade)s: %(words)s", grade=key, words=said) for key, said in GRADES.items()},
    ),
    "checked": (text("Checked"), CHECKS),
    "used": (text("Used"), {USED: text("used somewhere"), UNUSED: text("not used yet")}),
}
ALL: dict[str, Text] = {
    "kind": text("Every kind"),
    "unit": text("Every unit"),
    "payer": text("Every payer"),
    "grade": text("Every strength"),
    "checked": text("Checked or not"),
    "used": text("Used or not"),
}


@dataclass(frozen=True)
class Choice:
    """One filter as a page draws it: its answers, and which is on."""

    key: str
    label: str
    everything: str
    answers: tuple[tuple[str, str, bool], ...]  # key, words, chosen


def read(given: Any) -> Asked:
    """Read what an address asks; a word that is no answer asks for nothing."""
    told = {key: given.get(key, "") for key in CHOICES}
    known = {key: one if one in CHOICES[key][1] else "" for key, one in told.items()}
    return Asked(query=given.get("q", "")[:MOST].replace("\0", ""), **known)


def filters(asked: Asked) -> list[Choice]:
    """Give the filters of the list in the language of the page."""
    return [
        Choice(
            key,
            words(label),
            words(ALL[key]),
            tuple(
                (one, _upper(words(said)), one == getattr(asked, key))
                for one, said in answers.items()
            ),
        )
        for key, (label, answers) in CHOICES.items()
    ]


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]


def query(asked: Asked) -> str:
    """Give it as the end of an address, without what asks for nothing."""
    told = {one.name: getattr(asked, one.name) for one in fields(asked)}
    told["q"] = told.pop("query")
    return urlencode({name: value for name, value in told.items() if value})


def narrowed(asked: Asked) -> bool:
    """Tell whether anything is asked for."""
    return asked != Asked()
