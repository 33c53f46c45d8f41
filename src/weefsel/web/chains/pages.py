"""The pages of chains: the list, and one chain with its drawing and its arrows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.evidence.chain import Drawing, drawings
from weefsel.report.arena import arena
from weefsel.report.arena_words import over_all, state
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang
from weefsel.web.accounts.why import crumbs
from weefsel.web.chains import shown
from weefsel.weigh.tables import payer_name


def find(key: str) -> Drawing:
    """Give a chain; raises ``Http404`` when there is no such."""
    found = drawings().get(key)
    if found is None:
        raise Http404
    return found


@needs("statistics.see")
@require_safe
def chains(request: HttpRequest) -> HttpResponse:
    """Show every chain with how sure its arrows are."""
    held = sorted(drawings().values(), key=lambda one: one.name.render(lang()).casefold())
    context = {
        "title": over_all(held),
        "chains": [shown.summary(one) for one in held],
        "legend": shown.legend(),
        "step": "choose",
        "crumbs": crumbs(_("Chains from activity to payer"), (_("Choices"), reverse("choices"))),
    }
    return render(request, "chains/chains.html", context)


@needs("statistics.see")
@require_safe
def chain(request: HttpRequest, key: str) -> HttpResponse:
    """Show one chain: drawn, and arrow by arrow."""
    drawing = find(key)
    context = {
        "chain": drawing,
        "drawn": arena(drawing, lang()),
        "state": state(drawing),
        "rows": shown.rows(drawing),
        "collectors": shown.collectors(drawing),
        "investors": [payer_name(one) for one in drawing.investor],
        "uncounted": shown.uncounted(drawing),
        "ours": any(arrow.ours for arrow in drawing.arrow),
        "loose": any(arrow.role == "price" and not arrow.after for arrow in drawing.arrow),
        **shown.parts(drawing),
        "sources": shown.sources([drawing]),
        "step": "choose",
        "crumbs": crumbs(
            drawing.name.render(lang()),
            (_("Choices"), reverse("choices")),
            (_("Chains from activity to payer"), reverse("chains")),
        ),
    }
    return render(request, "chains/chain.html", context)
