"""The days on which a provision is closed or open at other hours, from a form and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from weefsel.web import screened
from weefsel.web.social_map.register_fields import CLOCK

SPARE = 3  # empty rows to fill in
MOST = 60
WHY = 120
FIELDS = ("first", "last", "why", "opens", "closes")


def rows_of(
    closed: Iterable[Mapping[str, Any]], given: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """Give the rows: what was just sent, else what is stored, with a few empty ones."""
    held = [dict(one) for one in closed]
    if given is not None:
        held = [one for one in _given(given) if any(one.values())]
    rows = held + [{} for _one in range(SPARE)]
    return [
        {"number": number, **{name: str(one.get(name) or "") for name in FIELDS}}
        for number, one in enumerate(rows[:MOST])
    ]


def _given(given: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {name: str(given.get(f"c{number}-{name}", "")).strip() for name in FIELDS}
        for number in range(MOST)
        if f"c{number}-first" in given
    ]


def read(given: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """Read the days from a form; give them in order, and what is wrong in words."""
    found: list[dict[str, Any]] = []
    faults: list[str] = []
    for one in _given(given):
        if not any(one.values()):
            continue
        first, last = _day(one["first"]), _day(one["last"] or one["first"])
        other = [one["opens"], one["closes"]]
        if first is None or last is None or last < first:
            faults.append(
                _("Closed days: fill in a first day, and a last day that is not earlier.")
            )
        elif any(other) and not (all(CLOCK.match(each) for each in other) and other[0] < other[1]):
            faults.append(_("Closed days: other hours need when it opens and when it closes."))
        else:
            found.append(
                {
                    "first": first.isoformat(),
                    "last": last.isoformat(),
                    "why": screened.stored(one["why"])[:WHY],
                    "opens": one["opens"],
                    "closes": one["closes"],
                }
            )
    return sorted(found, key=lambda each: str(each["first"])), list(dict.fromkeys(faults))


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
