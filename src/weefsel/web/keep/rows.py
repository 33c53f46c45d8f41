"""A row of the database as a line of JSON that is the same for SQLite and PostgreSQL.

A line is the list of a row's values, in the order of the columns. What JSON has no word for is
written as Django's own serialisers write it: moments in UTC, exact numbers and UUIDs as text,
bytes in base64.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Field, JSONField
from django.utils.duration import duration_string

Row = Sequence[Any]


def write_row(fields: Sequence[Field], row: Row) -> bytes:
    """Give a row as a line of JSON."""
    values = [
        value if isinstance(field, JSONField) else _plain(value)
        for field, value in zip(fields, row, strict=True)
    ]
    return _line(values)


def row_for_sum(fields: Sequence[Field], line: bytes) -> bytes:
    """Give the line over which a checksum is taken.

    PostgreSQL keeps the numbers inside a JSON column by value, SQLite by letter, so that 1e2
    and 100 are one number for the sum.
    """
    if not any(isinstance(field, JSONField) for field in fields):
        return line
    values = json.loads(line)
    return _line(
        [
            _even(value) if isinstance(field, JSONField) else value
            for field, value in zip(fields, values, strict=True)
        ]
    )


def read_row(fields: Sequence[Field], line: bytes) -> list[Any]:
    """Give the values of a line as Django's fields have them.

    Raises ``ValueError`` when the line does not fit the fields.
    """
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(fields):
        raise ValueError("a line does not fit its table")
    return [_value(field, value) for field, value in zip(fields, values, strict=True)]


def _line(values: list[Any]) -> bytes:
    written = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A lone surrogate is no UTF-8: escaped it survives, and no line can be broken in two.
    return written.encode("utf-8", "backslashreplace") + b"\n"


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else repr(value)
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"no form for a {type(value).__name__}")


def _even(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_even(each) for each in value]
    if isinstance(value, dict):
        return {key: _even(each) for key, each in value.items()}
    return value


def _value(field: Field, value: Any) -> Any:
    target = field
    while target.is_relation:
        target = target.target_field
    if value is None or isinstance(target, JSONField):
        return value
    return target.to_python(value)


def for_database(field: Field, value: Any, connection: Any) -> Any:
    """Give a value as the database's own driver wants it."""
    if value is None and isinstance(field, JSONField) and not field.null:
        return field.get_db_prep_value(value, connection)  # the null of JSON, not of SQL
    return field.get_db_prep_save(value, connection)
