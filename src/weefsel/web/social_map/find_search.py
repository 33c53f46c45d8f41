"""Find what there is, without logging in: choose a municipality, search it, see it on a map."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import numpy as np
import shapely
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.language import Text, plural, text
from weefsel.provisions.find import LONGEST, Finds, Wanted, find
from weefsel.provisions.urgent import lines_for, urgent
from weefsel.report.pin_map import Pin, pin_map
from weefsel.sources.area_code import is_area_code, level_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang
from weefsel.web.see.map_live import background
from weefsel.web.social_map import known, term
from weefsel.web.social_map.find_asked import (
    ALL,
    WHERE,
    WORDS,
    YES,
    Asked,
    asked,
    options,
    sort_words,
)
from weefsel.web.social_map.find_known import FINE, Searchable, searchable
from weefsel.web.social_map.find_rows import Row, rows, url_of

MOST = 25  # on one page; the rest is one press away
MOST_ALL = 300  # a page that a phone still draws
POLICY = "accelerometer=(), camera=(), geolocation=(self), gyroscope=(), microphone=(), payment=()"


@needs("statistics.see")
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Choose a municipality; where there is only one its page is the answer."""
    there = set(known.municipalities())
    found = [one for one in ask.municipalities() if one.code in there]
    given = {key: request.GET.get(key, "")[:LONGEST] for key in (WORDS, WHERE)}
    query = urlencode({key: said for key, said in given.items() if said})
    query = f"?{query}" if query else ""
    if len(found) == 1:
        return redirect(reverse("what-is-there", kwargs={"code": found[0].code}) + query)
    context = {"found": found, "query": query, "step": "see", "step_page": False}
    return render(request, "social_map/find_begin.html", context)


@needs("statistics.see")
@require_safe
def search(request: HttpRequest, code: str) -> HttpResponse:
    """Search what there is in a municipality: list and map, with the reason for each."""
    if is_area_code(code) and level_of(code) != "municipality":
        return _around(code)
    there = searchable(code)
    made = asked(request, there)
    finds = find(there.index, made.question, made.wanted(), most=MOST_ALL if made.all else MOST)
    listed = rows(finds.found, there, timezone.now(), old_of(there))
    answer = render(request, "social_map/find_search.html", _context(there, made, finds, listed))
    answer["Permissions-Policy"] = POLICY
    return answer


def _around(code: str) -> HttpResponse:
    """Go to what there is around a neighbourhood or in a district."""
    row = ask.area(code)
    query = urlencode({"waar": row["name"][0]})
    there = reverse("what-is-there", kwargs={"code": row["municipality"][0]})
    return redirect(f"{there}?{query}")


def old_of(there: Searchable) -> frozenset[str]:
    """Give the slugs of what nobody confirmed within the term of the municipality."""
    months = term.months_of(there.code)
    return frozenset(one.slug for one in there.index.entries if term.age(one, months).old)


def _context(there: Searchable, made: Asked, finds: Finds, listed: list[Row]) -> dict[str, Any]:
    said = lang()
    now = timezone.now()
    open_now = int(there.index.weeks.open_at(now).sum())
    return {
        "there": there,
        "asked": made,
        "finds": finds,
        "lines": [(one, one.words(said)) for one in lines_for(made.words)],
        "danger": urgent(),
        "rows": listed,
        "title": _title(there, made, finds),
        "all_count": there.count("all", there.index.size),
        "open_count": there.count("open_now", open_now),
        "more": finds.total - len(listed),
        "more_url": f"?{made.query(**{ALL: YES})}",
        "everything_url": f"?{made.without_filters()}",
        "near_sort": sort_words(made.near, said) if made.near else "",
        "picture": _picture(there, made, listed),
        "points_url": f"{reverse('what-is-there-points', kwargs={'code': there.code})}?"
        + made.query(**({ALL: YES} if made.all else {})),
        "background": background(),
        "sources": {**ask.sources(), there.source.id: there.source},
        "fictitious": there.fictitious,
        "now": timezone.localtime(now),
        "ideas": ideas(there),
        "step": "see",
        "step_page": False,
        "crumbs": [
            {"name": there.name, "url": ask.url_of(there.code)},
            {"name": _("What is there"), "url": ""},
        ],
        **options(made, there, said),
    }


def ideas(there: Searchable) -> list[Text]:
    """Give questions to begin with, for who does not know what to type."""
    return [
        text("I cannot pay my bills"),
        text("I know nobody here"),
        text("my husband forgets everything"),
        text("I want to learn Dutch"),
    ]


def _title(there: Searchable, made: Asked, finds: Finds) -> Text:
    count = there.count("found", finds.total)
    if not (made.words or made.filters or made.near):
        return text("What is there in %(name)s", name=there.name)
    if finds.total == 0:
        return text("Nothing found in %(name)s for this question", name=there.name)
    return plural(
        "%(count)s provision in %(name)s fits your question",
        "%(count)s provisions in %(name)s fit your question",
        finds.total,
        count=count,
        name=there.name,
    )


def _picture(there: Searchable, made: Asked, listed: list[Row]) -> str:
    pins = [
        Pin(one.number, one.entry.name, one.url, one.entry.point)
        for one in listed
        if one.entry.point is not None
    ]
    title = _("Map of %(name)s with the places of the list") % {"name": there.name}
    return pin_map(
        there.borders,
        pins,
        title=title,
        here=made.near.point if made.near is not None else None,
        highlight=made.near.code if made.near is not None else "",
    )


@needs("statistics.see")
@require_safe
def points(request: HttpRequest, code: str) -> HttpResponse:
    """Give the places of a question and the borders of neighbourhoods as GeoJSON."""
    there = searchable(code)
    made = asked(request, there)
    most = MOST_ALL if made.all else MOST
    finds = find(there.index, made.question, made.wanted(), most=most)
    places = [
        {
            "type": "Feature",
            "properties": {
                "number": number,
                "name": one.entry.name,
                "url": url_of(one.entry),
                "slug": one.entry.slug,
            },
            "geometry": {"type": "Point", "coordinates": list(one.entry.point)},
        }
        for number, one in enumerate(finds.found, 1)
        if one.entry.point is not None
    ]
    shapes = np.array(list(there.borders.values()), dtype=object)
    borders = [
        {
            "type": "Feature",
            "properties": {"code": key, "name": there.names[key]},
            "geometry": shape.__geo_interface__,
        }
        for key, shape in there.borders.items()
    ]
    box = [round(float(one), FINE) for one in shapely.total_bounds(shapes)] if borders else []
    here = None if made.near is None else list(made.near.point)
    return JsonResponse(
        {
            "type": "FeatureCollection",
            "features": places,
            "borders": {"type": "FeatureCollection", "features": borders},
            "here": here,
            "box": box,
        },
        content_type="application/geo+json",
    )


def near_area(code: str, most: int) -> tuple[Searchable, list[Row]] | None:
    """Give what is nearest to the middle of an area, none where nothing is registered."""
    row = ask.area(code)
    there = searchable(str(row["municipality"][0]))
    place = there.places.at(code)
    if place is None or not there.index.size:
        return None
    finds = find(there.index, "", Wanted(near=place), most=most)
    return there, rows(finds.found, there, timezone.now(), old_of(there))
