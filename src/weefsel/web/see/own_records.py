"""What a house notes itself: lists, forms, and throwing away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.atlas.indicator import catalogue
from weefsel.web import ask
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.rights import Hidden, decide, require, visible
from weefsel.web.see.own_forms import form_for
from weefsel.web.see.own_house import ENTER, NOTE, READ, frame_of, house_for
from weefsel.web.see.own_kinds import KINDS, Kind


def kind_of(key: str) -> Kind:
    """Give the kind of an address; 404 for another word."""
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def record_of(request: HttpRequest, kind: Kind, key: Any, right: str) -> Any:
    """Give a record that somebody may see or change; raises ``Denied`` or ``Hidden``."""
    found = kind.model.objects.select_related("house").filter(pk=key).first()
    if found is None:
        raise Hidden
    require(request, right, found)
    return found


def _crumb(kind: Kind) -> tuple[str, str]:
    return str(kind.name), reverse("own-records", kwargs={"kind": kind.key})


@needs(READ)
@require_safe
def records(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what the house noted of one kind."""
    of = kind_of(kind)
    house = house_for(request, READ)
    held = visible(request.user, READ, of.model.objects.filter(house=house))
    rows = [{"record": one, "place": ask.name_of(one.area)} for one in held]
    context = {
        "kind": of,
        "rows": rows,
        "house": house,
        "indicator": catalogue()[of.indicator],
        "may_note": decide(request.user, NOTE, house).allowed,
        "may_publish": decide(request.user, ENTER, house).allowed,
        **frame_of((str(of.name), ""), fictitious=house.fictitious),
    }
    return render(request, "see/own_records.html", context)


@needs(NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, kind: str) -> HttpResponse:
    """Note something new."""
    of = kind_of(kind)
    house = house_for(request, NOTE)
    require(request, NOTE, house)
    return _edit(request, of, house, None)


@needs_thing(NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str, key: Any) -> HttpResponse:
    """Change what was noted."""
    of = kind_of(kind)
    record = record_of(request, of, key, NOTE)
    return _edit(request, of, record.house, record)


def _edit(request: HttpRequest, kind: Kind, house: Any, record: Any) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = form_for(kind, house, given, record)
    if record is None and given is None:
        form.initial["year"] = timezone.localdate().year
    if given is not None and form.is_valid():
        made = form.save(commit=False)
        made.house = house
        if record is None:
            made.made_by = request.user
        made.save()
        tell(NOTE, by=request.user, house=house, kind=kind.key, record=str(made.pk))
        messages.success(request, _("It is noted."))
        return redirect("own-records", kind=kind.key)
    name = str(record) if record is not None else str(kind.add)
    context = {
        "kind": kind,
        "form": form,
        "record": record,
        "title": name,
        **frame_of(_crumb(kind), (name, ""), fictitious=house.fictitious),
    }
    return render(
        request, "see/own_record.html", context, status=400 if given is not None else 200
    )


@needs_thing(NOTE)
@require_POST
def throw_away(request: HttpRequest, kind: str, key: Any) -> HttpResponse:
    """Throw away what was noted."""
    of = kind_of(kind)
    record = record_of(request, of, key, NOTE)
    house, pk = record.house, str(record.pk)
    record.delete()
    tell(NOTE, by=request.user, house=house, kind=of.key, record=pk, thrown_away=True)
    messages.success(request, _("It is thrown away."))
    return redirect("own-records", kind=of.key)
