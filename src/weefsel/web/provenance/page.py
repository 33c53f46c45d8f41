"""The sources page: editions, parameters, assumptions, chains, indicators, methods."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weefsel.evidence.assumption import assumptions
from weefsel.evidence.chain import chains
from weefsel.evidence.parameter import parameters
from weefsel.evidence.uses import weighed
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.provenance.editions import editions
from weefsel.web.provenance.methods import catalogue_by_condition, computations, known, scan_method
from weefsel.weigh.tables import COMPARISONS


@needs("statistics.see")
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Show where every figure of this install comes from."""
    compared = {one for beside in COMPARISONS.values() for one in beside}
    context = {
        "editions": editions(),
        "parameters": [parameters()[one] for one in sorted({*weighed(), *compared})],
        "assumptions": assumptions().values(),
        "chains": chains().values(),
        "method": scan_method(),
        "computations": computations(),
        "conditions": catalogue_by_condition(),
        "sources": {**ask.sources(), **known()},
        "accounts_here": True,  # its entries are the accounts: no notes below
        "step": "sources",
    }
    return render(request, "provenance/sources.html", context)
