"""How the past of provisions is told, and how an earlier version is put back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from weefsel.base.language import Text, text
from weefsel.web.audit.past import Past, held, keep
from weefsel.web.choose.keeping import change
from weefsel.web.choose.past import DEED
from weefsel.web.social_map.models import Location, Offer, Organisation, Service, Term

EDIT = "social_map.edit"


def _say(field: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, list):
        return "; ".join(_one(each) for each in value)
    return str(value)


def _one(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(each) for each in value.values() if each not in ("", None))
    return str(value)


def _put_back(names: tuple[str, ...], right: str = EDIT) -> Any:
    def back(request: Any, thing: Any, then: Any) -> None:
        fields = {name: held(then, name) for name in names}
        change(request, right, thing, thing.version, fields, deed=DEED)

    return back


def _past(kind: str, model: Any, fields: dict[str, Text], at: Any) -> Past:
    return Past(
        kind=kind,
        model=model,
        edit=EDIT,
        fields=fields,
        title=str,
        url=at,
        put_back=_put_back(tuple(fields)),
        say=_say,
    )


def _list(thing: Any) -> str:
    return reverse("provisions-own")


ORGANISATION = _past(
    "organisation",
    Organisation,
    {
        "name": text("Name"),
        "kind": text("Kind of organisation"),
        "description": text("What it does"),
        "website": text("Web address"),
        "email": text("E-mail address"),
        "phone": text("Telephone"),
    },
    _list,
)
LOCATION = _past(
    "location",
    Location,
    {
        "name": text("Name"),
        "street": text("Street"),
        "number": text("Number"),
        "postcode": text("Postcode"),
        "town": text("Town"),
        "longitude": text("Longitude"),
        "latitude": text("Latitude"),
        "neighbourhood": text("Neighbourhood"),
        "wheelchair": text("Wheelchair"),
        "accessibility": text("How to get in"),
    },
    _list,
)
SERVICE = _past(
    "service",
    Service,
    {
        "name": text("Name"),
        "description": text("What it does"),
        "kind": text("Kind"),
        "activities": text("Kinds of activity"),
        "groups": text("Groups"),
        "specialisms": text("Specialisms"),
        "pillar": text("Pillar"),
        "free": text("Free"),
        "cost": text("What it costs"),
        "languages": text("Languages"),
        "way_in": text("How people come in"),
        "statutory": text("Required by law"),
        "legal_ground": text("Legal ground"),
        "financiers": text("Who pays"),
        "iv3": text("Iv3 task field"),
    },
    _list,
)
OFFER = _past(
    "offer",
    Offer,
    {
        "opening": text("Opening hours"),
        "closed": text("Closed on"),
        "opening_words": text("Hours in words"),
        "capacity": text("Capacity"),
        "capacity_unit": text("Unit of the capacity"),
        "free_places": text("Free places"),
        "regular_visitors": text("Regular visitors"),
        "cost_eur_per_year": text("Cost a year in euros"),
        "price_year": text("Price year"),
        "website": text("Web address"),
        "email": text("E-mail address"),
        "phone": text("Telephone"),
        "assured_on": text("Confirmed on"),
        "ends_on": text("Last day"),
        "source": text("Source"),
        "published_at": text("Published"),
    },
    lambda one: reverse("provision-own", kwargs={"key": one.pk}),
)
TERM = Past(
    kind="term",
    model=Term,
    edit="social_map.term",
    fields={"months": text("Months"), "reason": text("Reason")},
    title=str,
    url=_list,
    put_back=_put_back(("months", "reason"), "social_map.term"),
    say=_say,
)


def register() -> None:
    """Say that the four records and the term have a past; called once."""
    for past in (ORGANISATION, LOCATION, SERVICE, OFFER, TERM):
        keep(past)
