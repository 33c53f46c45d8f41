"""Publish a portfolio, take it back, throw it away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weefsel.base.errors import InputError
from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.rights import require
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.portfolio import keeping
from weefsel.web.choose.portfolio.found import crumbs_to, find


@needs_thing("portfolio.publish")
@require_POST
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let everybody see what who publishes has looked at."""
    thing = find(key)
    require(request, "portfolio.publish", thing)
    try:
        keeping.publish(request, thing, request.POST.get("seen", ""))
        messages.success(request, _("Everybody can see this portfolio now."))
    except InputError as fault:
        messages.error(request, fault.sentence(lang()))
    return redirect("portfolio", key=thing.pk)


@needs_thing("portfolio.publish")
@require_POST
def unpublish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a portfolio back from publication."""
    thing = find(key)
    require(request, "portfolio.publish", thing)
    if thing.published:
        keeping.unpublish(request, thing)
    messages.success(request, _("Only your house sees it again."))
    return redirect("portfolio", key=thing.pk)


@needs_thing("portfolio.delete")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a portfolio away with its lines, after asking."""
    thing = find(key)
    require(request, "portfolio.delete", thing)
    mistake = ""
    if request.method == "POST":
        try:
            keeping.throw_away(request, thing)
            messages.success(request, _("It was thrown away, with all its versions."))
            return redirect(reverse("portfolios"))
        except InputError as fault:
            mistake = fault.sentence(lang())
    context: dict[str, Any] = {
        "thing": thing,
        "mistake": mistake,
        "back": reverse("portfolio", args=[thing.pk]),
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(_("Throw away"), (thing.title, reverse("portfolio", args=[thing.pk]))),
    }
    return render(request, "portfolio/throw_away.html", context, status=400 if mistake else 200)
