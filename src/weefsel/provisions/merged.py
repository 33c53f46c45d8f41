"""Two provisions made one: the first keeps what it is called, the second fills what is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weefsel.provisions.social_map import Entry, Record

# What says which record it is, what it hangs on, or whose it is: never taken from the other.
_OWN = frozenset(
    {"id", "slug", "municipality", "service", "organisation", "location", "outside", "other",
     "fictitious", "source", "source_url", "ends_on"}
)  # fmt: skip
_EMPTY: tuple[Any, ...] = (None, "", ())


def fields_that_differ(first: Entry, second: Entry) -> list[tuple[str, str, Any, Any]]:
    """Give record, field and both values of everything in which two provisions differ."""
    found = []
    for name, one, two in _records(first, second):
        for field in type(one).model_fields:
            mine, theirs = getattr(one, field), getattr(two, field)
            if field not in _OWN and mine != theirs:
                found.append((name, field, mine, theirs))
    return found


def merged(first: Entry, second: Entry, theirs: Mapping[str, bool] | None = None) -> Entry:
    """Give the first with what it lacks filled from the second.

    ``theirs`` says by "record.field" that the value of the second is taken, or is not, where
    both have one. Ids at sources of both stay, so that a new file of either finds it.
    """
    taken = theirs or {}
    parts: dict[str, Record] = {}
    for name, one, two in _records(first, second):
        change: dict[str, Any] = {}
        for field in type(one).model_fields:
            if field in _OWN:
                continue
            mine, other = getattr(one, field), getattr(two, field)
            wanted = taken.get(f"{name}.{field}", mine in _EMPTY)
            if wanted and other not in _EMPTY and mine != other:
                change[field] = other
        if name != "organisation":
            change["outside"] = tuple(dict.fromkeys((*one.outside, *two.outside)))
        parts[name] = one.model_copy(update=change)
    location = parts.get("location", first.location)
    return Entry(
        offer=parts["offer"],  # type: ignore[arg-type]
        service=parts["service"],  # type: ignore[arg-type]
        organisation=first.organisation,
        location=location,  # type: ignore[arg-type]
    )


def _records(first: Entry, second: Entry) -> list[tuple[str, Any, Any]]:
    found: list[tuple[str, Any, Any]] = [
        ("service", first.service, second.service), ("offer", first.offer, second.offer),
    ]  # fmt: skip
    if first.location is not None and second.location is not None:
        found.append(("location", first.location, second.location))
    return found
