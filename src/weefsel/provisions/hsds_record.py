"""One record of the social map as its rows say it: checked, and cut where there is no room."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from weefsel.provisions import hsds_terms as terms
from weefsel.provisions.hsds_fields import READ, Around, Values
from weefsel.provisions.hsds_kept import HSDS, LOCATION, OFFER, ORGANISATION, SERVICE, Kept
from weefsel.provisions.social_map import Location, Offer, Organisation, Record, Service

MODELS: dict[str, type[Record]] = {
    ORGANISATION: Organisation,
    SERVICE: Service,
    LOCATION: Location,
    OFFER: Offer,
}
# What says which record it is and what it belongs to: never read as a field of its own.
REFERENCES = frozenset({"id", "organisation", "service", "location"})
_NEEDED: dict[str, Values] = {
    ORGANISATION: {"id": "x", "name": "-"},
    SERVICE: {"id": "x", "name": "-", "organisation": "x"},
    LOCATION: {"id": "x"},
    OFFER: {"id": "x", "service": "x", "slug": "x", "municipality": "GM0000"},
}
NO_PLACE = "no_place"  # said of an offer whose location stands there for the specification only
_CUT = ("name", "description", "opening_words", "cost", "accessibility", "legal_ground")


def fields_of(table: str) -> list[str]:
    """Give the fields of a record that rows can say."""
    return [one for one in MODELS[table].model_fields if one not in REFERENCES]


def read(kept: Kept, around: Around) -> Values:
    """Give the fields of a record in plain JSON as its rows say them; what cannot be is left out.

    Our own terms go before the fields of the specification: they are said only where those
    would say something else.
    """
    said = {name: reader(kept, around) for name, reader in READ[kept.table].items()}
    known = set(fields_of(kept.table))
    derived = {
        name: value for name, value in kept.derived.items() if name in known and not said.get(name)
    }
    facts = {name: value for name, value in terms.facts(kept).items() if name in known}
    return clean(kept.table, said | derived | facts)


def clean(table: str, values: Values) -> Values:
    """Give values that the record can hold: too long is cut or left out, as is what is wrong."""
    model, needed = MODELS[table], _NEEDED[table]
    given = {name: _cut(model, name, value) for name, value in values.items()}
    while True:
        try:
            made = model.model_validate(needed | given)
            break
        except ValidationError as fault:
            wrong = {str(one["loc"][0]) for one in fault.errors(include_url=False)}
            given = {name: value for name, value in given.items() if name not in wrong}
    found = made.model_dump(mode="json")
    return {name: found[name] for name in fields_of(table)}


def _cut(model: type[Record], name: str, value: Any) -> Any:
    if name not in _CUT or not isinstance(value, str):
        return value
    most = next(
        (
            one.max_length
            for one in model.model_fields[name].metadata
            if hasattr(one, "max_length")
        ),
        len(value),
    )
    return value[:most]


def without_kept(other: dict[str, Any]) -> dict[str, Any]:
    """Give what is kept of other sources than a package."""
    return {name: value for name, value in other.items() if name != HSDS}
