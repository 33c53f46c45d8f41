"""The lists: light interventions, themes, methods, published cases, and how complete it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.evidence.business_case import CONTROLLED, KINDS, OUTCOMES, cases_with, said_controlled
from weefsel.evidence.lookups import lookups as looked_up
from weefsel.evidence.overview import by_theme, checks, fields, grades
from weefsel.evidence.register import Entry, Register
from weefsel.evidence.register import light_interventions as held_light
from weefsel.evidence.register import methods as held_methods
from weefsel.evidence.register import themes as held_themes
from weefsel.web.accounts.doors import needs
from weefsel.web.evidence import titles
from weefsel.web.evidence.shown import count, crumbs, sources, today


def _context(here: str, **more: Any) -> dict[str, Any]:
    return {"sources": sources(), "step": "choose", "crumbs": crumbs(here), **more}


@needs("statistics.see")
@require_safe
def light_interventions(request: HttpRequest) -> HttpResponse:
    """Show the light interventions under what they are for."""
    held = held_light()
    context = _context(
        _("Light interventions"),
        title=titles.light(held),
        held=held,
        clusters=[(name, [_with(one) for one in rows]) for name, rows in _clusters(held)],
    )
    return render(request, "evidence/light.html", context)


def _clusters(held: Register) -> list[tuple[Any, list[Entry]]]:
    found: dict[str, list[Entry]] = {}
    for one in held.entry:
        found.setdefault(one.cluster_nl, []).append(one)
    return [(rows[0].cluster, rows) for rows in found.values()]


def _with(entry: Entry) -> dict[str, Any]:
    return {"entry": entry, "graded": grades(today()).get(entry.intervention)}


@needs("statistics.see")
@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Show every theme with how many interventions it has."""
    held, numbers = held_themes(), by_theme()
    counts = {entry.id: count(f"theme_{entry.id}", number) for entry, number in numbers}
    context = _context(
        _("Themes"),
        title=titles.themes([number for _entry, number in numbers]),
        held=held,
        clusters=[
            (name, [(one, counts[one.id]) for one in rows]) for name, rows in _clusters(held)
        ],
    )
    return render(request, "evidence/themes.html", context)


@needs("statistics.see")
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """Show the methods, and how one adds another."""
    held = held_methods()
    context = _context(
        _("Methods"),
        title=titles.methods(held),
        held=held,
        rows=[_with(one) for one in held.entry],
    )
    return render(request, "evidence/methods.html", context)


@needs("statistics.see")
@require_safe
def business_cases(request: HttpRequest) -> HttpResponse:
    """Show the published cases, with a filter on outcome and comparison."""
    outcome, controlled = request.GET.get("outcome", ""), request.GET.get("compared", "")
    outcome = outcome if outcome in OUTCOMES else ""
    controlled = controlled if controlled in CONTROLLED else ""
    held = cases_with(outcome, controlled)
    rows = [
        {
            "case": one,
            "kind": KINDS[one.kind],
            "outcome": OUTCOMES[one.outcome],
            "controlled": CONTROLLED[said_controlled(one)],
            "compared": one.controlled,
            "graded": grades(today()).get(one.intervention),
        }
        for one in held
    ]
    context = _context(
        _("Business cases"),
        title=titles.cases(held),
        rows=rows,
        outcome=outcome,
        controlled=controlled,
        outcomes=OUTCOMES.items(),
        comparisons=CONTROLLED.items(),
    )
    return render(request, "evidence/cases.html", context)


@needs("statistics.see")
@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """Show how much of each field is known, what was checked, and what was looked up again."""
    held = fields()
    context = _context(
        _("How complete it is"),
        title=titles.completeness(held),
        fields=[
            (
                one,
                count(f"field_{one.id}", one.found),
                count(f"lacks_{one.id}", one.total - one.found),
            )
            for one in held
        ],
        checks=[
            {
                "name": one.name,
                "numbers": [
                    count(f"checked_{one.kind}_{key}", number)
                    for key, number in (
                        ("original", one.read_original),
                        ("copy", one.read_copy),
                        ("not", one.not_read),
                        ("all", one.total),
                    )
                ],
            }
            for one in checks()
        ],
        lookups=[
            {
                "lookup": one,
                "seen": count(f"seen_{one.id}", len(one.looked_up)),
                "unseen": count(f"unseen_{one.id}", len(one.not_looked_up)),
                "changed": count(f"changed_{one.id}", len(one.changed)),
            }
            for one in looked_up()
        ],
    )
    return render(request, "evidence/completeness.html", context)
