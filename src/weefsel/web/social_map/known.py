"""What the register holds of a municipality, as documents; kept until the map changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils import timezone

from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.provisions import map_file, old_register
from weefsel.provisions.social_map import Entry, SocialMap
from weefsel.web.social_map import rows
from weefsel.web.social_map.models import Location, Offer, Organisation, Service, Stamp
from weefsel.web.social_map.stamp import mark_of

NOTHING = SocialMap({}, {}, {}, {})
KEPT = 8  # maps a process keeps: pages of a few municipalities alternate


@dataclass(frozen=True)
class _Held:
    mark: str
    day: date
    map: SocialMap
    entries: tuple[Entry, ...]
    by_slug: dict[str, Entry]


_kept: dict[tuple[str, bool], _Held] = {}
_renewing = Lock()


def today() -> date:
    """Give the day it is in the Netherlands."""
    return timezone.localdate()


def social_map(municipality: str, *, public: bool = True) -> SocialMap:
    """Give all records of a municipality: what everybody may see, else all that is kept.

    Public is what its house published and what is not over. Organisations, services and
    locations without such an offer are not public.
    """
    return _of(municipality, public).map


def entries(municipality: str, *, public: bool = True) -> tuple[Entry, ...]:
    """Give the provisions of a municipality by name; as ``social_map``."""
    return _of(municipality, public).entries


def entry(municipality: str, slug: str, *, public: bool = True) -> Entry:
    """Give one provision; raises ``NotFoundError`` when the register lacks it."""
    found = _of(municipality, public).by_slug.get(slug)
    if found is None:
        raise NotFoundError(
            text("the provision '%(id)s' is not in the register.", id=slug[:40]),
            where=municipality,
            todo=text("Look in the list of provisions for its id."),
        )
    return found


def public_map() -> SocialMap:
    """Give what is public of all municipalities together; of a double id the first counts."""
    found: tuple[dict[str, Any], ...] = ({}, {}, {}, {})
    for code in municipalities():
        one = social_map(code)
        for held, more in zip(
            found, (one.organisations, one.services, one.locations, one.offers), strict=True
        ):
            for key, record in more.items():
                held.setdefault(key, record)
    return SocialMap(*found)


def changed_at(municipality: str) -> dict[str, datetime]:
    """Give when each offer of a municipality last changed, by its id."""
    found = Offer.objects.filter(municipality=municipality).order_by()
    return dict(found.values_list("key", "changed_at"))


def mark(municipality: str) -> str:
    """Give a mark that is another one after every change and on every day: to keep answers by."""
    return f"{mark_of(municipality) or _mark_of_file(municipality)} {today()}"


def municipalities() -> list[str]:
    """Give the codes of the municipalities with a public provision."""
    found = Offer.objects.filter(Offer.published_path).order_by()
    held = set(found.values_list("municipality", flat=True).distinct())
    begun = set(Stamp.objects.values_list("municipality", flat=True))
    return sorted(held | (set(map_file.waiting(_home())) - begun))


def _of(municipality: str, public: bool) -> _Held:
    day = today()
    now = mark_of(municipality) or _mark_of_file(municipality)
    key = (municipality, public)
    held = _kept.get(key)
    if held is not None and held.mark == now and held.day == day:
        return held
    built = _read(municipality, public) if mark_of(municipality) else _of_file(municipality, day)
    listed = tuple(sorted(built.entries(), key=lambda one: (one.name.casefold(), one.slug)))
    made = _Held(now, day, built, listed, {one.slug: one for one in listed})
    with _renewing:
        if len(_kept) >= KEPT and key not in _kept:
            _kept.pop(next(iter(_kept)))
        _kept[key] = made
    return made


def _mark_of_file(municipality: str) -> str:
    """Give a cheap mark of the file in the home folder: when it was written and how long."""
    found = []
    for path in (
        map_file.path_of(_home(), municipality),
        old_register.path_of(_home(), municipality),
    ):
        if path.exists():
            seen = path.stat()
            found.append(f"{path.name} {seen.st_mtime_ns} {seen.st_size}")
    return " ".join(found)


def _of_file(municipality: str, day: date) -> SocialMap:
    """Give what the home folder holds, as long as the database holds nothing."""
    held = map_file.read(_home(), municipality)
    return NOTHING if held is None else held.social_map(day)


def _home() -> Path:
    return Path(settings.WEEFSEL_HOME)


def _read(municipality: str, public: bool) -> SocialMap:
    """Read a map in four queries; of what is public only what an offer leads to."""
    offers = Offer.objects.filter(municipality=municipality).order_by("service__name", "slug")
    services = Service.objects.filter(municipality=municipality)
    locations = Location.objects.filter(municipality=municipality)
    organisations = Organisation.objects.filter(municipality=municipality)
    if public:
        offers = offers.filter(Offer.published_path)
        services = services.filter(pk__in=offers.order_by().values("service"))
        locations = locations.filter(pk__in=offers.order_by().values("location"))
        organisations = organisations.filter(pk__in=services.order_by().values("organisation"))
    whose = {one.pk: one for one in organisations}
    where = {one.pk: one for one in locations}
    what = {one.pk: one for one in services}
    return SocialMap(
        organisations={one.key: rows.organisation(one) for one in whose.values()},
        services={
            one.key: rows.service(one, whose[one.organisation_id].key) for one in what.values()
        },
        locations={one.key: rows.location(one) for one in where.values()},
        offers={
            one.key: rows.offer(
                one,
                what[one.service_id].key,
                None if one.location_id is None else where[one.location_id].key,
            )
            for one in offers
        },
    )
