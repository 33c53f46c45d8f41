"""What a colleague changed while somebody was at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weefsel.base.errors import WeefselError
from weefsel.web.accounts.shown import lang
from weefsel.web.audit.past import Change, Past, changes


@dataclass(frozen=True)
class Theirs:
    """What somebody else did: who, which fields, and the version it is now."""

    by: Any
    version: int
    changes: tuple[Change, ...]


def theirs(past: Past, now: Any, seen: int) -> Theirs:
    """Give what changed since the version that somebody started from."""
    before = now.history.filter(version=seen).order_by("-history_id").first()
    last = now.history.order_by("-history_id").select_related("history_user").first()
    return Theirs(
        by=last.history_user if last else None,
        version=now.version,
        changes=tuple(changes(past, before, now)) if before else (),
    )


def told_plainly(wrong: WeefselError) -> str:
    """Say what is wrong and what to do, without the name that a field has inside."""
    parts = [wrong.what] if wrong.todo is None else [wrong.what, wrong.todo]
    said = " ".join(part.render(lang()) for part in parts)
    return said[:1].upper() + said[1:]
