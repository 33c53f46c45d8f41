"""From a file to the register: read, placed in its neighbourhoods, tried, stored or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from weefsel.base.errors import NotFoundError
from weefsel.base.language import Text, text
from weefsel.provisions.bring import DUO, OSM, bring
from weefsel.provisions.brought import Brought
from weefsel.provisions.columns import Columns
from weefsel.provisions.duplicates import Proposal, proposals
from weefsel.provisions.placed import placed, within
from weefsel.provisions.to_hsds import recognised
from weefsel.provisions.without_loss import without_loss
from weefsel.sources.area_code import country_of
from weefsel.web import ask
from weefsel.web.accounts.models import House, Kind
from weefsel.web.social_map import keeping, known
from weefsel.web.social_map.models import Pairing
from weefsel.web.social_map.struck import struck
from weefsel.web.social_map.take_over import take_over


@dataclass(frozen=True)
class Ready:
    """What a file would do to the register: records added, changed, left; new provisions."""

    brought: Brought
    put: keeping.Put
    new: int
    doubles: tuple[Proposal, ...]


def house_of(municipality: str, name: str | None = None) -> House:
    """Give the house that brings: the one named, else the municipality's own.

    Raises ``NotFoundError`` when there is none.
    """
    if name is not None:
        from weefsel.web.accounts.founding import find_house

        return find_house(name)
    owner = (
        House.objects.filter(area=municipality, kind=Kind.MUNICIPALITY).order_by("slug").first()
    )
    if owner is None:
        raise NotFoundError(
            text("there is no house of this municipality."),
            where=municipality,
            todo=text(
                "Make one first: weefsel account house NAME --kind municipality --area CODE"
            ),
        )
    return owner


def read(
    files: Mapping[str, bytes],
    municipality: str,
    *,
    columns: Columns | None = None,
    source: str = "",
) -> Brought:
    """Read files for a municipality; every place with a point gets its neighbourhood.

    Of sources that cover more than one municipality only what lies inside is taken. Raises
    as ``bring``.
    """
    brought = bring(
        files, municipality=municipality, on=known.today(), columns=columns, source=source
    )
    shapes = _shapes(municipality)
    found, said = struck(brought.map)
    remarks = [*brought.remarks, *said]
    if brought.form in (DUO, OSM):
        found, left = within(found, shapes)
        if left:
            remarks.append(_elsewhere(left))
    found, outside = placed(found, shapes)
    if outside is not None:
        remarks.append(outside)
    there = known.social_map(municipality, public=False)
    found = without_loss(recognised(found, there), there)
    return replace(brought, map=found, remarks=tuple(remarks))


def _elsewhere(count: int) -> Text:
    return text("places in another municipality, left out: %(count)s.", count=count)


def _shapes(municipality: str) -> dict[str, Any]:
    """Give the borders of the neighbourhoods, none when they are not loaded."""
    country = country_of(municipality)
    year = ask.newest_division(country)
    if year is None:
        return {}
    areas = ask.store().areas(
        year, country=country, level="neighbourhood", municipality=municipality
    )
    codes = areas["code"].to_list()
    return dict(ask.store().geometry(codes, year=year, country=country))


def tried(brought: Brought, house: House, *, publish: bool, gone: bool) -> Ready:
    """Say what storing would do, without doing it; raises ``InputError`` as ``put`` does."""
    with transaction.atomic():
        take_over(Path(settings.WEEFSEL_HOME), house.area)
        put = keeping.put(
            brought.map, house=house, by=None, source=brought.source,
            publish=publish, replace=gone,
        )  # fmt: skip
        transaction.set_rollback(True)
    there = known.entries(_municipality(brought, house), public=False)
    ids = {one.offer.id for one in there}
    outside = {(each.source, each.id) for one in there for each in one.offer.outside}
    new = [
        one
        for one in brought.map.entries()
        if one.offer.id not in ids
        and not any((each.source, each.id) in outside for each in one.offer.outside)
    ]
    mine = {one.offer.id for one in brought.map.entries()}
    held = [one for one in there if one.offer.id not in mine]
    return Ready(brought, put, len(new), proposals(held, new) if new else ())


def _municipality(brought: Brought, house: House) -> str:
    return next((one.municipality for one in brought.map.offers.values()), house.area)


@transaction.atomic
def store(brought: Brought, house: House, by: Any, *, publish: bool, gone: bool) -> keeping.Put:
    """Store what was read: all of it, or nothing when something is wrong.

    What waits in the home folder comes in first: from the first record on the register counts.
    """
    take_over(Path(settings.WEEFSEL_HOME), house.area)
    return keeping.put(
        brought.map, house=house, by=by, source=brought.source, publish=publish, replace=gone
    )


def waiting(municipality: str) -> tuple[Proposal, ...]:
    """Give the pairs of a municipality that may be one and about which nobody decided yet."""
    decided = Pairing.objects.filter(municipality=municipality, undone_at=None).values_list(
        "first", "second"
    )
    return proposals(
        [one for one in known.entries(municipality, public=False) if one.offer.ends_on is None],
        decided=list(decided),
    )
