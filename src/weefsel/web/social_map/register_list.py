"""The list of a house's own provisions, and what must be confirmed first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.language import Text, plural, text
from weefsel.provisions.freshness import Age, is_old
from weefsel.provisions.place_kind import kind_name
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import decide
from weefsel.web.accounts.shown import lang
from weefsel.web.social_map import term
from weefsel.web.social_map.known import today
from weefsel.web.social_map.models import Offer
from weefsel.web.social_map.register_found import counted, frame, house_for, offers

ROWS = 100  # of a page
SHOWN = ("all", "confirm", "draft", "remarks", "ended")


def own(house: House) -> QuerySet[Offer]:
    """Give the offers of a house, the longest unconfirmed first, with the remarks that wait."""
    waits = Count("remarks", filter=Q(remarks__handled_at=None))
    found = offers().filter(house=house).annotate(waiting=waits)
    return found.order_by(F("assured_on").asc(nulls_first=True), "service__name", "slug")


def narrowed(house: House, show: str, words: str) -> QuerySet[Offer]:
    """Give what is asked to be shown of a house's offers."""
    found, day = own(house), today()
    over = Q(ends_on__lt=day)
    if words:
        found = found.filter(
            Q(service__name__icontains=words)
            | Q(service__organisation__name__icontains=words)
            | Q(location__street__icontains=words)
        )
    if show == "ended":
        return found.filter(over)
    found = found.exclude(over)
    if show == "confirm":
        return found.filter(to_confirm(house))
    if show == "draft":
        return found.filter(published_at=None)
    if show == "remarks":
        return found.filter(waiting__gt=0)
    return found


def to_confirm(house: House) -> Q:
    """Give what was confirmed too long ago, or never."""
    return Q(assured_on=None) | Q(assured_on__lt=term.since(house.area))


def finding(old: int, every: int, months: int) -> Text:
    """Say how fresh the list is: the title of the page."""
    if not every:
        return text("Your house has no provisions on the social map yet")
    if not old:
        return text(
            "All provisions of your house were confirmed in the last %(months)s months",
            months=counted("term", months),
        )
    return plural(
        "One of your %(every)s provisions must be confirmed",
        "%(old)s of your %(every)s provisions must be confirmed",
        old,
        old=counted("old", old),
        every=counted("every", every),
    )


@needs("social_map.confirm")
@require_safe
def provisions_own(request: HttpRequest) -> HttpResponse:
    """Show what the house has on the social map, what is old first."""
    house = house_for(request, "social_map.confirm")
    asked = request.GET.get("toon", request.GET.get("show", "all"))
    show = asked if asked in SHOWN else "all"
    words = request.GET.get("q", "").strip()[:80]
    every = own(house).exclude(ends_on__lt=today())
    old, total = every.filter(to_confirm(house)).count(), every.count()
    months = term.months_of(house.area)
    page = Paginator(narrowed(house, show, words), ROWS).get_page(request.GET.get("pagina"))
    may = {
        name: decide(request.user, f"social_map.{name}", house).allowed
        for name in ("edit", "publish", "bring", "merge", "term")
    } | {"answer": decide(request.user, "remark.answer", house).allowed}
    context: dict[str, Any] = {
        "house": house,
        "title": finding(old, total, months),
        "rows": [_row(one, months) for one in page],
        "page": page,
        "tabs": _tabs(house, show),
        "show": show,
        "words": words,
        "months": counted("term", months),
        "own_term": term.term_of(house.area),
        "may": may,
        **frame(house),
    }
    context["crumbs"][-1]["url"] = ""
    return render(request, "social_map/register_list.html", context)


def _row(one: Offer, months: int) -> dict[str, Any]:
    old = is_old(one.assured_on, months, today())
    return {
        "offer": one,
        "kind": kind_name(one.service.kind, lang()),
        "age": Age(old, one.assured_on, months),
        "waiting": counted(f"remarks-{one.pk}", one.waiting) if one.waiting else None,  # type: ignore[attr-defined]
    }


def _tabs(house: House, show: str) -> list[dict[str, Any]]:
    names = {
        "all": _("All"),
        "confirm": _("To confirm"),
        "draft": _("Not published yet"),
        "remarks": _("With remarks"),
        "ended": _("Ended"),
    }
    return [
        {
            "key": key,
            "name": name,
            "count": counted(f"tab-{key}", narrowed(house, key, "").count()),
            "here": key == show,
        }
        for key, name in names.items()
    ]
