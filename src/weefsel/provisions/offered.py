"""What is offered: the provisions of one kind, where they are and how many they can hold.

Capacity counts as the provision itself says it, in its own unit; where nobody said one, hours
open or the number of provisions can count instead, and the page says which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from pydantic import Field

from weefsel.atlas.centres import to_rd
from weefsel.base.document import Document
from weefsel.base.language import Text, text
from weefsel.provisions.kinds import GROUPS
from weefsel.provisions.pairs import Floats
from weefsel.provisions.place_kind import OTHER, place_kinds
from weefsel.provisions.social_map import Entry, Group
from weefsel.provisions.ways import distances

Count = Literal["auto", "capacity", "hours", "places"]
When = Literal["", "evening", "weekend"]

HOURS, PLACES = "hours a week", "provisions"
SATURDAY = 6

WHENS: dict[str, Text] = {
    "": text("whenever it is open"),
    "evening": text("open in the evening"),
    "weekend": text("open in the weekend"),
}
COUNTS: dict[str, Text] = {
    "auto": text("capacity, else opening hours, else number"),
    "capacity": text("capacity"),
    "hours": text("opening hours"),
    "places": text("number of provisions"),
}
UNITS: dict[str, Text] = {
    "people": text("people at once"),
    "people a year": text("people a year"),
    "households a year": text("households a year"),
    HOURS: text("hours a week"),
    PLACES: text("provisions"),
}

NO_PLACE = text("it has no place on the map")
ENDED = text("it has ended")
NOT_THEN = text("it is not open then")
HOURS_UNKNOWN = text("its opening hours are not known")
NOT_FOR_GROUP = text("it does not name this group")


class Options(Document):
    """What counts as offered.

    ``group`` keeps provisions that name it, and with ``open_to_all`` those that name no group
    at all. ``when`` keeps what is open in the evening or the weekend. ``count`` says what
    stands for how much there is. Other words are refused.
    """

    group: Group | Literal[""] = ""
    open_to_all: bool = True
    when: When = ""
    count: Count = Field(default="auto")


@dataclass(frozen=True)
class Supply:
    """The provisions of one kind.

    ``points`` is ``(place, 2)`` in metres (EPSG:28992); ``capacity`` ``(place)`` in ``unit``,
    NaN where unknown; ``why_unit`` says what stands for how much there is; ``left_out`` are
    provisions that do not count, with the reason.
    """

    kind: str
    entries: tuple[Entry, ...]
    points: Floats
    capacity: Floats
    unit: str
    counted: Count
    why_unit: Text
    left_out: tuple[tuple[Entry, Text], ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether every provision says how many it can hold."""
        return bool(self.entries) and bool((~np.isnan(self.capacity)).all())

    @property
    def ids(self) -> tuple[str, ...]:
        """Give the ids of the provisions, in the order of ``points``."""
        return tuple(one.object_id for one in self.entries)


def kind_of(entry: Entry) -> str:
    """Give the kind of a provision; what the list does not know is something else."""
    return entry.service.kind if entry.service.kind in place_kinds() else OTHER


def offered(
    entries: Iterable[Entry], kind: str, options: Options | None = None, *, on: date | None = None
) -> Supply:
    """Give what is offered of one kind, in order of slug; ``on`` leaves out what has ended."""
    asked = options or Options()
    kept: list[Entry] = []
    left: list[tuple[Entry, Text]] = []
    for entry in sorted(entries, key=lambda one: one.slug):
        if kind_of(entry) != kind:
            continue
        reason = _reason(entry, asked, on)
        if reason is None:
            kept.append(entry)
        else:
            left.append((entry, reason))
    points = to_rd(np.array([one.point or (np.nan, np.nan) for one in kept]).reshape(-1, 2))
    off = np.asarray(np.isnan(points).any(axis=1))
    left += [(one, NO_PLACE) for one, gone in zip(kept, off, strict=True) if gone]
    there = [one for one, gone in zip(kept, off, strict=True) if not gone]
    counted, capacity, unit, why = _counted(there, asked.count)
    return Supply(
        kind, tuple(there), points[~off], capacity, unit, counted, why, tuple(left)
    )  # fmt: skip


def _reason(entry: Entry, asked: Options, on: date | None) -> Text | None:
    ends = entry.offer.ends_on
    if on is not None and ends is not None and ends < on:
        return ENDED
    if entry.point is None:
        return NO_PLACE
    groups = entry.service.groups
    if asked.group and asked.group not in groups and (groups or not asked.open_to_all):
        return NOT_FOR_GROUP
    if asked.when and not entry.offer.opening:
        return HOURS_UNKNOWN
    if asked.when and not _open_then(entry, asked.when):
        return NOT_THEN
    return None


def _open_then(entry: Entry, when: When) -> bool:
    """Tell whether a provision is open at some moment of the evenings or weekends."""
    if when == "weekend":
        return any(one.day >= SATURDAY for one in entry.offer.opening)
    evening = distances().evening_from.value
    return any(
        int(one.closes[:2]) + int(one.closes[3:]) / 60 > evening or one.closes <= one.opens
        for one in entry.offer.opening
    )


def _counted(entries: list[Entry], count: Count) -> tuple[Count, Floats, str, Text]:
    """Say how much there is: as asked, or by the first way that every provision knows."""
    if count in ("auto", "capacity"):
        units = Counter(
            one.offer.capacity_unit.strip()
            for one in entries
            if one.offer.capacity is not None and one.offer.capacity_unit.strip()
        )
        unit = min(units, key=lambda one: (-units[one], one)) if units else ""
        capacity = _array(entries, lambda one: _capacity(one, unit))
        known = int((~np.isnan(capacity)).sum())
        if count == "capacity" or (entries and known == len(entries)):
            return "capacity", capacity, unit, _said(known, len(entries), unit)
    hours = _array(entries, lambda one: one.hours_per_week)
    all_hours = bool(entries) and not np.isnan(hours).any()
    if count == "hours" or (count == "auto" and all_hours):
        why = text(
            "Opening hours a week stand for how much there is; capacities are not all known."
        )
        if count == "hours":
            why = text("Opening hours a week stand for how much there is.")
        return "hours", hours, HOURS, why
    why = text("Each provision counts as one; capacities and opening hours are not all known.")
    if count == "places":
        why = text("Each provision counts as one.")
    return "places", np.ones(len(entries)), PLACES, why


def _capacity(entry: Entry, unit: str) -> float | None:
    return entry.offer.capacity if entry.offer.capacity_unit.strip() == unit and unit else None


def _array(entries: list[Entry], give: Callable[[Entry], float | None]) -> Floats:
    return np.array([np.nan if (one := give(each)) is None else one for each in entries], float)


def _said(known: int, of: int, unit: str) -> Text:
    if of and known == of:
        return text("Capacity as each provision says it, in '%(unit)s'.", unit=unit_words(unit))
    return text(
        "Not every provision says its capacity in one unit; without the others nothing is counted."
    )


def unit_words(unit: str) -> Text | str:
    """Give a unit of capacity in words; one that an owner made up stays as it is."""
    return UNITS.get(unit.strip(), unit)


def group_name(group: str) -> Text | None:
    """Give the name of a group, none for all residents."""
    return GROUPS.get(group)
