"""Questions to a package: the filters of the specification's API over its records.

Reference: Open Referral, HSDS 3.0, API reference, ``schema/openapi.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weefsel.provisions.duplicates import metres
from weefsel.sources.hsds.package import Package, Row
from weefsel.sources.hsds.specification import ID
from weefsel.sources.names import slug


@dataclass(frozen=True)
class Asked:
    """What a list is filtered by; empty asks for nothing.

    ``postcode`` without ``proximity_m`` is a location with that postcode, or one that begins so.
    """

    search: str = ""
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    organization_id: str = ""
    modified_after: datetime | None = None
    postcode: str = ""
    proximity_m: float | None = None
    parent_id: str = ""
    top_only: bool = False


_WORDS = {
    "service": ("name", "alternate_name", "description"),
    "organization": ("name", "alternate_name", "description"),
    "location": ("name", "alternate_name", "description"),
    "taxonomy": ("name", "description"),
    "taxonomy_term": ("code", "name", "description", "taxonomy"),
}


def found(package: Package, table: str, asked: Asked) -> list[str]:
    """Give the ids of the rows of a table that fit every filter, in their own order."""
    near = _near(package, asked)
    return [
        str(row[ID])
        for row in package.of(table)
        if _fits(package, table, row, asked)
        and (near is None or str(row.get("location_id", row[ID])) in near)
    ]


def _fits(package: Package, table: str, row: Row, asked: Asked) -> bool:
    service = package.find("service", str(row.get("service_id"))) if _of_service(table) else row
    service = service or {}
    if asked.search:
        words = _text(table, row) + (_text("service", service) if service is not row else "")
        whose = package.find("organization", str(service.get("organization_id")))
        if table in ("service", "service_at_location") and whose is not None:
            words += _text("organization", whose)
        if not all(one in words for one in asked.search.casefold().split()):
            return False
    if asked.organization_id and service.get("organization_id") != asked.organization_id:
        return False
    if asked.modified_after is not None and not _since(service, asked.modified_after):
        return False
    if table == "taxonomy_term":
        return _term_fits(package, row, asked)
    if asked.taxonomy_id or asked.taxonomy_term_id:
        terms = _terms(package, row) | (_terms(package, service) if service is not row else set())
        if asked.taxonomy_term_id and asked.taxonomy_term_id not in terms:
            return False
        if asked.taxonomy_id and asked.taxonomy_id not in {
            str((package.find("taxonomy_term", one) or {}).get("taxonomy_id")) for one in terms
        }:
            return False
    return True


def _of_service(table: str) -> bool:
    return table == "service_at_location"


def _text(table: str, row: Mapping[str, Any]) -> str:
    return "".join(f"{row.get(one, '')}\n" for one in _WORDS.get(table, ())).casefold()


def _since(service: Mapping[str, Any], moment: datetime) -> bool:
    """Tell whether it changed on or after a moment; what does not say when, may have."""
    try:
        said = datetime.fromisoformat(str(service["last_modified"]))
    except (KeyError, ValueError):
        return True
    if said.tzinfo is None:
        said = said.replace(tzinfo=moment.tzinfo)
    return said >= moment


def _terms(package: Package, row: Mapping[str, Any]) -> set[str]:
    said = package.referring("attribute", "link_id", str(row.get(ID)))
    return {str(one.get("taxonomy_term_id")) for one in said}


def _term_fits(package: Package, row: Row, asked: Asked) -> bool:
    if asked.taxonomy_id and row.get("taxonomy_id") != asked.taxonomy_id:
        return False
    if asked.parent_id and row.get("parent_id") != asked.parent_id:
        return False
    # "Only retrieve taxonomy terms that have not child terms", as the specification words it.
    return not (asked.top_only and package.referring("taxonomy_term", "parent_id", str(row[ID])))


def _near(package: Package, asked: Asked) -> set[str] | None:
    """Give the ids of the locations of a postcode, or within metres of its middle."""
    if not asked.postcode:
        return None
    wanted = slug(asked.postcode)
    there = {
        str(row.get("location_id"))
        for row in package.of("address")
        if slug(str(row.get("postal_code"))).startswith(wanted)
    }
    if asked.proximity_m is None:
        return there
    points = {
        str(row[ID]): (float(row["longitude"]), float(row["latitude"]))
        for row in package.of("location")
        if row.get("longitude") is not None and row.get("latitude") is not None
    }
    known = [points[one] for one in there if one in points]
    if not known:
        return set()
    middle = (
        sum(one[0] for one in known) / len(known), sum(one[1] for one in known) / len(known),
    )  # fmt: skip
    return {
        key for key, point in points.items()
        if (metres(middle, point) or 0.0) <= asked.proximity_m
    }  # fmt: skip
