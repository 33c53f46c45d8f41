"""Decide about two provisions that may be one: merge, keep apart, and undo either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from weefsel.provisions.merged import merged
from weefsel.web.accounts.models import House
from weefsel.web.audit.log import record
from weefsel.web.choose.keeping import change
from weefsel.web.social_map import keeping, rows
from weefsel.web.social_map.models import Offer, Pairing

MERGE = "social_map.merge"
MERGED, DIFFERENT = "merged", "different"


@transaction.atomic
def merge(
    request: Any, house: House, first: Offer, second: Offer, theirs: Mapping[str, bool], why: str
) -> Pairing:
    """Make two provisions one: the first is filled from the second, the second ends.

    ``theirs`` says by "record.field" where the value of the second is taken.
    """
    made = merged(rows.entry(first), rows.entry(second), theirs)
    before: dict[str, Any] = {}
    for name, row, document in (
        ("service", first.service, made.service),
        ("location", first.location, made.location),
        ("offer", first, made.offer),
    ):
        if row is None or document is None:
            continue
        wanted = rows.plain(type(row), document)
        fields = {one: value for one, value in wanted.items() if getattr(row, one) != value}
        if fields:
            old = rows.DOCUMENTS[type(row)].model_validate(_document(row)).model_dump(mode="json")
            changed = change(request, MERGE, row, row.version, fields)
            before[name] = {
                "version": changed.version, "values": {one: old[one] for one in fields},
            }  # fmt: skip
    keeping.end(request, second, right=MERGE, why=MERGED)
    return _decide(request, house, first, second, MERGED, why, before)


@transaction.atomic
def keep_apart(request: Any, house: House, first: Offer, second: Offer, why: str) -> Pairing:
    """Say that two provisions are two: they are not proposed again."""
    return _decide(request, house, first, second, DIFFERENT, why, {})


def _decide(
    request: Any, house: House, first: Offer, second: Offer, decision: str, why: str, kept: Any
) -> Pairing:
    made = Pairing(
        house=house, municipality=first.municipality, first=first.key, second=second.key,
        decision=decision, reason=why, kept=kept, decided_by=request.user,
        decided_at=timezone.now(),
    )  # fmt: skip
    made._history_user = request.user
    made.save()
    record(request, MERGE, made, what={"decision": decision})
    return made


@transaction.atomic
def undo(request: Any, pairing: Pairing) -> bool:
    """Take a decision back; tell whether all it changed could be put back.

    What somebody changed since stays as it is now.
    """
    whole = True
    if pairing.decision == MERGED:
        held = {one.key: one for one in _both(pairing)}
        first, second = held.get(pairing.first), held.get(pairing.second)
        if second is not None:
            keeping.restore(request, second, right=MERGE, why="undone")
        for name, kept in pairing.kept.items():
            row = first if name == "offer" else getattr(first, name, None)
            if row is None or row.version != kept["version"]:
                whole = False
                continue
            document = rows.DOCUMENTS[type(row)].model_validate(
                {**_document(row), **kept["values"]}
            )
            plain = rows.plain(type(row), document)
            change(request, MERGE, row, row.version, {one: plain[one] for one in kept["values"]})
    pairing.undone_at = timezone.now()
    pairing.version += 1
    pairing.changed_at = timezone.now()
    pairing._history_user = request.user
    pairing.save()
    record(request, MERGE, pairing, what={"decision": "undone"})
    return whole


def _both(pairing: Pairing) -> list[Offer]:
    return list(
        Offer.objects.select_related("service__organisation", "location").filter(
            municipality=pairing.municipality, key__in=(pairing.first, pairing.second)
        )
    )


def _document(row: Any) -> dict[str, Any]:
    """Give a row as the fields of its document; what it hangs on only as a placeholder."""
    found = {"id": row.key, **{one: getattr(row, one) for one in rows.FIELDS[type(row)]}}
    if isinstance(row, Offer):
        found |= {"service": row.service.key, "municipality": row.municipality}
        found["location"] = None if row.location is None else row.location.key
    elif hasattr(row, "organisation_id"):
        found["organisation"] = row.organisation.key
    return found
