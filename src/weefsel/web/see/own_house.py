"""For which house somebody enters own figures, and what that house's municipality has."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.area_code import country_of
from weefsel.web import ask
from weefsel.web.accounts.models import House, Kind
from weefsel.web.accounts.rights import houses_with

ENTER, SEE, WITHDRAW = "own_figures.enter", "own_figures.see", "own_figures.withdraw"
NOTE, READ = "own_record.edit", "own_record.see"


def houses_for(user: Any, right: str) -> list[House]:
    """Give the municipalities for which somebody may enter or note figures."""
    held = houses_with(user, right)
    return [one for one in held if one.kind == Kind.MUNICIPALITY and one.area]


def house_for(request: HttpRequest, right: str) -> House:
    """Give the house in which a new thing is made: the one at hand, else the only one.

    Raises ``InputError`` when no municipality of theirs can have own figures.
    """
    held = houses_for(request.user, right)
    here = getattr(request, "house", None)
    if here in held:
        return here
    if held:
        return held[0]
    raise _no_area()


def _no_area() -> InputError:
    return InputError(
        text("own figures are entered in the house of a municipality with its code."),
        todo=text("Ask the administrator of that house for a role in it."),
    )


def areas_of(house: House, *, level: str | None = None) -> pl.DataFrame:
    """Give the areas of a house's municipality in the newest division that has them."""
    if not house.area:
        raise _no_area()
    country = country_of(house.area)
    for year in reversed(ask.store().years(country)):
        found = ask.store().areas(year, country=country, municipality=house.area, level=level)
        if found.height:
            return found
    raise InputError(
        text("the areas of %(municipality)s are not loaded.", municipality=house.area),
        todo=text("Load the key figures of districts and neighbourhoods first."),
    )


def area_choices(house: House, levels: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give the areas of a municipality to choose from, large to small."""
    frame = areas_of(house).filter(pl.col("level").is_in(levels))
    districts = dict(areas_of(house, level="district").select("code", "name").iter_rows())
    return [
        (
            row["code"],
            f"{row['name']} ({districts[row['district']]})"
            if row["level"] == "neighbourhood" and row["district"] in districts
            else f"{row['name'] or row['code']}",
        )
        for row in frame.iter_rows(named=True)
    ]


def frame_of(*crumbs: tuple[str, str], fictitious: bool = False) -> dict[str, Any]:
    """Give what every page of own figures has around it."""
    trail = [{"name": _("Own figures"), "url": reverse("own-figures")}]
    trail += [{"name": name, "url": url} for name, url in crumbs]
    trail[-1] = {**trail[-1], "url": ""}
    return {"step": "see", "crumbs": trail, "fictitious": fictitious}
