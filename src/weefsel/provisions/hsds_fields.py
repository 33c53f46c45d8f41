"""What the rows of a package say of each field of the social map, and the rows that say it.

A field is read from its own place in the specification, else from our own terms
(``hsds_terms.toml``), else from what reading derived. It is written to its own place; when
reading that back would give another value, it is said under our own terms too. So a record
that nobody changed goes out as it came in, and one that was changed loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from weefsel.provisions import hsds_hours as hours
from weefsel.provisions import hsds_terms as terms
from weefsel.provisions.brought import new_id
from weefsel.provisions.hsds_kept import LOCATION, OFFER, ORGANISATION, SERVICE, Kept
from weefsel.sources.hsds.specification import tables
from weefsel.sources.hsds.values import fault_of

UNKNOWN = "-"  # where the specification needs something and nobody knows it
_NUMBER = re.compile(r"(?P<street>.*[^\d\s,-])[\s,]+(?P<number>\d+\s?[A-Za-z0-9/-]{0,8})")
_INACTIVE = frozenset({"inactive", "defunct"})
ENDED, ACTIVE = "inactive", "active"
COUNTRY = "NL"

Values = dict[str, Any]


class Around:
    """The records around an offer: what its service and location say holds for it too."""

    def __init__(self, service: Kept | None = None, location: Kept | None = None) -> None:
        self.service, self.location = service, location


Read = Callable[[Kept, Around], Any]


def _column(name: str) -> Read:
    return lambda kept, around: str(kept.row.get(name) or "").strip()


def _first_phone(kept: Kept, column: str) -> str:
    rows = [row for row in kept.of("phone", column) if row.get("number")]
    return str(rows[0]["number"]).strip(' "') if rows else ""


def _service_kind(kept: Kept, around: Around) -> str:
    """Give the kind by our own term, else by a term of the same name, else nothing."""
    from weefsel.provisions.place_kind import place_kinds

    ours = terms.codes_of(kept, "kind")
    if ours:
        return ours[0]
    names = {one.casefold() for one in terms.other_terms(kept)}
    for key, kind in place_kinds().items():
        if names & {kind.nl.casefold(), kind.en.casefold()}:
            return key
    return ""


def _description(kept: Kept, around: Around) -> str:
    said = str(kept.row.get("description") or "").strip()
    return "" if said == str(kept.row.get("name") or "").strip() else said


def _free(kept: Kept, around: Around) -> bool | None:
    amounts = [row.get("amount") for row in kept.of("cost_option", "service_id")]
    if amounts and None not in amounts:
        return not any(amounts)
    said = str(kept.row.get("fees_description") or "").strip().casefold().rstrip(".")
    return True if said in terms.words().free["yes"] else None


def _cost(kept: Kept, around: Around) -> str:
    return str(kept.row.get("fees_description") or kept.row.get("fees") or "").strip()


def _languages(kept: Kept, around: Around) -> list[str]:
    found = [
        terms.language_code(str(row.get("code") or ""), str(row.get("name") or ""))
        for row in kept.of("language", "service_id")
    ]
    return list(dict.fromkeys(one for one in found if one))


def _financiers(kept: Kept, around: Around) -> list[str]:
    rows = kept.of("funding", "service_id")
    return [str(row["source"]) for row in rows if row.get("source")]


def address_of(kept: Kept) -> dict[str, Any]:
    """Give the address of a location that one can go to, else its first, else nothing."""
    rows = kept.of("address", "location_id")
    physical = [row for row in rows if row.get("address_type") == "physical"]
    return next(iter(physical or rows), {})


def _address(column: str) -> Read:
    def read(kept: Kept, around: Around) -> str:
        said = str(address_of(kept).get(column) or "").strip()
        return "" if said == UNKNOWN else said

    return read


def _street(part: str) -> Read:
    def read(kept: Kept, around: Around) -> str:
        said = str(address_of(kept).get("address_1") or "").strip()
        if said == UNKNOWN:
            return ""
        found = _NUMBER.fullmatch(said)
        if found is None:
            return said if part == "street" else ""
        return found[part].strip()

    return read


def _degrees(column: str) -> Read:
    def read(kept: Kept, around: Around) -> float | None:
        value = kept.row.get(column)
        known = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if known and value is not None else None

    return read


def _accessible(kept: Kept) -> list[str]:
    rows = kept.of("accessibility", "location_id")
    return [str(row[one]) for row in rows for one in ("description", "details") if row.get(one)]


def _wheelchair(kept: Kept, around: Around) -> bool | None:
    said = {one.strip().casefold().rstrip(".") for one in _accessible(kept)}
    known = terms.words().wheelchair
    if said & set(known["no"]):
        return False
    return True if said & set(known["yes"]) else None


def _accessibility(kept: Kept, around: Around) -> str:
    known = {one for said in terms.words().wheelchair.values() for one in said}
    return " ".join(one for one in _accessible(kept) if one.casefold().rstrip(".") not in known)


def _schedules(kept: Kept, around: Around) -> list[dict[str, Any]]:
    """Give the schedules of an offer, else of its location, else of its service."""
    for one, column in (
        (kept, "service_at_location_id"),
        (around.location, "location_id"),
        (around.service, "service_id"),
    ):
        rows = one.of("schedule", column) if one is not None else []
        if rows:
            return rows
    return []


def _service_says(column: str) -> Read:
    def read(kept: Kept, around: Around) -> str:
        return str(around.service.row.get(column) or "").strip() if around.service else ""

    return read


def _offer_phone(kept: Kept, around: Around) -> str:
    own = _first_phone(kept, "service_at_location_id")
    return own or (_first_phone(around.service, "service_id") if around.service else "")


def _assured(kept: Kept, around: Around) -> str | None:
    return _service_says("assured_date")(kept, around) or None


def _ended(kept: Kept, around: Around) -> str | None:
    row = around.service.row if around.service else {}
    if row.get("status") not in _INACTIVE:
        return None
    said = str(row.get("last_modified") or row.get("assured_date") or "")
    return said.partition("T")[0] or kept.derived.get("day")


def _term(key: str) -> Read:
    return lambda kept, around: next(iter(terms.codes_of(kept, key)), "")


def _pillar(kept: Kept, around: Around) -> int | None:
    said = next(iter(terms.codes_of(kept, "pillar")), "")
    return int(said) if said.isdigit() else None


# The fields of each record that the specification, or a list of terms, has a place for.
READ: Mapping[str, Mapping[str, Read]] = {
    ORGANISATION: {
        "name": _column("name"),
        "kind": lambda kept, around: _term("organisation_kind")(kept, around) or "other",
        "description": _description,
        "website": _column("website"),
        "email": _column("email"),
        "phone": lambda kept, around: _first_phone(kept, "organization_id"),
    },
    SERVICE: {
        "name": _column("name"),
        "description": _description,
        "kind": _service_kind,
        "activities": lambda kept, around: terms.codes_of(kept, "activity"),
        "groups": lambda kept, around: terms.codes_of(kept, "group"),
        "pillar": _pillar,
        "free": _free,
        "cost": _cost,
        "languages": _languages,
        "way_in": _term("way_in"),
        "statutory": _term("statutory"),
        "financiers": _financiers,
    },
    LOCATION: {
        "name": _column("name"),
        "street": _street("street"),
        "number": _street("number"),
        "postcode": _address("postal_code"),
        "town": _address("city"),
        "longitude": _degrees("longitude"),
        "latitude": _degrees("latitude"),
        "wheelchair": _wheelchair,
        "accessibility": _accessibility,
    },
    OFFER: {
        "opening": lambda kept, around: hours.openings(_schedules(kept, around)),
        "closed": lambda kept, around: hours.closings(_schedules(kept, around)),
        "opening_words": lambda kept, around: hours.words(_schedules(kept, around)),
        "website": _service_says("url"),
        "email": _service_says("email"),
        "phone": _offer_phone,
        "assured_on": _assured,
        "ends_on": _ended,
    },
}


def write(kept: Kept, field: str, values: Values) -> None:
    """Put a field in its own place in the specification; nothing where it has none."""
    value = values.get(field)
    if kept.table in (ORGANISATION, SERVICE) and field in _COLUMNS[kept.table]:
        _set(kept, _COLUMNS[kept.table][field], value)
        if field == "description" and kept.table == ORGANISATION and not value:
            kept.row["description"] = values["name"]
    elif field in ("activities", "groups", "kind", "pillar", "way_in", "statutory"):
        _write_terms(kept, field, value)
    elif field == "phone":
        _write_phone(kept, str(value or ""))
    elif kept.table == SERVICE:
        _write_lists(kept, field, value)
    elif kept.table == LOCATION:
        _write_location(kept, field, values)
    elif field in ("opening", "closed", "opening_words"):
        column = "service_at_location_id"
        kept.unlink("schedule", column)
        for row in hours.schedules(
            values["opening"], values["closed"], values["opening_words"], column, kept.id
        ):
            kept.add("schedule", row)


_COLUMNS: Mapping[str, Mapping[str, str]] = {
    ORGANISATION: {one: one for one in ("name", "description", "website", "email")},
    SERVICE: {"name": "name", "description": "description", "cost": "fees_description"},
}
_KEYS = {"activities": "activity", "groups": "group"}


def _set(kept: Kept, column: str, value: Any) -> None:
    """Fill a column when its value has the form that the specification asks for."""
    field = tables()[kept.table].fields[column]
    if field.kind == "uri" and value and fault_of(value, field) is not None:
        value = f"https://{value}"
    if value in ("", None) or fault_of(value, field) is not None:
        kept.row.pop(column, None)
    else:
        kept.row[column] = value


def _write_terms(kept: Kept, field: str, value: Any) -> None:
    key = "organisation_kind" if kept.table == ORGANISATION else _KEYS.get(field, field)
    if isinstance(value, list):
        terms.say_terms(kept, key, [str(one) for one in value])
    else:
        terms.say_terms(kept, key, [str(value)] if value not in ("", None) else [])


def _write_phone(kept: Kept, value: str) -> None:
    column = "organization_id" if kept.table == ORGANISATION else "service_at_location_id"
    kept.unlink("phone", column, 1)
    if value:
        row = {"id": new_id("phone", kept.id), column: kept.id, "number": value, "type": "voice"}
        kept.add("phone", row)


def _write_lists(kept: Kept, field: str, value: Any) -> None:
    table = {"languages": "language", "financiers": "funding", "free": "cost_option"}.get(field)
    if table is None:
        return
    kept.unlink(table, "service_id")
    rows: list[dict[str, Any]] = []
    if field == "languages":
        rows = [{"name": terms.language_name(one), "code": one} for one in value]
    elif field == "financiers":
        rows = [{"source": one} for one in value]
    elif value is True:
        rows = [{"option": "Gratis", "currency": "EUR", "amount": 0}]
    for at, row in enumerate(rows):
        whose = {"id": new_id(table, kept.id, str(at)), "service_id": kept.id}
        kept.add(table, whose | row)


def _write_location(kept: Kept, field: str, values: Values) -> None:
    if field == "name":
        _set(kept, "name", values["name"])
    elif field in ("longitude", "latitude"):
        _set(kept, field, values[field])
    elif field in ("wheelchair", "accessibility"):
        known = terms.words().wheelchair
        kept.unlink("accessibility", "location_id")
        can = values["wheelchair"]
        said = [] if can is None else [known["yes" if can else "no"][0]]
        for at, one in enumerate((*said, *filter(None, [values["accessibility"]]))):
            row = {"id": new_id("accessibility", kept.id, str(at)), "location_id": kept.id}
            kept.add("accessibility", row | {"description": one})
    else:
        _write_address(kept, values)


def _write_address(kept: Kept, values: Values) -> None:
    there = address_of(kept)
    parts = [values[one] for one in ("street", "number", "postcode", "town")]
    if not any(parts):
        kept.remove("address", {str(there["id"])} if there else set())
        return
    row = {
        "id": there.get("id") or new_id("address", kept.id),
        "location_id": kept.id,
        "state_province": there.get("state_province") or UNKNOWN,
        "country": there.get("country") or COUNTRY,
        "address_type": there.get("address_type") or "physical",
        "address_1": f"{values['street']} {values['number']}".strip() or UNKNOWN,
        "postal_code": values["postcode"] or UNKNOWN,
        "city": values["town"] or UNKNOWN,
    }
    kept.remove("address", {str(row["id"])})
    kept.add("address", {**there, **row})


def service_columns(kept: Kept, offers: list[Values]) -> None:
    """Say on a service what its offers share: assured, ended, web and e-mail address."""
    for column, field in (("url", "website"), ("email", "email"), ("assured_date", "assured_on")):
        known = [one[field] for one in offers if one[field]]
        # A service is as sure as the least sure of its offers.
        best = min(known, default="") if field == "assured_on" else next(iter(known), "")
        _set(kept, column, best)
    ended = all(one["ends_on"] for one in offers)
    if ended != (kept.row.get("status") in _INACTIVE):
        kept.row["status"] = ENDED if ended else ACTIVE
