"""Opening hours and closing days as schedules of the specification, in and out.

References: Open Referral, HSDS 3.0, ``schedule``: the rules of RFC 5545 for what comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from itertools import groupby
from typing import Any

from weefsel.provisions.brought import new_id

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MIDNIGHT, END_OF_DAY = "00:00", "24:00"
CLOSED, OTHER_HOURS = "closed", "other hours"
_OWN_WORDS = frozenset({CLOSED, OTHER_HOURS, "holiday hours"})
# With any of these a schedule is not what holds every week.
_NOT_WEEKLY = (
    "until", "count", "byweekno", "bymonthday", "byyearday", "valid_to", "schedule_link",
)  # fmt: skip
_WHY, _WORDS = 120, 500  # signs, as the map has room for


def openings(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the openings of an ordinary week, by day and hour."""
    found = [
        {"day": day, "opens": hours[0], "closes": hours[1]}
        for row in rows
        if (hours := _hours(row)) is not None
        for day in _weekly(row)
    ]
    return sorted(found, key=lambda one: (one["day"], one["opens"], one["closes"]))


def closings(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the days on which it is closed or open at other hours."""
    found = []
    for row in rows:
        if not _is_closing(row):
            continue
        hours = _hours(row) or ("", "")
        said = str(row.get("notes") or row.get("description") or "")
        found.append(
            {
                "first": row["valid_from"],
                "last": row["valid_to"],
                "why": "" if said in _OWN_WORDS else said[:_WHY],
                "opens": hours[0],
                "closes": hours[1],
            }
        )
    return found


def words(rows: Sequence[dict[str, Any]]) -> str:
    """Give what schedules say in words, of those that are no closing days."""
    said: list[str] = []
    for row in rows:
        if not _is_closing(row):
            said += [str(row[one]) for one in ("description", "notes") if row.get(one)]
    return " ".join(dict.fromkeys(said))[:_WORDS]


def _is_closing(row: dict[str, Any]) -> bool:
    dated = bool(row.get("valid_from") and row.get("valid_to"))
    return dated and not any(row.get(one) for one in ("freq", "byday", "count", "until"))


def _weekly(row: dict[str, Any]) -> list[int]:
    if row.get("freq", "WEEKLY") != "WEEKLY" or row.get("interval", 1) != 1:
        return []
    if any(row.get(one) for one in _NOT_WEEKLY):
        return []
    named = [one.strip() for one in str(row.get("byday", "")).split(",")]
    return [DAYS.index(one) + 1 for one in named if one in DAYS]


def _hours(row: dict[str, Any]) -> tuple[str, str] | None:
    opens, closes = _clock(row.get("opens_at")), _clock(row.get("closes_at"))
    if opens is None or closes is None:
        return None
    return opens, END_OF_DAY if closes == MIDNIGHT else closes


def _clock(value: Any) -> str | None:
    try:
        return f"{time.fromisoformat(str(value)):%H:%M}"
    except ValueError:
        return None


def schedules(
    opening: Sequence[dict[str, Any]],
    closed: Sequence[dict[str, Any]],
    said: str,
    column: str,
    owner: str,
) -> list[dict[str, Any]]:
    """Give the rows that say these openings, closing days and words of one record."""
    found: list[dict[str, Any]] = []
    by_hours = sorted(opening, key=lambda one: (one["opens"], one["closes"], one["day"]))
    for (opens, closes), same in groupby(by_hours, key=lambda one: (one["opens"], one["closes"])):
        days = list(dict.fromkeys(DAYS[one["day"] - 1] for one in same))
        found.append(
            {
                "freq": "WEEKLY",
                "interval": 1,
                "byday": ",".join(days),
                "opens_at": _written(opens),
                "closes_at": _written(closes),
            }
        )
    for one in closed:
        row = {"valid_from": one["first"], "valid_to": one["last"]}
        row["description"] = OTHER_HOURS if one["opens"] else CLOSED
        if one["opens"] and one["closes"]:
            row |= {"opens_at": _written(one["opens"]), "closes_at": _written(one["closes"])}
        if one["why"]:
            row["notes"] = one["why"]
        found.append(row)
    if said:
        found.append({"description": said})
    return [
        {"id": new_id("schedule", owner, str(at)), column: owner, **row}
        for at, row in enumerate(found)
    ]


def _written(clock: str) -> str:
    return (MIDNIGHT if clock == END_OF_DAY else clock) + ":00"
