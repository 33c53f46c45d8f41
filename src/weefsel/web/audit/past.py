"""Things whose every version is kept, and what changed from one version to the next.

A room registers its model once (``keep``); the page "Geschiedenis" of each thing, and putting
an earlier version back, then work for it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

from weefsel.base.language import Text

Say = Callable[[str, Any], str]


def _as_is(field: str, value: Any) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Past:
    """How the past of one kind of thing is told.

    ``edit`` is the right that putting back takes; ``fields`` are compared and put back, with
    their names; ``say`` writes a value for people; ``title`` and ``url`` lead to the thing of
    today; ``put_back`` writes an earlier version as a new one and raises ``InputError`` when
    that cannot be.
    """

    kind: str
    model: type[Model]
    edit: str
    fields: Mapping[str, Text]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    put_back: Callable[[Any, Any, Any], None]  # request, thing, the record of then
    say: Say = _as_is


_KEPT: dict[str, Past] = {}


def keep(past: Past) -> Past:
    """Register a kind of thing; raises ``ValueError`` when its kind is taken."""
    if _KEPT.get(past.kind, past).model is not past.model:
        raise ValueError(f"history: '{past.kind}' is taken")
    _KEPT[past.kind] = past
    return past


def past_of(kind: str) -> Past | None:
    """Give how the past of a kind is told."""
    return _KEPT.get(kind)


def of_model(name: str) -> Past | None:
    """Give how the past of a model is told, by the model's name in lower case."""
    return next((one for one in _KEPT.values() if one.model._meta.model_name == name), None)


@dataclass(frozen=True)
class Line:
    """One line of a long text that went or came."""

    came: bool
    words: str


@dataclass(frozen=True)
class Change:
    """One field that is otherwise than before; a long text line by line."""

    field: str
    name: Text
    old: str
    new: str
    lines: tuple[Line, ...] = ()


def held(record: Any, field: str) -> Any:
    """Give a field of an earlier version; ``None`` where what it points to is gone by now."""
    try:
        return getattr(record, field)
    except ObjectDoesNotExist:
        return None


def changes(past: Past, before: Any, after: Any) -> list[Change]:
    """Give what differs between two versions; ``before`` may be ``None``: all is new."""
    found = []
    for field, name in past.fields.items():
        old = "" if before is None else past.say(field, held(before, field))
        new = past.say(field, held(after, field))
        if old != new:
            long = "\n" in old or "\n" in new
            found.append(Change(field, name, old, new, _lines(old, new) if long else ()))
    return found


def _lines(old: str, new: str) -> tuple[Line, ...]:
    """Give the lines that went and came, without what stayed."""
    compared = difflib.ndiff(old.splitlines(), new.splitlines())
    return tuple(Line(one[0] == "+", one[2:]) for one in compared if one[0] in "+-")


@dataclass(frozen=True)
class Version:
    """One version: who made it when, what changed, and whether it can be put back."""

    record: Any  # the row of the history
    number: int
    by: Any  # the user, or None
    changes: tuple[Change, ...]
    now: bool


def versions(past: Past, thing: Any) -> list[Version]:
    """Give every version of a thing, the newest first; a row that changed nothing is left out.

    Two queries, whatever the number of versions.
    """
    rows = list(thing.history.select_related("history_user").order_by("history_id"))
    found, before = [], None
    for row in rows:
        changed = tuple(changes(past, before, row))
        if changed or before is None:
            found.append(Version(row, row.version, row.history_user, changed, now=False))
        before = row
    if found:
        last = found[-1]
        found[-1] = Version(last.record, last.number, last.by, last.changes, now=True)
    return found[::-1]
