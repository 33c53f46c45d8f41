"""Whether a value is what its field asks for, in JSON and in a table of text."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from weefsel.base.language import Text, text
from weefsel.sources.hsds.specification import Field

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def fault_of(value: Any, field: Field) -> Text | None:
    """Say why a value does not fit its field; none when it does."""
    if field.kind == "number":
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return None if number else text("'%(value)s' is not a number.", value=_shown(value))
    if not isinstance(value, str):
        return text("'%(value)s' is not a text.", value=_shown(value))
    if field.words and value not in field.words:
        return text(
            "'%(value)s' is not one of: %(words)s.",
            value=_shown(value),
            words=", ".join(field.words),
        )
    return _form(value, field.kind)


def _form(value: str, kind: str) -> Text | None:
    try:
        if kind == "date":
            date.fromisoformat(value)
        elif kind == "datetime":
            datetime.fromisoformat(value)
        elif kind == "time":
            time.fromisoformat(value)
    except ValueError:
        return {
            "date": text("'%(value)s' is not a date, such as 2026-05-01.", value=_shown(value)),
            "datetime": text(
                "'%(value)s' is not a moment, such as 2026-05-01T10:30:00Z.", value=_shown(value)
            ),
            "time": text("'%(value)s' is not a time, such as 09:30.", value=_shown(value)),
        }[kind]
    if kind == "email" and not _EMAIL.fullmatch(value):
        return text("'%(value)s' is not an e-mail address.", value=_shown(value))
    if kind == "uri" and not _URI.fullmatch(value):
        return text("'%(value)s' is not an address on the web.", value=_shown(value))
    return None


def is_uuid(value: str) -> bool:
    """Tell whether an id has the form that the specification asks for."""
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def from_cell(cell: str, field: Field) -> Any:
    """Give the value of a cell of text; a number where the field asks for one and it is one."""
    if field.kind != "number":
        return cell
    try:
        number = float(cell)
    except ValueError:
        return cell
    return int(number) if number.is_integer() and "." not in cell else number


def _shown(value: Any) -> str:
    return str(value)[:60]
