"""Writes the audit log: one entry at a time, in the transaction of what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from weefsel.web.audit.chain import BEGIN, Verdict, canonical, digest, verify
from weefsel.web.audit.models import Entry

# The name of the lock under which PostgreSQL lets one writer at a time add to the chain:
# the bytes of "weefsel" read as a number.
LOCK = int.from_bytes(b"weefsel", "big")
BATCH = 2000  # entries read at a time while a chain is followed
API = "/api/"


def record(
    by: Any,
    right: str,
    thing: Any = None,
    *,
    what: Mapping[str, Any] | None = None,
    seen: bool = False,
    house: Any = None,
    kind: str = "",
    about: Any = None,
    via: str = "",
) -> Entry:
    """Write down that somebody did (or saw) something; with the change or not at all.

    ``by`` is a request, a user or ``None`` (the machine itself). ``thing`` is what it is
    about: its primary key (or ``uid``) is kept, and its house; ``kind`` and ``about`` say the
    same without a thing. ``what`` holds plain words and numbers, never a person's name.
    Call it last in the transaction of the change: others wait until that has ended.
    """
    user = getattr(by, "user", by)
    owner = house if house is not None else getattr(thing, "house", None)
    if thing is not None:
        kind, about = thing._meta.model_name, getattr(thing, "uid", None) or thing.pk
    fields: dict[str, Any] = {
        "right": right,
        "seen": seen,
        "kind": kind,
        "about": "" if about is None else str(about),
        "house": None if owner is None else str(owner.pk),
        "by": str(user.uid) if getattr(user, "is_authenticated", False) else None,
        "via": via or _via(),
        "what": canonical(dict(what or {})),
    }
    with transaction.atomic():
        _wait_for_turn()
        last = Entry.objects.order_by("-number").values("number", "hash").first()
        fields |= {
            "number": last["number"] + 1 if last else 1,
            "at": stamp(timezone.now()),
            "former": last["hash"] if last else BEGIN,
        }
        at = datetime.fromisoformat(fields["at"])
        return Entry.objects.create(**{**fields, "at": at}, hash=digest(fields))


def saw(by: Any, right: str, thing: Any = None, **more: Any) -> Entry:
    """Write down that somebody saw what is protected: drafts, members, the log itself."""
    return record(by, right, thing, seen=True, **more)


def request_now() -> Any:
    """Give the request that is being answered in this thread, none in a command."""
    return getattr(HistoricalRecords.context, "request", None)


def _via() -> str:
    request = request_now()
    if request is None:
        return "command"
    return "api" if request.path.startswith(API) else "page"


def _wait_for_turn() -> None:
    """Let one writer at a time read the end of the chain.

    SQLite's own transactions do already: ours begin with the lock for writing
    (``transaction_mode`` in ``weefsel.web.install``).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def stamp(moment: datetime) -> str:
    """Give a moment as it stands in a hash: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def fields_of(entry: Entry) -> dict[str, Any]:
    """Give an entry as the record that its hash covers, with that hash."""
    return {
        "number": entry.number,
        "at": stamp(entry.at),
        "right": entry.right,
        "seen": entry.seen,
        "kind": entry.kind,
        "about": entry.about,
        "house": str(entry.house) if entry.house else None,
        "by": str(entry.by) if entry.by else None,
        "via": entry.via,
        "what": entry.what,
        "former": entry.former,
        "hash": entry.hash,
    }


def entries() -> Iterator[dict[str, Any]]:
    """Give every entry in order, a batch at a time."""
    for entry in Entry.objects.order_by("number").iterator(chunk_size=BATCH):
        yield fields_of(entry)


def verify_log(head: str | None = None) -> Verdict:
    """Follow the whole chain of this install."""
    return verify(entries(), head)


def head() -> Entry | None:
    """Give the last entry, whose hash can be kept elsewhere."""
    return Entry.objects.order_by("-number").first()
