"""Put a whole map into the register in one step: everything, or nothing at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions import social_map as documents
from weefsel.provisions.map_file import verify
from weefsel.web.accounts.models import House, User
from weefsel.web.audit.log import record
from weefsel.web.social_map import stamp
from weefsel.web.social_map.models import (
    SLUG,
    Location,
    Offer,
    Organisation,
    Recorded,
    Service,
)
from weefsel.web.social_map.rows import plain

ROWS_AT_A_TIME = 500
LINKS = frozenset(("organisation", "service", "location"))
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Put:
    """How many records of the four kinds were added, changed, or the same already."""

    added: int
    changed: int
    same: int


@transaction.atomic
def put(
    map: documents.SocialMap,
    *,
    house: House,
    by: Any,
    source: str,
    publish: bool = True,
    replace: bool = False,
) -> Put:
    """Put records in the register of a house: new ones added, known ones changed, never doubled.

    A record is known by its id, else by its id at a source (``outside``). An offer keeps its
    slug and the newest day on which it was confirmed; a new one whose slug is taken gets another.

    ``by`` is a user, a request, or none for a command; ``source`` says for the log where it
    came from. A new offer is published where ``publish`` is set; what is published stays so.
    With ``replace`` own offers of the same sources (``Offer.source``) that the map lacks
    end. Raises ``InputError``
    when a record is of another house or names one that is not there; then nothing changed.
    """
    municipality = _municipality(map, house)
    verify(municipality, map, house.name)
    writer = _Writer(house, municipality, _user(by))
    organisations = writer.write(Organisation, map.organisations, {})
    locations = writer.write(Location, map.locations, {})
    services = writer.write(
        Service,
        map.services,
        {
            one.id: {"organisation": _there(organisations, one.organisation, one.id)}
            for one in map.services.values()
        },
    )
    links = {
        one.id: {
            "service": _there(services, one.service, one.id),
            "location": None if one.location is None else _there(locations, one.location, one.id),
        }
        for one in map.offers.values()
    }
    offers = writer.write(Offer, map.offers, links, publish=publish)
    if replace:
        writer.end(
            {offers[key].pk for key in map.offers},
            {one.source for one in map.offers.values()},
        )
    if writer.added or writer.changed:
        stamp.renew(municipality)
        what = {
            "source": source[:120],
            "municipality": municipality,
            "added": writer.added,
            "changed": writer.changed,
        }
        record(by, "social_map.bring", house, house=house, what=what)
    return Put(writer.added, writer.changed, writer.same)


@transaction.atomic
def end(request: Any, offer: Offer, *, right: str = "social_map.remove", why: str = "") -> Offer:
    """Let an offer end now: nobody finds it any more, its house and its past keep it.

    ``why`` stands in the log: an id or a plain word, never what people wrote.
    """
    return _turn(request, offer, {"ends_on": timezone.localdate() - ONE_DAY}, right, "end", why)


@transaction.atomic
def restore(
    request: Any, offer: Offer, *, right: str = "social_map.remove", why: str = ""
) -> Offer:
    """Let an offer that ended go on."""
    return _turn(request, offer, {"ends_on": None}, right, "restore", why)


def _turn(
    request: Any, offer: Offer, fields: dict[str, Any], right: str, deed: str, why: str
) -> Offer:
    held = Offer.objects.select_for_update().get(pk=offer.pk)
    for name, value in fields.items():
        setattr(held, name, value)
    held.version += 1
    held.changed_at = timezone.now()
    held._history_user = _user(request)
    held.save()
    what = {"version": held.version, "deed": deed} | ({"why": why[:120]} if why else {})
    record(request, right, held, what=what)
    return held


def _user(by: Any) -> User | None:
    user = getattr(by, "user", by)
    return user if getattr(user, "is_authenticated", False) else None


def _municipality(map: documents.SocialMap, house: House) -> str:
    """Give the one municipality that a map is about: a house writes about its own."""
    named = {one.municipality for one in map.offers.values()} | ({house.area} - {""})
    if len(named) != 1:
        raise InputError(
            text(
                "provisions of more than one municipality stand together: %(codes)s.",
                codes=", ".join(sorted(named)) or "-",
            ),
            where=house.name,
            todo=text("Bring those of one municipality at a time, in a house of that place."),
        )
    return named.pop()


def _there(rows: Mapping[str, Any], key: str, by: str) -> Any:
    found = rows.get(key)
    if found is None:
        raise InputError(
            text("it names '%(id)s', which is not there.", id=key),
            where=by,
            todo=text("Add the record with that id, or correct the id."),
        )
    return found


def _by_outside(rows: Iterable[Any]) -> dict[tuple[str, str], Any]:
    """Give rows by their ids at sources."""
    return {(one["source"], one["id"]): row for row in rows for one in row.outside}


def _same_outside(known: Mapping[tuple[str, str], Any], document: documents.Record) -> Any:
    """Give the row that came from the same record of a source, if any."""
    return next(
        (known[one.source, one.id] for one in document.outside if (one.source, one.id) in known),
        None,
    )


def _is(row: Any, name: str, value: Any) -> bool:
    """Tell whether a field of a row holds this already; a link is compared by its id."""
    if name in LINKS:
        return bool(getattr(row, f"{name}_id") == (None if value is None else value.pk))
    return bool(getattr(row, name) == value)


def _settle(row: Any, fields: dict[str, Any], taken: set[str]) -> None:
    """Keep what an offer is called and when it was last confirmed; free a new name."""
    if row is not None:
        fields["slug"] = row.slug
        newest = max((day for day in (row.assured_on, fields["assured_on"]) if day), default=None)
        fields["assured_on"] = newest
        return
    wanted, count = fields["slug"], 1
    while fields["slug"] in taken:
        count += 1
        end = f"-{count}"
        fields["slug"] = wanted[: SLUG - len(end)].rstrip("-") + end
    taken.add(fields["slug"])


class _Writer:
    """Writes rows of one house in bulk, with their history, and counts what happened."""

    def __init__(self, house: House, municipality: str, user: User | None) -> None:
        self.house, self.municipality, self.user = house, municipality, user
        self.added = self.changed = self.same = 0
        self.now = timezone.now()

    def write(
        self,
        model: type[Recorded],
        wanted: Mapping[str, documents.Record],
        links: Mapping[str, Mapping[str, Any]],
        *,
        publish: bool = False,
    ) -> dict[str, Any]:
        """Write the records of one kind; give every row of the municipality by its id."""
        held = {
            one.key: one for one in model._default_manager.filter(municipality=self.municipality)
        }
        known = _by_outside(held.values())
        taken = {one.slug for one in held.values()} if model is Offer else set()
        new, other = [], []
        names: set[str] = set()
        for key, document in wanted.items():
            fields = {**plain(model, document), **links.get(key, {})}
            row = held.get(key) or _same_outside(known, document)
            if row is not None and row.key != key:
                held[key] = row  # what names it by the id of the file finds it too
            if model is Offer:
                _settle(row, fields, taken)
            if row is None:
                row = model(
                    key=key, municipality=self.municipality, house=self.house,
                    made_at=self.now, changed_at=self.now, **fields,
                )  # fmt: skip
                if publish:
                    row.published_at = self.now
                held[key] = row
                new.append(row)
                continue
            changed = [name for name, value in fields.items() if not _is(row, name, value)]
            if not changed:
                self.same += 1
                continue
            self._must_be_own(row)
            for name in changed:
                setattr(row, name, fields[name])
            row.version += 1
            row.changed_at = self.now
            names |= set(changed)
            other.append(row)
        self._save(model, new, other, names)
        return held

    def end(self, kept: set[uuid.UUID], sources: Iterable[str]) -> None:
        """Let own offers end that a newer file of the same sources no longer has."""
        over_since = timezone.localdate() - ONE_DAY
        over = Offer.objects.filter(
            municipality=self.municipality,
            house=self.house,
            source__in=list(sources),
            ends_on=None,
        )
        gone = [one for one in over if one.pk not in kept]
        for row in gone:
            row.ends_on, row.version, row.changed_at = over_since, row.version + 1, self.now
        self._save(Offer, [], gone, {"ends_on"})

    def _must_be_own(self, row: Any) -> None:
        if row.house_id != self.house.pk:
            raise InputError(
                text("this record belongs to %(house)s.", house=row.house.name),
                where=row.key,
                todo=text("Leave it out, or ask them to change it."),
            )

    def _save(self, model: Any, new: list[Any], other: list[Any], names: set[str]) -> None:
        if new:
            bulk_create_with_history(new, model, batch_size=ROWS_AT_A_TIME, default_user=self.user)
        if other:
            fields = [*sorted(names), "version", "changed_at"]
            bulk_update_with_history(
                other, model, fields, batch_size=ROWS_AT_A_TIME, default_user=self.user
            )
        self.added += len(new)
        self.changed += len(other)
