"""What the forms of the register share: choices in the language of the page, hours of a week."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _

from weefsel.base.language import Text
from weefsel.provisions import social_map as documents
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.provisions.place_kind import place_kinds
from weefsel.web.accounts.shown import lang, words

CLOCK = re.compile(documents.CLOCK)
# Names that people use and the list of languages has not.
SPOKEN = {"berbers": "zgh", "berber": "zgh", "farsi": "fa", "dari": "fa", "sranan": "srn"}
LANGUAGE = re.compile("[a-z]{2,3}")  # as ISO 639 has them
MIDNIGHT, END_OF_DAY = "00:00", "24:00"
DAYS = range(1, 8)
SPELLS = 2  # times a day that one can open and close in the form, more where there are more


def said(names: Mapping[Any, Text], *, unknown: bool = True) -> list[tuple[Any, str]]:
    """Give choices in the language of the page, before them that it is not known."""
    found = [(key, _capital(words(name))) for key, name in names.items()]
    return [("", _("not known")), *found] if unknown else found


def kinds() -> list[tuple[str, str]]:
    """Give the kinds of places, by name."""
    found = [(key, _capital(one.name(lang()))) for key, one in place_kinds().items()]
    return sorted(found, key=lambda one: (one[0] == "other", one[1].casefold()))


def language_names(codes: Iterable[str]) -> str:
    """Give languages by name, with commas; a code without a name stays as it is."""
    names = Locale(lang()).languages
    return ", ".join(str(names.get(one, one)) for one in codes)


def language_code(word: str) -> str:
    """Give the code of a language from its name or code, empty for what is neither."""
    found = word.strip().casefold()
    return _language_codes().get(found, found if LANGUAGE.fullmatch(found) else "")


@cache
def _language_codes() -> Mapping[str, str]:
    """Give the codes of languages by their names in Dutch and in English."""
    return {
        str(name).casefold(): code
        for said in ("en", "nl")
        for code, name in Locale(said).languages.items()
        if code.isalpha()
    } | SPOKEN


def activities() -> list[tuple[str, str]]:
    """Give the kinds of activity."""
    return said(ACTIVITIES, unknown=False)


def groups() -> list[tuple[str, str]]:
    """Give the groups."""
    return said(GROUPS, unknown=False)


def yes_no() -> list[tuple[str, str]]:
    """Give yes, no and not known."""
    return [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]


def to_bool(value: str) -> bool | None:
    """Give the truth of an answer, none where it is not known."""
    return {"yes": True, "no": False}.get(value)


def of_bool(value: bool | None) -> str:
    """Give the answer of a truth."""
    return {True: "yes", False: "no"}.get(value, "")  # type: ignore[call-overload]


def _capital(value: str) -> str:
    return value[:1].upper() + value[1:]


def units() -> dict[str, str]:
    """Give how a capacity can be counted."""
    return {
        "people": _("people at once"),
        "people a year": _("people a year"),
        "households a year": _("households a year"),
    }


def day_names() -> dict[int, str]:
    """Give the days of the week, Monday is 1."""
    names = (
        *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday")),
        *(_("Saturday"), _("Sunday")),
    )
    return dict(zip(DAYS, (_capital(one) for one in names), strict=True))


def week(opening: Iterable[Mapping[str, Any]]) -> dict[int, list[tuple[str, str]]]:
    """Give the hours by day; a day without is closed."""
    found: dict[int, list[tuple[str, str]]] = {day: [] for day in DAYS}
    for one in opening:
        found[int(one["day"])].append((str(one["opens"]), str(one["closes"])))
    return {day: sorted(spells) for day, spells in found.items()}


def read_week(given: Mapping[str, Any], most: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Read the hours of a week from a form; give them, and what is wrong in words.

    Closing at midnight is the end of the day; closing earlier than opening is past midnight,
    so the rest stands on the next day.
    """
    found: list[dict[str, Any]] = []
    faults: list[str] = []
    names = day_names()
    for day in DAYS:
        for number in range(most):
            opens = _clock(given.get(f"d{day}-{number}-opens", ""))
            closes = _clock(given.get(f"d{day}-{number}-closes", ""))
            if not opens and not closes:
                continue
            whole_day = opens == closes == MIDNIGHT
            if (
                not CLOCK.match(opens)
                or not CLOCK.match(closes)
                or (opens == closes and not whole_day)
            ):
                faults.append(
                    _("%(day)s: fill in when it opens and when it closes, like 09:00.")
                    % {"day": names[day]}
                )
                continue
            if closes == MIDNIGHT:
                closes = END_OF_DAY
            if closes > opens:
                found.append({"day": day, "opens": opens, "closes": closes})
                continue
            found.append({"day": day, "opens": opens, "closes": END_OF_DAY})
            found.append({"day": day % len(DAYS) + 1, "opens": MIDNIGHT, "closes": closes})
    found.sort(key=lambda one: (one["day"], one["opens"]))
    faults += [
        _("%(day)s: two openings run through each other.") % {"day": names[first["day"]]}
        for first, second in pairwise(found)
        if first["day"] == second["day"] and second["opens"] < first["closes"]
    ]
    return found, list(dict.fromkeys(faults))


def _clock(value: object) -> str:
    """Give "9:00", "9.00" and "0900" as "09:00"."""
    plain = str(value).strip().replace(".", ":")
    if re.fullmatch(r"\d{3,4}", plain):
        plain = f"{plain[:-2]}:{plain[-2:]}"
    if re.fullmatch(r"\d{1,2}", plain):
        plain = f"{plain}:00"
    return plain.zfill(5) if plain else ""


def rows_of(
    opening: Iterable[Mapping[str, Any]], given: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """Give the rows of the grid: what was just sent, else what is stored."""
    held = week(opening)
    most = max([SPELLS, *(len(spells) for spells in held.values())])
    rows = []
    for day, name in day_names().items():
        spells = held[day] + [("", "")] * (most - len(held[day]))
        if given is not None:
            spells = [
                (given.get(f"d{day}-{one}-opens", ""), given.get(f"d{day}-{one}-closes", ""))
                for one in range(most)
            ]
        cells = [
            {
                "name": f"d{day}-{number}",
                "number": number + 1,
                "opens": opens,
                "closes": MIDNIGHT if closes == END_OF_DAY else closes,
            }
            for number, (opens, closes) in enumerate(spells)
        ]
        rows.append({"day": day, "name": name, "cells": cells})
    return rows


def lines(value: str, most: int = 40) -> list[str]:
    """Give the parts of a text with commas or lines, each once."""
    parts = [one.strip() for one in re.split(r"[,;\n]", value)]
    return list(dict.fromkeys(one[:80] for one in parts if one))[:most]
