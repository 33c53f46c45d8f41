"""What somebody asks about places, read from an address: nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from weefsel.base.errors import WeefselError
from weefsel.provisions.offered import kind_of
from weefsel.provisions.place_kind import kind_name, place_kinds
from weefsel.provisions.place_recipe import ORIGINS, PlaceRecipe
from weefsel.provisions.social_map import Entry
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.numbers import read_number
from weefsel.web.choose.portfolio.changed import told_plainly
from weefsel.web.social_map import known

LONGEST = 200
DEEDS = {"sluit": "close", "open": "open", "verhuis": "move", "uren": "hours"}
QUESTIONS = {"nieuw": "best_place", "bereik": "most_reached", "sluiten": "least_harm"}
ORIGIN_KEYS = {"buurten": "neighbourhoods", "scholen": "schools", "plekken": "places"}


@dataclass(frozen=True)
class Asked:
    """A question as it stands in an address, and its recipe or what is wrong with it."""

    fields: dict[str, Any]
    recipe: PlaceRecipe | None = None
    fault: str = ""

    @property
    def asked(self) -> bool:
        """Tell whether anything was asked."""
        return self.recipe is not None or bool(self.fault)


def _get(query: QueryDict, name: str) -> str:
    return query.get(name, "").strip()[:LONGEST]


def what_if(query: QueryDict, municipality: str) -> Asked:
    """Read the question what happens when one provision changes."""
    fields = {
        name: _get(query, name) for name in ("plek", "doe", "buurt", "uren", "naam", "soort")
    }
    if not fields["doe"]:
        return Asked({**fields, "doe": "sluit"})
    if missing := _missing(fields):
        return Asked(fields, fault=missing)
    try:
        return Asked(fields, recipe=_what_if(fields, municipality))
    except WeefselError as fault:
        return Asked(fields, fault=told_plainly(fault))


def _missing(fields: dict[str, str]) -> str:
    """Say what still has to be filled in, nothing when the question is whole."""
    deed = fields["doe"]
    if deed != "open" and not fields["plek"]:
        return _("Choose a provision first.")
    if deed in ("open", "verhuis") and not fields["buurt"]:
        return _("Choose a neighbourhood first.")
    if deed == "uren" and not fields["uren"]:
        return _("Fill in how many hours a week it is open then.")
    return ""


def _what_if(fields: dict[str, str], municipality: str) -> PlaceRecipe:
    act = DEEDS.get(fields["doe"], fields["doe"])
    change: dict[str, Any] = {"act": act}
    kind = fields["soort"]
    if act == "open":
        made = _("a new place (%(kind)s)") % {"kind": kind_name(kind, lang())}
        change |= {"name": fields["naam"] or made}
    elif fields["plek"]:
        kind = kind_of(known.entry(municipality, fields["plek"]))
        change["provision"] = fields["plek"]
    if act in ("open", "move") and fields["buurt"]:
        change["neighbourhood"] = fields["buurt"].upper()
    if act in ("open", "hours") and fields["uren"]:
        change["hours_per_week"] = read_number(fields["uren"], lang())
    return PlaceRecipe.of(
        {
            "municipality": municipality,
            "question": "what_if",
            "kind": kind or next(iter(place_kinds())),
            "change": [change],
        },
        name="",
    )


def best_place(query: QueryDict, municipality: str) -> Asked:
    """Read the question which places to open or to close."""
    names = ("vraag", "soort", "aantal", "ruimte", "seconden")
    fields: dict[str, Any] = {name: _get(query, name) for name in names}
    fields["capaciteit"] = bool(_get(query, "capaciteit"))
    fields["uit"] = [one for one in query.getlist("uit")[: len(ORIGIN_KEYS)] if one in ORIGIN_KEYS]
    if not fields["vraag"]:
        return Asked({**fields, "vraag": "nieuw", "aantal": "1", "uit": ["buurten"]})
    if fields["capaciteit"] and fields["vraag"] == "nieuw" and not fields["ruimte"]:
        return Asked(fields, fault=_("Fill in how many people a new place can hold."))
    try:
        record: dict[str, Any] = {
            "municipality": municipality,
            "question": QUESTIONS.get(fields["vraag"], fields["vraag"]),
            "kind": fields["soort"],
            "count": int(read_number(fields["aantal"] or "1", lang())),
            "candidates": [ORIGIN_KEYS[one] for one in fields["uit"]] or ["neighbourhoods"],
            "capacities": fields["capaciteit"],
        }
        if fields["ruimte"]:
            record["new_capacity"] = read_number(fields["ruimte"], lang())
        if fields["seconden"]:
            record["seconds"] = read_number(fields["seconden"], lang())
        return Asked(fields, recipe=PlaceRecipe.of(record, name=""))
    except WeefselError as fault:
        return Asked(fields, fault=told_plainly(fault))


def by_kind(entries: tuple[Entry, ...]) -> list[tuple[str, list[Entry]]]:
    """Give the provisions that have a place on the map, by kind."""
    found: dict[str, list[Entry]] = {}
    for one in entries:
        if one.point is not None:
            found.setdefault(kind_of(one), []).append(one)
    return [(kind_name(key, lang()), found[key]) for key in place_kinds() if key in found]


def kinds() -> list[tuple[str, str]]:
    """Give every kind with its name, by name."""
    return sorted(((key, kind_name(key, lang())) for key in place_kinds()), key=lambda one: one[1])


def origins(chosen: list[str]) -> list[tuple[str, str, bool]]:
    """Give where a new place may come from, and what is chosen."""
    return [
        (key, ORIGINS[name].render(lang()), key in chosen)  # type: ignore[index]
        for key, name in ORIGIN_KEYS.items()
    ]


def api_query(query: QueryDict, municipality: str, page: str) -> dict[str, Any]:
    """Give the query of the API that asks the same as a page, nothing when it asks nothing."""
    asked = what_if(query, municipality) if page == "what_if" else best_place(query, municipality)
    recipe = asked.recipe
    if recipe is None:
        return {}
    if recipe.question == "what_if":
        change = recipe.change[0]
        found: dict[str, Any] = {
            "act": change.act,
            "provision": change.provision,
            "kind": recipe.kind if change.act == "open" else "",
            "neighbourhood": change.neighbourhood,
            "name": change.name,
            "hoursPerWeek": change.hours_per_week,
        }
    else:
        found = {
            "question": recipe.question,
            "kind": recipe.kind,
            "count": recipe.count,
            "candidates": recipe.candidates,
            "capacities": "true" if recipe.capacities else "",
            "newCapacity": recipe.new_capacity,
        }
    return {key: one for key, one in found.items() if one not in ("", None)}
