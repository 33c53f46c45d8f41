"""Opening hours as OpenStreetMap writes them, as far as an ordinary week goes.

Reference: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. Read are rules
of days and hours ("Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00; PH off"). With anything else,
such as months, weeks or words, nothing is read at all: half of it would be wrong.
"""

from __future__ import annotations

import re

from weefsel.sources.places import Opened

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = f"(?:{'|'.join(_DAYS)})"
_DAYS_RULE = re.compile(rf"{_DAY}(?:-{_DAY})?(?:\s*,\s*{_DAY}(?:-{_DAY})?)*")
_CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d"
_HOURS_RULE = re.compile(rf"{_CLOCK}\s*-\s*{_CLOCK}(?:\s*,\s*{_CLOCK}\s*-\s*{_CLOCK})*")
_HOLIDAYS = re.compile(r"(?:PH|SH)(?:\s*,\s*(?:PH|SH))*\s+(?:off|closed)")
_ALWAYS = "24/7"
_CLOSED = ("off", "closed")
BEGIN, END = "00:00", "24:00"


def opening_of(said: str) -> tuple[Opened, ...]:
    """Give the openings of a week; none when the words say more than days and hours.

    A later rule replaces an earlier one on the same day, as the specification says.
    """
    if said.strip() == _ALWAYS:
        return tuple(Opened(day, BEGIN, END) for day in range(1, len(_DAYS) + 1))
    week: dict[int, list[tuple[str, str]]] = {}
    for rule in (part.strip() for part in said.split(";")):
        if not rule or _HOLIDAYS.fullmatch(rule):
            continue
        found = _rule(re.sub(r",?\s*(?:PH|SH)\b\s*", " ", rule).strip())
        if found is None:
            return ()
        days, hours = found
        for day in days:
            week[day] = hours
    return tuple(Opened(day, opens, closes) for day in sorted(week) for opens, closes in week[day])


def _rule(rule: str) -> tuple[list[int], list[tuple[str, str]]] | None:
    """Read one rule: the days, and the hours on them; none when it is of another kind."""
    named = _DAYS_RULE.match(rule)
    days = _days(named[0]) if named else list(range(1, len(_DAYS) + 1))
    rest = (rule[named.end() :] if named else rule).strip()
    if rest in _CLOSED:
        return days, []
    if not _HOURS_RULE.fullmatch(rest):
        return None
    hours = []
    for part in rest.split(","):
        opens, _, closes = (one.strip().rjust(len(BEGIN), "0") for one in part.partition("-"))
        closes = END if closes == BEGIN else closes
        if opens > END or closes > END or opens >= closes:
            return None  # past midnight: two days, which no ordinary rule tells apart
        hours.append((opens, closes))
    return days, hours


def _days(named: str) -> list[int]:
    found = []
    for part in named.split(","):
        first, _, last = (one.strip() for one in part.partition("-"))
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        span = range(begin, end + 1) if begin <= end else (*range(begin, 7), *range(end + 1))
        found += [one + 1 for one in span]
    return found
