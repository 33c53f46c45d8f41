"""The first page of learn: the tools there are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weefsel.web.accounts.doors import open_to_all


@open_to_all("a list of tools, each of which asks for itself")
@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    """Show the tools."""
    return render(request, "learn/start.html", {"step": "learn", "step_page": True})
