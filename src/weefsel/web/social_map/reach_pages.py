"""The pages of a municipality about reach, gaps and the three pillars."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.language import Text
from weefsel.provisions import reach_figures as figures
from weefsel.provisions.kinds import GROUPS
from weefsel.provisions.offered import WHENS
from weefsel.provisions.place_kind import kind_name
from weefsel.provisions.reach_finding import (
    absent_note,
    border_note,
    gap_title,
    how_sure,
    method_notes,
    nothing_to_measure,
    reach_title,
)
from weefsel.provisions.reached import KindReach, Reached
from weefsel.sources.area_code import FICTITIOUS, country_of, is_area_code, municipality_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.keep.algorithms import told
from weefsel.web.social_map import reach_ask, reach_shown
from weefsel.web.social_map.reach_ask import MEASURES, Asked
from weefsel.web.social_map.reach_shown import accounted

MOST_GAPS = 25  # on the page; the file holds them all


def opened(code: str, name: str) -> HttpResponse | None:
    """Give where the code of a smaller area leads; raises when the area is not loaded."""
    municipality = municipality_of(code) if is_area_code(code) else None
    if municipality is not None and municipality != code:
        return redirect(name, code=municipality)
    ask.area(code)
    return None


def first_shown(found: Reached) -> KindReach | None:
    """Give the kind to begin with: for people in some need, the one best known here."""
    known = [one for one in found.targeted if one.near_share is not None] or list(found.kinds)
    return min(known, key=lambda one: (-len(one.supply.entries), one.kind), default=None)


@needs("statistics.see")
@require_safe
def reach(request: HttpRequest, code: str) -> HttpResponse:
    """Show how near the provisions of one kind are, and beside it every other kind."""
    if (elsewhere := opened(code, "reach")) is not None:
        return elsewhere
    lang, want = get_language() or "nl", reach_ask.asked(request)
    found = reach_ask.reached(code, group=want.group, when=want.when)
    one = found.kind(want.kind) or (None if want.kind else first_shown(found))
    shown: dict[str, Any] = {}
    if one is not None:
        measure = reach_shown.measured(one, MEASURES.get(want.measure, ""))
        shown = {
            "one": one,
            "kind": kind_name(one.kind, lang),
            "measure": measure,
            "measure_key": next(key for key, each in MEASURES.items() if each == measure),
            "measures": _measures(one),
            "drawn": reach_shown.map_of_reach(one, measure, code, lang),
            "rows": reach_shown.rows(one, reach_ask.names(code)),
            "facts": _facts(one),
            "unit": reach_ask.unit_in(one, lang),
        }
    title = reach_title(one) if one is not None else _nothing(found, want, code)
    context = {
        **_frame(code, want, found, lang, _("Reach")),
        **shown,
        "title": accounted(title),
        "kinds": [_line(each, want) for each in found.kinds],
        "unsure": one is not None and one.no_need is None and one.demand.estimate,
        "page": "reach",
    }
    return render(request, "social_map/reach_page.html", context)


def _nothing(found: Reached, want: Asked, code: str) -> Text:
    """Say why a kind cannot be measured."""
    if want.kind and found.kinds:
        return absent_note(found) or nothing_to_measure(ask.name_of(code))
    return nothing_to_measure(ask.name_of(code))


def _measures(one: KindReach) -> list[tuple[str, str]]:
    words = {
        "nearest": _("distance to the nearest one"),
        "access": _("how much there is"),
        "reach": _("share served"),
    }
    return [
        (key, words[each]) for key, each in MEASURES.items()
        if reach_shown.measured(one, each) == each
    ]  # fmt: skip


def _facts(one: KindReach) -> list[Text]:
    """Say what the figures of one kind rest on."""
    said = [one.no_need or one.demand.said(), one.ways.said(), one.supply.why_unit]
    if one.no_share is not None and one.no_need is None:
        said.append(one.no_share)
    made = [accounted(each) for each in said]
    return [each for each in made if each is not None]


def _line(one: KindReach, want: Asked) -> dict[str, Any]:
    """Give one kind as a line of the list of all kinds."""
    near = one.near_share
    served = 1.0 - one.total_gap / one.total_need if one.by_share and one.total_need > 0 else None
    return {
        "kind": one.kind,
        "name": kind_name(one.kind, get_language() or "nl"),
        "query": want.query(soort=one.kind),
        "provisions": figures.count(f"{one.kind}:provisions", len(one.supply.entries)),
        "who": accounted(Text("%(who)s", {"who": one.demand.who})) if one.no_need is None else "",
        "near": None if near is None else figures.whole_share(one, near, "near"),
        "served": None if served is None else figures.whole_share(one, served, "served"),
        "within": figures.distance(one, one.ways.within),
        "why": accounted(one.no_need),
    }


@needs("statistics.see")
@require_safe
def gaps(request: HttpRequest, code: str) -> HttpResponse:
    """Show where most people in need are not reached: of all kinds, or of one."""
    if (elsewhere := opened(code, "gaps")) is not None:
        return elsewhere
    lang, want = get_language() or "nl", reach_ask.asked(request)
    found = reach_ask.reached(code, group=want.group, when=want.when)
    one, entries = found.kind(want.kind), reach_ask.names(code)
    if one is not None:
        drawn = reach_shown.map_of_gaps(one, code, lang)
        listed, others = reach_shown.rows(one, entries, by="gap"), []
    else:
        drawn, _counts = reach_shown.map_of_counts(found, code, lang)
        listed = reach_shown.gap_rows(found, entries, MOST_GAPS, for_all=False)
        others = reach_shown.gap_rows(found, entries, MOST_GAPS, for_all=True)
    name = ask.name_of(code)
    title = _nothing(found, want, code) if want.kind and one is None else gap_title(
        found, name, one
    )  # fmt: skip
    context = {
        **_frame(code, want, found, lang, _("Gaps")),
        "title": accounted(title),
        "sure": accounted(how_sure(found, one)),
        "one": one,
        "kind": "" if one is None else kind_name(one.kind, lang),
        "why_need": "" if one is None or one.no_need else one.demand.rule.why(lang),
        "drawn": drawn,
        "rows": listed,
        "for_all": others,
        "facts": [] if one is None else _facts(one),
        "register": told("gaps"),
        "page": "gaps",
    }
    return render(request, "social_map/reach_gaps.html", context)


def _frame(code: str, want: Asked, found: Reached, lang: str, name: str) -> dict[str, Any]:
    """Give what the pages of reach and gaps have in common."""
    return {
        "area": code,
        "name": ask.name_of(code),
        "found": found,
        "want": want,
        "query": want.query(),
        "kind_choices": [(one.kind, kind_name(one.kind, lang)) for one in found.kinds],
        "group_choices": [(key, said.render(lang)) for key, said in GROUPS.items()],
        "when_choices": [
            (key, WHENS[each].render(lang)) for key, each in reach_ask.WHENS.items()
        ],
        "when_key": next(key for key, one in reach_ask.WHENS.items() if one == want.when),
        "absent": accounted(absent_note(found)),
        "borderless": border_note(found),
        "method": method_notes(found),
        "sources": reach_ask.sources(),
        "fictitious": country_of(code) == FICTITIOUS,
        "step": "see",
        "crumbs": [
            {"name": ask.name_of(code), "url": reverse("municipality", args=[code])},
            {"name": name, "url": ""},
        ],
    }  # fmt: skip
