"""The page that says how sure scores are: what they rest on, and which choice counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.errors import InputError
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.scan.sensitivity import Sensitivity
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.see.area_page import crumbs
from weefsel.web.see.thin_ice import thin_ice

WORK_OUT = "reken"  # names the condition whose sensitivity is asked for
KEPT = 60

FACTORS: dict[str, Text] = {
    "outliers": text("outliers pulled in or not"),
    "missing": text("what stands in for a figure that is missing"),
    "construction": text("how figures are scaled and added up"),
    "weights": text("how much each figure counts"),
    "noise": text("errors in the figures"),
}


@dataclass(frozen=True)
class Share:
    """How much of the shift in places comes from one choice, alone and together with others."""

    name: Text | str
    first: Figure
    total: Figure


_worked_out: dict[tuple[Path, str], tuple[ScanResult, Sensitivity | Text | None]] = {}
_busy = Lock()


@needs("statistics.see")
@require_safe
def how_sure(request: HttpRequest, code: str) -> HttpResponse:
    """Say how sure the scores of a municipality are; indices are worked out when asked for."""
    result, lang = ask.scan_of(code), get_language() or "nl"
    area = result.recipe.area
    if code != area:
        return redirect("how-sure", code=area)
    wanted = request.GET.get(WORK_OUT, "")
    if wanted in CONDITIONS and result.scored(wanted):
        work_out(result, wanted)
    ice = thin_ice(result)
    context = {
        "result": result,
        "area": area,
        "name": result.name(area),
        "sources": {**ask.sources(), **result.sources},
        "title": title(ice[0] if ice else None, result),
        "parts": [{"ice": one, **_indices(result, one.key)} for one in ice],
        "fictitious": result.fictitious,
        "step": "see",
        "crumbs": crumbs(result, area, text("How sure").render(lang)),
    }
    return render(request, "see/how_sure.html", context)


def title(ice: Any, result: ScanResult) -> Text:
    """Give the title: how many areas cannot be told apart from the average."""
    if ice is None:
        return text(
            "There is no score of %(name)s to be sure of", name=result.name(result.recipe.area)
        )
    return text(
        "%(unsure)s of %(scored)s neighbourhoods of %(name)s cannot be told apart from the "
        "average on %(condition)s",
        unsure=ice.unsure,
        scored=ice.scored,
        name=result.name(result.recipe.area),
        condition=CONDITION_NAMES[ice.key],
    )


def work_out(result: ScanResult, condition: str) -> None:
    """Work out the indices of a condition, and keep them as long as the scan."""
    key = (ask.store().home, f"{result.recipe.model_dump_json()} {condition}")
    with _busy:
        held = _worked_out.get(key)
        if held is not None and held[0] is result:
            return
        found: Sensitivity | Text | None
        try:
            found = result.sensitivity(condition)
        except InputError as fault:
            found = fault.what
        while len(_worked_out) >= KEPT:
            _worked_out.pop(next(iter(_worked_out)))
        _worked_out[key] = result, found


def _indices(result: ScanResult, condition: str) -> dict[str, Any]:
    """Give what was worked out of a condition, and whether it was."""
    key = (ask.store().home, f"{result.recipe.model_dump_json()} {condition}")
    held = _worked_out.get(key)
    if held is None or held[0] is not result:
        return {"asked": False}
    if not isinstance(held[1], Sensitivity):
        return {"asked": True, "refused": held[1]}
    found = held[1]
    shares = [
        Share(
            FACTORS.get(one.name, one.name),
            *(
                Figure(
                    id=f"sobol:{condition}:{one.name}:{kind}",
                    value=100 * index.value,
                    unit="percent",
                    low=100 * index.low,
                    high=100 * index.high,
                    level=found.level,
                    range_kind="p5_p95",
                    decimals=0,
                    year=result.year,
                    sources=("computed:scan_shift",),
                )
                for kind, index in (("first", one.first), ("total", one.total))
            ),
        )
        for one in sorted(found.factors, key=lambda one: -one.total.value)
    ]
    mean = Figure(
        id=f"mean-shift:{condition}",
        value=found.mean_shift,
        decimals=1,
        year=result.year,
        sources=("computed:scan_shift",),
        reason=text("the mean over all choices; its parts stand in the table"),
    )
    return {"asked": True, "shares": shares, "mean_shift": mean}
