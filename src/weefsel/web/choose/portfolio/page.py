"""The page of a portfolio and of one of its lines: the review, side by side, never one mark."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.errors import InputError
from weefsel.portfolio.reviewed import LineReview, Review, Split
from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.rights import Hidden, decide
from weefsel.web.choose.portfolio.asked import asked, filters
from weefsel.web.choose.portfolio.changed import told_plainly
from weefsel.web.choose.portfolio.found import (
    Held,
    crumbs_to,
    find,
    inside,
    is_inside,
    mark_of,
    outside,
    reviewed,
    without_money,
)
from weefsel.web.choose.portfolio.models import Portfolio
from weefsel.web.choose.portfolio.screening import like_people
from weefsel.web.choose.portfolio.where import where_in

RIGHTS = (
    ("edit", "portfolio.edit"),
    ("publish", "portfolio.publish"),
    ("delete", "portfolio.delete"),
    ("history", "history.see"),
)


def may_of(request: HttpRequest, thing: Portfolio, own: bool) -> dict[str, bool]:
    """Tell what somebody may do with a portfolio."""
    return {name: own and decide(request.user, right, thing).allowed for name, right in RIGHTS}


def seen_by(request: HttpRequest, thing: Portfolio) -> tuple[bool, Held]:
    """Give a portfolio as somebody may see it, and whether that is the work of the house."""
    own = is_inside(request, thing)
    return own, inside(thing) if own else outside(thing)


def judged(held: Held, year: int | None = None) -> tuple[Review, str]:
    """Review a portfolio; where its money does not balance, without it and with the reason."""
    try:
        return reviewed(held, year), ""
    except InputError as fault:
        return reviewed(without_money(held), year), told_plainly(fault)


def year_of(request: HttpRequest, held: Held) -> int | None:
    """Give the year that was asked for, none when it has no lines."""
    said = request.GET.get("year", "")
    return next((one for one in held.portfolio.years if str(one) == said), None)


@needs_thing("portfolio.see")
@require_safe
def portfolio(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a portfolio: to its house what is worked on, to others what was published."""
    thing = find(key)
    own, held = seen_by(request, thing)
    may = may_of(request, thing, own)
    context: dict[str, Any] = {
        "thing": thing,
        "title": held.portfolio.title,
        "own": own,
        "may": may,
        "mark": mark_of(thing) if own else "",
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(held.portfolio.title),
    }
    if not held.portfolio.lines:
        return render(request, "portfolio/empty.html", context)
    review, fault = judged(held, year_of(request, held))
    where = where_in(thing.area)
    wanted = asked(request.GET, where.names)
    context |= {
        "review": review,
        "sources": review.sources,
        "fault": fault,
        "lines": [one for one in review.lines if wanted.fits(one, where.within)],
        "wanted": wanted,
        "filters": filters(wanted, review, where.names, _("not known")),
        "years": held.portfolio.years,
        "pairs": _pairs(review),
        "given": _destinations(thing, held, own),
        "people": like_people(one.organisation for one in held.portfolio.lines) if own else [],
        "up_to_date": own and thing.published and thing.published_mark == context["mark"],
    }
    return render(request, "portfolio/portfolio.html", context)


def _pairs(review: Review) -> list[tuple[tuple[str, Split], tuple[str, Split]]]:
    """Give each split of the money of now beside that after all decisions, both traits first."""
    after = {one.by: one for one in review.shares.after}
    found = [(("before", one), ("after", after[one.by])) for one in review.shares.before]
    return sorted(found, key=lambda pair: pair[0][1].by != "both")


def _destinations(thing: Portfolio, held: Held, own: bool) -> list[dict[str, Any]]:
    """Give where freed money goes, with the key to change it for the house itself."""
    keys: list[Any] = list(thing.destinations.values_list("pk", flat=True)) if own else []
    names = {one.key: one for one in held.portfolio.lines}
    return [
        {
            "one": one,
            "line": names.get(one.line),
            "key": keys[place] if place < len(keys) else None,
        }
        for place, one in enumerate(held.given)
    ]


@needs_thing("portfolio.see")
@require_safe
def one_line(request: HttpRequest, key: UUID, line: UUID) -> HttpResponse:
    """Show all of the review of one line."""
    thing = find(key)
    own, held = seen_by(request, thing)
    found = next((one for one in held.portfolio.lines if one.key == str(line)), None)
    if found is None:
        raise Hidden
    review, fault = judged(held, found.year)
    one: LineReview | None = review.of(found.key)
    assert one is not None  # the review is of this line's year
    context = {
        "thing": thing,
        "own": own,
        "may": may_of(request, thing, own),
        "one": one,
        "line": found,
        "review": review,
        "sources": review.sources,
        "fault": fault,
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(
            found.activity, (held.portfolio.title, reverse("portfolio", args=[thing.pk]))
        ),
    }
    return render(request, "portfolio/line.html", context)
