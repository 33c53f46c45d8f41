"""Provisions that may be one: proposed with reasons, side by side, decided by a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.base.language import Text, plural, text
from weefsel.base.language import render as say
from weefsel.provisions.columns import FIELDS
from weefsel.provisions.duplicates import Proposal, proposals
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.provisions.merged import fields_that_differ, merged
from weefsel.provisions.place_kind import kind_name
from weefsel.provisions.social_map import PILLARS, STATUTORY, WAYS_IN, Closed, Entry, Opening
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.accounts.shown import lang
from weefsel.web.screened import refused
from weefsel.web.social_map import bringing, double_keeping, rows
from weefsel.web.social_map.double_keeping import MERGE
from weefsel.web.social_map.models import Offer, Pairing
from weefsel.web.social_map.register_found import counted, frame, house_for, offers

SHOWN, DECIDED = 50, 20
_LONG = 500
_MORE: dict[str, Text] = {
    "number": text("house number"),
    "closed": text("days on which it is closed"),
    "opening_words": text("opening hours in words"),
}
_BOTH: tuple[Any, ...] = (None, "", ())


@needs(MERGE)
@require_safe
def double(request: HttpRequest) -> HttpResponse:
    """Show the pairs nobody decided about, and what was decided."""
    house = house_for(request, MERGE)
    found = bringing.waiting(house.area)
    keys = [key for one in found[:SHOWN] for key in one.ids]
    by_key = {
        one.key: one.pk for one in Offer.objects.filter(municipality=house.area, key__in=keys)
    }
    decided = Pairing.objects.filter(municipality=house.area, undone_at=None)[:DECIDED]
    names = _names(house.area, decided)
    context = {
        "title": _title(len(found)),
        "pairs": [
            {
                "pair": one,
                "url": _url(one, by_key),
                "shown": (_shown(one.first), _shown(one.second)),
            }
            for one in found[:SHOWN]
            if all(key in by_key for key in one.ids)
        ],
        "decided": [
            {"one": one, "first": names.get(one.first, ""), "second": names.get(one.second, "")}
            for one in decided
        ],
        "house": house,
        **frame(house, (_("Provisions that may be one"), "")),
    }
    return render(request, "social_map/double_list.html", context)


def _title(count: int) -> Text:
    if not count:
        return text("No two provisions look like one")
    return plural(
        "%(count)s pair of provisions may be one",
        "%(count)s pairs of provisions may be one",
        count,
        count=counted("pairs", count),
    )


def _url(pair: Proposal, by_key: dict[str, UUID]) -> str:
    first, second = pair.first.offer.id, pair.second.offer.id
    parts = {"first": by_key.get(first), "second": by_key.get(second)}
    return reverse("double-pair", kwargs=parts) if all(parts.values()) else ""


def _names(municipality: str, decided: Any) -> dict[str, str]:
    keys = {key for one in decided for key in (one.first, one.second)}
    found = Offer.objects.select_related("service").filter(municipality=municipality, key__in=keys)
    return {one.key: str(one) for one in found}


def _shown(one: Entry) -> dict[str, Any]:
    place = one.location
    parts = (place.street, place.number, place.postcode, place.town) if place is not None else ()
    return {
        "name": one.name,
        "organisation": one.organisation.name,
        "kind": kind_name(one.service.kind, lang()) if one.service.kind else "",
        "address": " ".join(part for part in parts if part),
        "source": one.offer.source,
    }


@needs_thing(MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    """Show two provisions side by side; merge them, or keep them apart."""
    one, two = _find(request, first), _find(request, second)
    if one.municipality != two.municipality or one.pk == two.pk:
        raise Hidden
    mine, theirs = rows.entry(one), rows.entry(two)
    fault = ""
    if request.method == "POST":
        why = request.POST.get("why", "").strip()[:_LONG]
        wrong = refused(why) if why else None
        if wrong is None:
            return _decided(request, one, two, why)
        fault = wrong.render(lang())
    proposal = next(iter(proposals([mine], [theirs])), None)
    result = merged(mine, theirs)
    context = {
        "one": _shown(mine),
        "two": _shown(theirs),
        "proposal": proposal,
        "lines": [_line(*each, result) for each in fields_that_differ(mine, theirs)],
        "swap": reverse("double-pair", kwargs={"first": second, "second": first}),
        "fault": fault,
        "why": request.POST.get("why", ""),
        **frame(
            one.house,
            (_("Provisions that may be one"), reverse("double")),
            (_("Side by side"), ""),
        ),
    }
    return render(request, "social_map/double_pair.html", context, status=400 if fault else 200)


def _find(request: HttpRequest, key: UUID) -> Offer:
    found = offers().filter(pk=key).first()
    if found is None:
        raise Hidden
    require(request, MERGE, found)
    return found


def _decided(request: HttpRequest, one: Offer, two: Offer, why: str) -> HttpResponse:
    house = house_for(request, MERGE)
    if request.POST.get("decision") == "merge":
        taken = {
            f"{record}.{field}": request.POST.get(f"take-{record}.{field}") == "second"
            for record, field, _mine, _theirs in fields_that_differ(
                rows.entry(one), rows.entry(two)
            )
            if f"take-{record}.{field}" in request.POST
        }
        double_keeping.merge(request, house, one, two, taken, why)
        messages.success(request, _("The two are one now. You can undo it below."))
    else:
        double_keeping.keep_apart(request, house, one, two, why)
        messages.success(request, _("They stay two, and are not proposed again."))
    return redirect("double")


def _line(record: str, field: str, mine: Any, theirs: Any, result: Entry) -> dict[str, Any]:
    name = FIELDS.get(field) or _MORE.get(field)
    taken = getattr(getattr(result, record), field) == theirs
    return {
        "key": f"{record}.{field}",
        "name": name.render(lang()) if name is not None else field,
        "mine": _value(field, mine),
        "theirs": _value(field, theirs),
        "second": taken,
        "both": mine not in _BOTH and theirs not in _BOTH,
    }


def _value(field: str, value: Any) -> str:
    """Write a value of any field in words."""
    if value in _BOTH:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return "; ".join(_value(field, one) for one in value)
    if isinstance(value, Opening):
        days = list(FIELDS)[list(FIELDS).index("monday") :]
        return f"{FIELDS[days[value.day - 1]].render(lang())} {value.opens}-{value.closes}"
    if isinstance(value, Closed):
        return f"{value.first}/{value.last} {value.why}".strip()
    names: dict[str, Any] = {
        "activities": ACTIVITIES, "groups": GROUPS, "pillar": PILLARS, "statutory": STATUTORY,
        "way_in": WAYS_IN,
    }.get(field, {})  # fmt: skip
    if field == "kind":
        return kind_name(str(value), lang())
    return say(names[value], lang()) if value in names else str(value)


@needs_thing(MERGE)
@require_POST
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a decision about a pair back."""
    found = Pairing.objects.filter(pk=key, undone_at=None).first()
    if found is None:
        raise Hidden
    require(request, MERGE, found)
    if double_keeping.undo(request, found):
        messages.success(request, _("The decision is undone: there are two again."))
    else:
        messages.warning(
            request,
            _("There are two again. What somebody changed since the merging was left as it is."),
        )
    return redirect("double")
