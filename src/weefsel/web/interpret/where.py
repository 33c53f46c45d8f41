"""The area and the figure that something is said about, and the house that says it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.errors import InputError
from weefsel.base.figure import Figure
from weefsel.base.language import text
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.sources.area_code import is_area_code, municipality_of
from weefsel.web import ask
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import houses_with


def houses_for(user: Any, right: str, code: str) -> list[House]:
    """Give the houses in which somebody may do something about an area of a municipality."""
    municipality = municipality_of(code) if is_area_code(code) else None
    return [one for one in houses_with(user, right) if one.area and one.area == municipality]


def house_for(request: HttpRequest, right: str, code: str) -> House:
    """Give the house that speaks about an area: the one at hand, else the first.

    Raises ``InputError`` when no house of theirs is of that municipality.
    """
    held = houses_for(request.user, right, code)
    here = getattr(request, "house", None)
    if here in held:
        return here  # type: ignore[no-any-return]
    if held:
        return held[0]
    raise InputError(
        text("your house is not of the municipality of this area."),
        todo=text("Ask whoever manages this install which municipality your house is of."),
    )


def area_of(code: str) -> ScanResult:
    """Give the scan that holds an area; a 404 for what is no area of it."""
    if not is_area_code(code) or municipality_of(code) is None:
        raise Http404
    result = ask.scan_of(code)
    if code not in result.area_rows:
        raise Http404
    return result


def figure_of(result: ScanResult, code: str, key: str) -> Figure:
    """Give the figure of a key: an indicator or a condition; a 404 for anything else."""
    if key in CONDITIONS:
        return result.score(code, key)
    if key in result.catalogue and not result.catalogue[key].origin_trait:
        return result.figure(code, key)
    raise Http404


def name_of(key: str, lang: str, result: ScanResult | None = None) -> str:
    """Give the name of a figure or a condition; the id of what is not known any more."""
    if key in CONDITION_NAMES:
        said = CONDITION_NAMES[key].render(lang)
        return said[:1].upper() + said[1:]
    from weefsel.atlas.indicator import catalogue

    known = catalogue() if result is None else result.catalogue
    return known[key].name(lang) if key in known else key


def crumbs_of(result: ScanResult, code: str, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way to a page about an area."""
    municipality = result.recipe.area
    way = [(result.name(municipality), reverse("municipality", kwargs={"code": municipality}))]
    if code != municipality and (page := ask.page_of(code)):
        way.append((result.name(code), page))
    way += more
    found = [{"name": name, "url": url} for name, url in way]
    found[-1]["url"] = ""
    return found
