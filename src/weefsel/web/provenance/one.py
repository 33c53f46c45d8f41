"""The page of one parameter: its value, history, range, source, check and uses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.errors import InputError
from weefsel.evidence.finding import ends, parameter_finding
from weefsel.evidence.indexed import in_last_prices
from weefsel.evidence.parameter import MONEY_UNITS, Parameter, parameters, rows
from weefsel.evidence.tell import (
    CENTRES,
    CHECKS,
    COUNTED,
    FAMILIES,
    GRADES,
    KINDS,
    RANGE_NAMES,
    range_told,
)
from weefsel.evidence.uses import uses
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang, words
from weefsel.web.accounts.why import crumbs
from weefsel.web.choose.own_shown import Row, of_house
from weefsel.web.provenance.drawn import at_end, gap, history, in_range
from weefsel.web.provenance.used import grouped
from weefsel.web.templatetags.shapes import name_of
from weefsel.weigh.replaced import refused
from weefsel.weigh.tables import payer_name


@needs("statistics.see")
@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Show everything that is known of one parameter."""
    held = parameters().get(key)
    if held is None:
        raise Http404
    own = of_house(request, held)
    context = {
        "held": held,
        "name": held.name.render(lang()),
        "finding": parameter_finding(held),
        "figure": held.figure(),
        "source": held.as_source(),
        "source_year": _source_year(held),
        "ends": ends(held),
        "years": [
            (year, held.figure(year), held.as_source(year))
            for year in sorted(held.values, reverse=True)
        ],
        "history": history(held),
        "range": in_range(held, own.figure if own else None),
        "gap": gap(held),
        "at_end": at_end(held),
        "uses": grouped(uses(held.id)),
        "refused": refused(held),
        "own": own,
        **_said(held),
        **_prices(held),
        **_corrected(held),
        "sources": _sources(held, own),
        "step": "sources",
        "crumbs": crumbs(
            name_of(held.name.render(lang())),
            (_("Sources"), reverse("sources")),
            (_("All figures"), reverse("parameters")),
        ),
    }
    return render(request, "provenance/figure.html", context)


def _said(held: Parameter) -> dict[str, Any]:
    """Give the marks of a parameter in words."""
    fitted = held.distribution() if held.values else None
    return {
        "kind": words(KINDS[held.kind]),
        "unit": held.figure().unit_words(lang()),
        "counted": words(COUNTED[held.counted]) if held.counted else "",
        "centre": words(CENTRES[held.central_kind]),
        "range_name": words(RANGE_NAMES[held.range_kind]),
        "range_told": words(range_told(held)),
        "family": words(FAMILIES[fitted.distribution.family]) if fitted else "",
        "payers": [words(payer_name(one)) for one in held.payer],
        "grade": held.grade(),
        "grade_told": words(GRADES[held.grade()]),
        "checked": words(CHECKS[held.checked.how]),
    }


def _source_year(held: Parameter) -> int | None:
    """Give the year of the source, where its title does not name it already."""
    source = held.as_source()
    return None if str(source.year) in source.title else source.year


def _prices(held: Parameter) -> dict[str, Any]:
    """Give the amount in the newest prices, or the sentence why there is none."""
    index = parameters()[held.price_index] if held.price_index else None
    told: dict[str, Any] = {"index": index, "money": held.unit in MONEY_UNITS}
    try:
        return {**told, "priced": in_last_prices(held)}
    except InputError as fault:
        return {**told, "not_priced": fault}


def _corrected(held: Parameter) -> dict[str, Any]:
    """Give what replaces a parameter, and what it replaces."""
    every = parameters()
    where = rows(every)
    return {
        "by": every[where[held.replaced_by][0]] if held.replaced_by else None,
        "instead_of": [
            one
            for one in every.values()
            if one.replaced_by and where[one.replaced_by][0] == held.id
        ],
    }


def _sources(held: Parameter, own: Row | None) -> dict[str, Any]:
    known = {f"parameter:{one.id}": one.as_source() for one in parameters().values()}
    return {**known, **(own.sources if own else {})}
