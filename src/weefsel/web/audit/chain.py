"""The chain of the audit log: what an entry's hash covers, and whether a log still holds.

An entry's hash is SHA-256 over the canonical JSON (keys sorted, no spaces, every letter
outside ASCII escaped) of its fields, the hash of the entry before it among them. Whoever
changes, drops or swaps an entry breaks every hash after it; whoever cuts off the end is found
by a head that was kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from weefsel.base.language import Text, text

BEGIN = "0" * 64
FIELDS = ("number", "at", "right", "seen", "kind", "about", "house", "by", "via", "what", "former")


@dataclass(frozen=True)
class Verdict:
    """Whether a log holds: how many entries were read, its head, and where it first breaks."""

    entries: int
    head: str
    broken_at: int | None = None
    fault: Text | None = None

    @property
    def holds(self) -> bool:
        """Tell whether nothing was found."""
        return self.fault is None


def digest(fields: Mapping[str, Any]) -> str:
    """Give the hash of an entry's fields, all but its own hash, as 64 hexadecimal digits."""
    covered = {name: fields[name] for name in FIELDS}
    return hashlib.sha256(canonical(covered).encode("ascii")).hexdigest()


def canonical(held: Mapping[str, Any]) -> str:
    """Write a record as the one text that stands for it; NUL and lone surrogates are escaped.

    Raises ``ValueError`` for a number that is none (NaN) and ``TypeError`` for what JSON has
    no word for.
    """
    return json.dumps(held, sort_keys=True, separators=(",", ":"), allow_nan=False)


def verify(entries: Iterable[Mapping[str, Any]], head: str | None = None) -> Verdict:
    """Follow the chain from its first entry to its last; say where it first breaks.

    ``entries`` are records with the fields above and ``hash``, in order of number, ``at`` as
    ISO 8601 in UTC. ``head`` is a hash that was kept elsewhere: it must be one of the log's.
    """
    former, count, met = BEGIN, 0, head is None
    for entry in entries:
        number = entry.get("number")
        if number != count + 1:
            words = text("entry %(number)s is missing.", number=count + 1)
            return Verdict(count, former, count + 1, words)
        if entry.get("former") != former:
            words = text("entry %(number)s does not follow the one before it.", number=number)
            return Verdict(count, former, number, words)
        try:
            found = digest(entry)
        except (TypeError, ValueError, RecursionError):
            found = ""
        except KeyError as lacking:
            words = text(
                "entry %(number)s lacks %(field)s.", number=number, field=str(lacking.args[0])
            )
            return Verdict(count, former, number, words)
        if entry.get("hash") != found:
            words = text("entry %(number)s was changed after it was written.", number=number)
            return Verdict(count, former, number, words)
        former, count = found, count + 1
        met = met or found == head
    if not met:
        words = text("the entry that was kept elsewhere is not in this log: its end was cut off.")
        return Verdict(count, former, count + 1, words)
    return Verdict(count, former)
