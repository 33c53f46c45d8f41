"""What is known here of a place, as the fields to begin a choice with."""

from __future__ import annotations

from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.social_map import Entry
from weefsel.web import ask
from weefsel.web.choose.fields import lang_now
from weefsel.web.choose.form import KINDS, ChoiceForm, empty, initial, own_fields
from weefsel.web.choose.link import read_recipe
from weefsel.web.choose.numbers import write_field
from weefsel.weigh.choice import Act, Choice

MEETING = "community_centre"


def recipes() -> tuple[list[Choice], list[InputError]]:
    """Give the recipes in the folder of the install, and what is wrong with the others."""
    found, faults = [], []
    for path in ask.recipes():
        try:
            found.append(read_recipe(path.read_bytes(), path.name))
        except InputError as fault:
            faults.append(fault)
    return found, faults


def meeting_places() -> list[Entry]:
    """Give the meeting places of every municipality here that lie in a known neighbourhood."""
    return [
        one
        for each in ask.municipalities()
        for one in ask.provisions(each.code)
        if one.service.kind == MEETING and one.neighbourhood
    ]


def of_provision(provision: Entry) -> dict[str, Any]:
    """Give the fields of a new choice about a place that is known here.

    A recipe about the place itself brings all of them. For another place of a made-up
    municipality the figures it has not are taken over from there, and their source says so.
    """
    for choice in recipes()[0]:
        for option in choice.option:
            for act in option.act:
                if act.object == provision.object_id and act.kind in KINDS:
                    fields = initial(choice, option.id)
                    if fields is not None:
                        return fields
    lang = lang_now()
    return {
        **empty(provision.neighbourhood),
        **_taken_over(provision),
        "title": provision.name,
        "name": provision.name,
        "kind": "cut",
        **_figures(provision, lang),
    }


def _figures(provision: Entry, lang: str) -> dict[str, Any]:
    """Give what the register knows of the cost and the visitors of a place, with its source."""
    offer, found = provision.offer, {}
    if offer.cost_eur_per_year is not None:
        found["cost_eur_per_year"] = write_field(offer.cost_eur_per_year, lang)
        found["cost_eur_per_year_price_year"] = offer.price_year
        found["cost_eur_per_year_source"] = offer.source
    if offer.regular_visitors is not None:
        found["regular_visitors"] = write_field(offer.regular_visitors, lang)
        found["regular_visitors_source"] = offer.source
    return found


def _taken_over(provision: Entry) -> dict[str, Any]:
    """Give the figures of the example's own recipe that a made-up place lacks."""
    act = _example_act(provision)
    if act is None:
        return {}
    held: dict[str, Any] = {}
    for wanted in ChoiceForm.inputs():
        own = act.own(wanted.key)
        if own is None:
            continue
        source = text("%(source)s; taken over from %(place)s", source=own.source, place=act.name)
        held |= own_fields(act, wanted)
        held[f"{wanted.key}_source"] = source.render(lang_now())
        if wanted.key in {"cost_eur_per_year", "regular_visitors"}:  # the place has its own
            held |= {f"{wanted.key}_low": "", f"{wanted.key}_high": ""}
    return held


def _example_act(provision: Entry) -> Act | None:
    if not provision.offer.fictitious:
        return None
    for choice in recipes()[0]:
        if choice.fictitious and choice.area == provision.offer.municipality:
            for option in choice.option:
                if len(option.act) == 1 and option.act[0].kind == "cut":
                    return option.act[0]
    return None
