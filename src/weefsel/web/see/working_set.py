"""What a municipality works with: its set of indicators, areas to compare with, features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.base.errors import InputError
from weefsel.sources.area_code import FICTITIOUS, country_of, is_area_code, municipality_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, decide, require, role_in
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.keeping import OutdatedError, change, make
from weefsel.web.see import local_settings
from weefsel.web.see.local_kinds import KINDS, Kind
from weefsel.web.see.local_settings import EDIT
from weefsel.web.see.models import LocalSetting
from weefsel.web.see.working_set_shown import page_of


@needs("statistics.see")
@require_safe
def working_set(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a municipality works with, what it changed and why; open to everyone."""
    municipality = municipality_of(code) if is_area_code(code) else None
    if municipality is not None and municipality != code:
        return redirect("working-set", code=municipality)
    house = local_settings.house_of(code)
    may = house is not None and decide(request.user, EDIT, house).allowed
    context = {
        **page_of(code, house, request.GET.get("gebied", "")[:10]),
        "area": code,
        "name": ask.name_of(code),
        "house": house,
        "may": may,
        "may_history": house is not None and decide(request.user, "history.see", house).allowed,
        "fictitious": country_of(code) == FICTITIOUS,
        "step": "see",
        "crumbs": _crumbs(code, (_("Working set"), "")),
    }
    return render(request, "see/working_set.html", context)


def _crumbs(code: str, *more: tuple[str, str]) -> list[dict[str, str]]:
    trail = [(ask.name_of(code), reverse("municipality", args=[code])), *more]
    return [{"name": name, "url": url} for name, url in trail]


@needs_thing(EDIT)
@require_safe
def feature(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the form of the figure that somebody chose as a feature."""
    key = request.GET.get("figure", "")[:80]
    at = _open(request, code, "kenmerk", key)
    return redirect("working-set-change", code, "kenmerk", at.key)


@dataclass(frozen=True)
class _Opened:
    """A setting that somebody may change, or begin."""

    house: House
    kind: Kind
    key: str
    own: Any  # LocalSetting or None
    name: str


def _open(request: HttpRequest, code: str, kind: str, key: str) -> _Opened:
    """Open one setting; raises ``Hidden`` for what is not there, ``Denied`` without the right."""
    house = local_settings.house_of(code)
    if house is None:
        raise Hidden
    require(request, EDIT, house)
    found = KINDS.get(kind)
    if found is None:
        raise Hidden
    try:
        name = found.name(house, key)
    except LookupError as nothing:
        raise Hidden from nothing
    own = found.model._default_manager.filter(house=house, **{found.field: key}).first()
    return _Opened(house, found, key, own, name[:1].upper() + name[1:])


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest, code: str, kind: str, key: str) -> HttpResponse:
    """Set something otherwise than Weefsel, or change that, each with its reason."""
    at = _open(request, code, kind, key)
    form = at.kind.form(
        request.POST if request.method == "POST" else None,
        initial=at.kind.begin(at.house, key, at.own),
        **at.kind.more(at.house, key),
    )
    seen, now = _seen(request, at.own), None
    why = at.kind.never(at.house, key)
    never, fault = why is not None, "" if why is None else why.render(lang())
    try:
        if request.method == "POST" and form.is_valid():
            _keep(request, at, seen, at.kind.check(at.house, key, form.kept()))
            messages.success(request, _("The setting was kept. It counts from now on."))
            return redirect("working-set", code=code)
    except OutdatedError as outdated:
        now = outdated.now
    except InputError as wrong:
        fault = wrong.sentence(lang())
    context = {
        "form": form,
        "at": at,
        "area": code,
        "now": now,
        "seen": now.version if now else seen,
        "fault": fault,
        "never": never,
        "fictitious": at.house.fictitious,
        "step": "see",
        "crumbs": _crumbs(
            code, (_("Working set"), reverse("working-set", args=[code])), (at.name, "")
        ),
    }
    status = 409 if now else 400 if form.errors or fault else 200
    return render(request, "see/working_set_form.html", context, status=status)


def _seen(request: HttpRequest, own: LocalSetting | None) -> int:
    written = request.POST.get("seen", "")
    if request.method == "POST" and written.isdecimal():
        return int(written[:9])
    return own.version if own else 0


def _keep(request: HttpRequest, at: _Opened, seen: int, fields: dict[str, Any]) -> None:
    role = role_in(request.user, at.house) or ""
    told = {**fields, "author": request.user, "author_role": role, "withdrawn_at": None}
    if at.own is not None:
        change(request, EDIT, at.own, seen, told)
        return
    made = at.kind.model(house=at.house, **{at.kind.field: at.key}, **told)
    try:
        with transaction.atomic():
            make(request, EDIT, made)
    except IntegrityError:  # a colleague made one at the same moment
        held = at.kind.model._default_manager
        now = held.get(house=at.house, **{at.kind.field: at.key})
        raise OutdatedError(now) from None


@needs_thing(EDIT)
@require_POST
def take_back(request: HttpRequest, code: str, kind: str, key: str) -> HttpResponse:
    """Let what Weefsel has count again; the setting stays in the history."""
    at = _open(request, code, kind, key)
    if at.own is None:
        raise Hidden
    if at.own.withdrawn_at is None:
        role = role_in(request.user, at.house) or ""
        fields = {
            "withdrawn_at": timezone.now(), "author": request.user, "author_role": role,
        }  # fmt: skip
        change(request, EDIT, at.own, at.own.version, fields, deed="working_set.withdraw")
    messages.success(request, _("What Weefsel has counts again."))
    return redirect("working-set", code=code)
