"""When people can come: open now or not, until when, and when it opens next.

Hours are those of the clock on the wall in the Netherlands; an opening that closes at or
before it opens goes on past midnight and belongs to the day it began. A closed day, or one
with other hours, goes before the week. Unknown hours are unknown, never closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from weefsel.provisions.social_map import Closed, Entry, Offer

ZONE = ZoneInfo("Europe/Amsterdam")
_DAY = 24 * 60  # minutes
_AHEAD = 366  # days in a year: what is closed longer does not open again as far as we know
State = Literal["open", "closed", "unknown"]
Mask = npt.NDArray[np.bool_]
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Hours:
    """Whether it is open at a moment; ``until`` and ``opens`` are times of the wall clock.

    ``because`` holds the reason of a closed day, or of other hours, where one is given.
    """

    state: State
    until: datetime | None = None
    opens: datetime | None = None
    because: str = ""


def wall(moment: datetime) -> datetime:
    """Give the time on a Dutch clock, without zone; a moment without zone is that already."""
    return moment if moment.tzinfo is None else moment.astimezone(ZONE).replace(tzinfo=None)


def hours_at(offer: Offer, moment: datetime) -> Hours:
    """Tell whether an offer is open at a moment, until when, or when it opens next."""
    now = wall(moment)
    if offer.ends_on is not None and offer.ends_on < now.date():
        return Hours("closed")
    if not offer.opening and not any(one.opens for one in offer.closed):
        special = _special(offer, now.date())
        return Hours("closed", because=special.why) if special else Hours("unknown")
    special = _special(offer, now.date())
    because = special.why if special is not None else ""
    for day in (now.date() - timedelta(days=1), now.date()):
        for begin, end in spans(offer, day):
            if begin <= now < end:
                return Hours("open", until=_on(offer, end), because=because)
    return Hours("closed", opens=_next(offer, now), because=because)


def spans(offer: Offer, day: date) -> tuple[Span, ...]:
    """Give the openings that begin on a day, in order, from and until on the wall clock."""
    if offer.ends_on is not None and offer.ends_on < day:
        return ()
    special = _special(offer, day)
    if special is not None:
        pairs = [(special.opens, special.closes)] if special.opens and special.closes else []
    else:
        pairs = [(one.opens, one.closes) for one in offer.opening if one.day == day.isoweekday()]
    midnight = datetime.combine(day, time())
    found = []
    for opens, closes in pairs:
        begin, end = minutes(opens), minutes(closes)
        end += _DAY if end <= begin else 0
        if end > begin:  # "24:00" to "00:00" is no time at all
            found.append((midnight + timedelta(minutes=begin), midnight + timedelta(minutes=end)))
    return tuple(sorted(found))


def minutes(clock: str) -> int:
    """Give the minutes since midnight of a time as "09:30"."""
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def _special(offer: Offer, day: date) -> Closed | None:
    """Give what holds on a day instead of the week: of several the shortest."""
    held = [one for one in offer.closed if one.first <= day <= one.last]
    return min(held, key=lambda one: one.last - one.first) if held else None


def _on(offer: Offer, end: datetime) -> datetime:
    """Give when an opening really ends: what begins as it closes goes on."""
    for _more in range(_AHEAD):
        following = [
            until
            for day in (end.date() - timedelta(days=1), end.date())
            for begin, until in spans(offer, day)
            if begin <= end < until
        ]
        if not following:
            return end
        end = max(following)
    return end


def _next(offer: Offer, now: datetime) -> datetime | None:
    for ahead in range(_AHEAD):
        for begin, _end in spans(offer, now.date() + timedelta(days=ahead)):
            if begin > now:
                return begin
    return None


class Weeks:
    """The weeks of many offers as arrays, to ask of all at once which are open."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._offers = [one.offer for one in entries]
        rows = [
            (at, each.day, minutes(each.opens), minutes(each.closes))
            for at, offer in enumerate(self._offers)
            for each in offer.opening
        ]
        table = np.array(rows, dtype=np.int32).reshape(-1, 4)
        self._at, self._day, self._begin, end = table.T
        self._end = np.where(end <= self._begin, end + _DAY, end)
        others = [
            (at, each.first.toordinal(), each.last.toordinal())
            for at, offer in enumerate(self._offers)
            for each in offer.closed
        ]
        table = np.array(others, dtype=np.int32).reshape(-1, 3)
        self._other, self._first, self._last = table.T
        self._hours = np.array(
            [any(each.opens for each in offer.closed) for offer in self._offers], dtype=bool
        )
        self._ends = np.array(
            [(one.ends_on or date.max).toordinal() for one in self._offers], dtype=np.int32
        )

    def open_at(self, moment: datetime) -> Mask:
        """Give which offers are open at a moment, ``(offer)``; unknown hours are not open."""
        now = wall(moment)
        at = now.hour * 60 + now.minute
        today = now.isoweekday()
        yesterday = (now - timedelta(days=1)).isoweekday()
        day = now.date().toordinal()
        special, before = self._special(day), self._special(day - 1)
        begun = (self._day == today) & (self._begin <= at) & (at < self._end)
        late = (self._day == yesterday) & (at + _DAY < self._end)
        found = np.zeros(len(self._offers), dtype=bool)
        found[self._at[(begun & ~special[self._at]) | (late & ~before[self._at])]] = True
        found &= day <= self._ends
        for one in np.flatnonzero((special | before) & self._hours):
            found[one] = hours_at(self._offers[int(one)], now).state == "open"
        return found

    def _special(self, day: int) -> Mask:
        """Give for which offers a day is not as in the week, ``(offer)``."""
        found = np.zeros(len(self._offers), dtype=bool)
        found[self._other[(self._first <= day) & (day <= self._last)]] = True
        return found
