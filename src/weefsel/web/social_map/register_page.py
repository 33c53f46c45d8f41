"""One provision as its house sees it: everything that is known, how fresh, what people say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.provisions import social_map as documents
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.provisions.place_kind import kind_name
from weefsel.provisions.social_map import Entry
from weefsel.web import ask
from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.rights import decide
from weefsel.web.accounts.shown import lang, words
from weefsel.web.social_map import rows, term
from weefsel.web.social_map.models import Offer
from weefsel.web.social_map.register_fields import day_names, language_names, units, week
from weefsel.web.social_map.register_found import find, frame

RIGHTS = ("confirm", "edit", "publish", "remove")
SAID = text("Said by the house that keeps it, without a range.")


@needs_thing("social_map.confirm")
@require_safe
def provision_own(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one provision of the house whole."""
    offer = find(request, key, "social_map.confirm")
    entry = rows.entry(offer)
    may = {one: decide(request.user, f"social_map.{one}", offer).allowed for one in RIGHTS} | {
        "answer": decide(request.user, "remark.answer", offer).allowed
    }
    context: dict[str, Any] = {
        "offer": offer,
        "entry": entry,
        "age": term.age(entry),
        "state": state(offer),
        "kind": kind_name(entry.service.kind, lang()),
        "parts": parts(entry),
        "week": hours(offer),
        "may": may,
        "remarks": _remarks(offer) if may["answer"] else [],
        "public": public_url(offer),
        **frame(offer.house, (entry.name, "")),
    }
    return render(request, "social_map/register_page.html", context)


def state(offer: Offer) -> Text:
    """Say whether people can find it."""
    if offer.ended:
        return text("ended: nobody finds it any more")
    return text("everybody can find it") if offer.published else text("only your house sees it")


def public_url(offer: Offer) -> str:
    """Give the page on which everybody finds it, empty as long as nobody does."""
    if not offer.published:
        return ""
    try:
        return reverse("provision", kwargs={"code": offer.municipality, "slug": offer.slug})
    except NoReverseMatch:
        return ""


def hours(offer: Offer) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the hours of each day by its name."""
    held = week(offer.opening)
    return [(name, held[day]) for day, name in day_names().items()]


def _number(key: str, value: float | None, unit: str = "", decimals: int = 0) -> Any:
    if value is None:
        return ""
    return Figure(f"social_map:{key}", float(value), unit=unit, decimals=decimals, reason=SAID)


def _names(keys: tuple[Any, ...], names: dict[Any, Text]) -> str:
    return "; ".join(words(names[one]) for one in keys)


def _truth(value: bool | None) -> str:
    return "" if value is None else str(_("yes") if value else _("no"))


def parts(entry: Entry) -> list[dict[str, Any]]:
    """Give everything that is known, in the steps in which it is entered."""
    offer, service, whose, where = entry.offer, entry.service, entry.organisation, entry.location
    address: list[tuple[str, Any]] = [(_("Where"), _("no fixed place"))]
    if where is not None:
        street = " ".join(one for one in (where.street, where.number) if one)
        address = [
            (_("Building"), where.name),
            (_("Address"), ", ".join(one for one in (street, where.postcode, where.town) if one)),
            (
                _("Neighbourhood"),
                ask.name_of(where.neighbourhood) if where.neighbourhood else "",
            ),
            (_("Point on the map"), _("yes") if entry.point else _("not known")),
            (_("Wheelchair"), _truth(where.wheelchair)),
            (_("How to get in"), where.accessibility),
        ]
    pillar = documents.PILLARS[entry.pillar] if entry.pillar else None
    kind = documents.ORGANISATION_KINDS[whose.kind]
    return [
        _part("what", _("What"), (_("What it does"), service.description),
              (_("Who does it"), whose.name), (_("Kind of organisation"), words(kind))),
        _part("where", _("Where"), *address),
        _part("when", _("When"), (_("In words"), offer.opening_words)),
        _part("whom", _("For whom"), (_("Groups"), _names(service.groups, GROUPS)),
              (_("Kinds of activity"), _names(service.activities, ACTIVITIES)),
              (_("How people come in"), _one(service.way_in, documents.WAYS_IN)),
              (_("Free"), _truth(service.free)), (_("What it costs"), service.cost),
              (_("Languages"), language_names(service.languages)),
              (_("Specialisms"), ", ".join(service.specialisms))),
        _part("how-much", _("How much"),
              (_("Capacity"), _number("capacity", offer.capacity)),
              (_("Counted as"), units().get(offer.capacity_unit, offer.capacity_unit)),
              (_("Free places"), _number("free", offer.free_places)),
              (_("Regular visitors"), _number("visitors", offer.regular_visitors)),
              (_("Cost a year"), _number("cost", offer.cost_eur_per_year, "eur")),
              (_("Pillar"), words(pillar) if pillar else ""),
              (_("Required by law"), _one(service.statutory, documents.STATUTORY)),
              (_("Legal ground"), service.legal_ground),
              (_("Who pays"), ", ".join(service.financiers)),
              (_("Iv3 task field"), service.iv3)),
        _part("contact", _("Contact"), (_("Telephone"), entry.phone),
              (_("E-mail address"), entry.email), (_("Web address"), entry.website),
              (_("Source"), offer.source)),
    ]  # fmt: skip


def _one(key: str, names: dict[str, Text]) -> str:
    return words(names[key]) if key else ""


def _part(key: str, name: str, *facts: tuple[str, Any]) -> dict[str, Any]:
    lines = [
        {"name": label, "figure": said if isinstance(said, Figure) else None, "words": said}
        for label, said in facts
    ]
    return {"key": key, "name": name, "facts": lines, "url_name": f"provision-{key}"}


def _remarks(offer: Offer) -> list[dict[str, Any]]:
    return [
        {"remark": one, "kind": documents.REMARK_KINDS[one.kind]} for one in offer.remarks.all()
    ]
