"""The page "Geschiedenis" of a thing: who changed what when, and putting a version back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weefsel.base.errors import InputError
from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.rights import Hidden, decide, require
from weefsel.web.accounts.shown import lang
from weefsel.web.accounts.why import crumbs
from weefsel.web.audit.past import Past, past_of, versions


def _open(request: HttpRequest, kind: str, key: UUID) -> tuple[Past, Any]:
    past = past_of(kind)
    thing = past.model._default_manager.filter(pk=key).first() if past else None
    if past is None or thing is None:
        raise Hidden
    inside = _Inside(thing.house)
    require(request, "history.see", inside)
    return past, thing


class _Inside:
    """A thing as its house alone sees it: the past of what is published is not published."""

    published = False

    def __init__(self, house: Any) -> None:
        self.house = house


@needs_thing("history.see")
@require_safe
def history(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Show every version of a thing, the newest first."""
    past, thing = _open(request, kind, key)
    return _page(request, past, thing)


def _page(
    request: HttpRequest, past: Past, thing: Any, mistake: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "past": past,
        "thing": thing,
        "title": past.title(thing),
        "url": past.url(thing),
        "versions": versions(past, thing),
        "may": decide(request.user, past.edit, _Inside(thing.house)).allowed,
        "mistake": mistake,
        "fictitious": thing.house.fictitious,
        "crumbs": crumbs(_("History"), (past.title(thing), past.url(thing))),
    }
    return render(request, "audit/history.html", context, status=status)


@needs_thing("history.see")
@require_POST
def put_back(request: HttpRequest, kind: str, key: UUID, which: int) -> HttpResponse:
    """Make an earlier version the newest one; what was between stays in the history."""
    past, thing = _open(request, kind, key)
    require(request, past.edit, _Inside(thing.house))
    record = thing.history.filter(history_id=which).first()
    if record is None:
        raise Hidden
    try:
        past.put_back(request, thing, record)
    except InputError as fault:
        return _page(request, past, thing, fault.sentence(lang()), status=400)
    messages.success(request, _("The earlier version was put back as a new version."))
    return redirect(reverse("history", args=[kind, key]))
