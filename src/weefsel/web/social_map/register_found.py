"""What the pages of the register open: an offer with what belongs to it, and its frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import shapely
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.figure import Figure, Source
from weefsel.base.language import text
from weefsel.sources.area_code import country_of
from weefsel.web import ask
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, houses_with, require
from weefsel.web.see.own_house import area_choices
from weefsel.web.social_map.find_known import searchable
from weefsel.web.social_map.models import Offer

COUNTED = text("Counted in the register, so there is no range.")
_TITLE = text("The social map as it is kept here")
KEPT = Source(
    id="own:social-map",
    title=_TITLE.render("nl"),
    extra={"name_nl": _TITLE.render("nl"), "name_en": _TITLE.render("en")},
)
STEPS = ("what", "where", "when", "whom", "how-much", "contact")


def offers() -> QuerySet[Offer]:
    """Give all offers with what is told of them."""
    return Offer.objects.select_related("house", "service__organisation", "location")


def find(request: HttpRequest, key: UUID, right: str) -> Offer:
    """Give an offer with which somebody may do something; raises ``Denied`` or ``Hidden``."""
    found = offers().filter(pk=key).first()
    if found is None:
        raise Hidden
    require(request, right, found)
    return found


def house_for(request: HttpRequest, right: str) -> House:
    """Give the house for which something is done: the one at hand, else the first.

    Raises ``InputError`` when no house of theirs knows its municipality.
    """
    held = [one for one in houses_with(request.user, right) if one.area]
    here = getattr(request, "house", None)
    if here in held:
        return here
    if held:
        return held[0]
    raise InputError(
        text("provisions are entered in a house that knows its municipality."),
        todo=text("Ask the administrator of your house for its municipality and a role in it."),
    )


def areas_for(municipality: str, house: House) -> list[tuple[str, str]]:
    """Give the neighbourhoods to choose from; none where no figures of the place are loaded."""
    try:
        return area_choices(house, ("neighbourhood",))
    except (InputError, NotFoundError):
        return []


def neighbourhood_at(municipality: str, longitude: float, latitude: float) -> str:
    """Give the neighbourhood in which a point lies, empty where none is known."""
    try:
        borders = searchable(municipality).borders
    except NotFoundError:
        return ""
    point = shapely.Point(longitude, latitude)
    return next((code for code in sorted(borders) if borders[code].intersects(point)), "")


def counted(key: str, number: int) -> Figure:
    """Give a number of records, as a figure that says it was counted."""
    return Figure(
        f"social_map:{key}", float(number), decimals=0, sources=(KEPT.id,), reason=COUNTED
    )


def _statistics(house: House) -> Mapping[str, Source]:
    return ask.sources() if house.area and country_of(house.area) else {}


def frame(house: House, *crumbs: tuple[str, str]) -> dict[str, Any]:
    """Give what every page of the register has around it."""
    trail = [(_("Provisions of your house"), reverse("provisions-own")), *crumbs]
    return {
        "step": "see",
        "crumbs": [{"name": name, "url": url} for name, url in trail],
        "fictitious": house.fictitious,
        "sources": {KEPT.id: KEPT, **_statistics(house)},
    }
