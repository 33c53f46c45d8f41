"""The page of one provision: everything somebody needs to go there, on one sheet of paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.provisions.place_kind import place_kind
from weefsel.provisions.social_map import (
    ORGANISATION_KINDS,
    PILLARS,
    STATUTORY,
    WAYS_IN,
    Entry,
)
from weefsel.report.pin_map import Pin, pin_map
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang
from weefsel.web.social_map import known, term
from weefsel.web.social_map.find_asked import language_name
from weefsel.web.social_map.find_known import Searchable, searchable
from weefsel.web.social_map.find_rows import address_of, open_words, specials, url_of, week
from weefsel.web.social_map.models import Remark

SAID = ("http://", "https://")


@needs("statistics.see")
@require_safe
def page(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Show one provision."""
    there = searchable(code)
    entry = known.entry(code, slug)
    return render(request, "social_map/find_page.html", context(there, entry))


def context(there: Searchable, entry: Entry) -> dict[str, Any]:
    """Give what the page of a provision shows."""
    now, said, service = timezone.now(), lang(), entry.service
    today = timezone.localdate()
    return {
        "there": there,
        "entry": entry,
        "kind": place_kind(service.kind),
        "organisation_kind": ORGANISATION_KINDS[entry.organisation.kind],
        "open": open_words(entry.offer, now),
        "week": week(entry.offer, today),
        "specials": specials(entry.offer, today),
        "street": address_of(entry),
        "neighbourhood": there.names.get(entry.neighbourhood, ""),
        "neighbourhood_url": ask.page_of(entry.neighbourhood) if entry.neighbourhood else "",
        "way_in": WAYS_IN.get(service.way_in),
        "statutory": STATUTORY.get(service.statutory),
        "pillar": PILLARS[entry.pillar] if entry.pillar else None,
        "activities": [ACTIVITIES[one] for one in service.activities],
        "groups": [GROUPS[one] for one in service.groups],
        "languages": [language_name(one, said) for one in service.languages],
        "website": entry.website if entry.website.startswith(SAID) else "",
        "source_url": entry.offer.source_url if entry.offer.source_url.startswith(SAID) else "",
        "free_places": None
        if entry.offer.free_places is None
        else there.count("free_places", entry.offer.free_places),
        "age": term.age(entry),
        "picture": _picture(there, entry),
        "remarks": remarks_of(entry),
        "sources": {**ask.sources(), there.source.id: there.source},
        "fictitious": entry.offer.fictitious,
        "step": "see",
        "step_page": False,
        "crumbs": crumbs(there, entry),
    }


def crumbs(there: Searchable, entry: Entry, here: str = "") -> list[dict[str, str]]:
    """Give the way to the page of a provision, or to ``here`` under it."""
    found = [
        {"name": there.name, "url": ask.url_of(there.code)},
        {"name": _("What is there"), "url": reverse("what-is-there", args=[there.code])},
        {"name": entry.name, "url": url_of(entry) if here else ""},
    ]
    return [*found, {"name": here, "url": ""}] if here else found


def remarks_of(entry: Entry) -> list[Remark]:
    """Give the remarks on a provision that its owner answered, the newest first."""
    return list(
        Remark.objects.filter(
            offer__municipality=entry.offer.municipality,
            offer__slug=entry.slug,
            handled_at__isnull=False,
        ).exclude(answer="")[:SHOWN]
    )


SHOWN = 3  # answered remarks that fit on the sheet


def _picture(there: Searchable, entry: Entry) -> str:
    if entry.point is None:
        return ""
    pin = Pin(0, entry.name, url_of(entry), entry.point)
    title = _("Map of %(name)s with this place") % {"name": there.name}
    return pin_map(there.borders, [pin], title=title, highlight=entry.neighbourhood)
