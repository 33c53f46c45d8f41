"""Evidence as plain records with stable ids, unrounded: for the command, the API and files.

Schema ``weefsel.evidence/1``: fields are only added within a version. What was not found is
``None`` or empty, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weefsel import __version__
from weefsel.base.errors import InputError
from weefsel.evidence.chain import Drawing, drawings
from weefsel.evidence.find import Kind, find, things
from weefsel.evidence.indexed import in_last_prices
from weefsel.evidence.intervention import Intervention, interventions
from weefsel.evidence.parameter import Check, Parameter, Reference, Value, parameters
from weefsel.evidence.register import Entry, light_interventions
from weefsel.evidence.study import Study, studies_of
from weefsel.evidence.tell import range_told
from weefsel.evidence.uses import uses

SCHEMA = "weefsel.evidence/1"
Record = dict[str, Any]


def evidence(query: str = "", kind: Kind | None = None) -> Record:
    """Give everything that fits a question, whole; without a question all there is."""
    found = find(query, kind=kind, most=len(things()))
    ids: dict[str, list[str]] = {}
    for one in found:
        ids.setdefault(one.thing.kind, []).append(one.thing.id)
    lights = {one.id: one for one in light_interventions().entry}
    # One light intervention has no name that was found, so no search can give it.
    named = ids.get("light", []) if query.strip() or kind not in (None, "light") else list(lights)
    return {
        "schema": SCHEMA,
        "weefsel": __version__,
        "query": query,
        "kind": kind,
        "parameters": [parameter(parameters()[one]) for one in ids.get("parameter", [])],
        "interventions": [
            intervention(interventions()[one]) for one in ids.get("intervention", [])
        ],
        "chains": [chain(drawings()[one]) for one in ids.get("chain", [])],
        "light": [light(lights[one]) for one in named],
    }


def both(said: Any) -> Record:
    """Give words in both languages."""
    return {lang: said.render(lang) for lang in ("nl", "en")}


def parameter(one: Parameter) -> Record:
    """Give a parameter with its history, range, distribution, check and uses."""
    fitted = one.distribution() if one.values else None
    try:
        priced, refused = in_last_prices(one), None
    except InputError as fault:
        priced = None
        refused = {lang: fault.sentence(lang) for lang in ("nl", "en")}
    return {
        "id": one.id,
        "name": {"nl": one.name_nl, "en": one.name_en},
        "kind": one.kind,
        "figure": one.figure().document(),
        "per": both(one.per),
        "counted": one.counted or None,
        "values": [_year(year, held, one) for year, held in sorted(one.values.items())],
        "year_is": one.year_is,
        "no_value": both(one.no_value) if one.no_value else None,
        "central_kind": one.central_kind,
        "range": {"kind": one.range_kind, "meaning": both(range_told(one))},
        "distribution": None
        if fitted is None
        else {
            "family": fitted.distribution.family,
            "low": fitted.low,
            "high": fitted.high,
            "level": fitted.level,
            "gap": fitted.gap,
        },
        "exact": one.exact,
        "price_year": one.price_year,
        "price_year_unknown": one.price_year_unknown,
        "price_index": one.price_index,
        "in_last_prices": None if priced is None else priced.document(),
        "not_indexed": refused,
        "applies_to": both(one.applies_to),
        "net_of": both(one.net_of),
        "payers": list(one.payer),
        "evidence_grade": one.evidence_grade,
        "source": one.as_source().document(),
        "remark": both(one.remark),
        "checked": check(one.checked),
        "dated": one.dated.isoformat(),
        "replaced_by": one.replaced_by or None,
        "uses": [
            {"place": use.place, "id": use.id, "name": both(use.name), "part": use.part or None}
            for use in uses(one.id)
        ],
    }


def _year(year: int, held: Value, of: Parameter) -> Record:
    return {
        "year": year,
        "value": held.value,
        "low": held.low,
        "high": held.high,
        "row": held.row or of.id,
        "source": None if held.source is None else reference(held.source),
        "evidence_grade": held.evidence_grade or of.evidence_grade,
        "remark": held.remark,
    }


def reference(place: Reference) -> Record:
    """Give where something was read."""
    return {"title": place.title, "url": place.url, "year": place.year}


def check(held: Check) -> Record:
    """Give what was checked at the source, when and how."""
    return {
        "how": held.how,
        "what": both(held.what),
        "when": held.when.isoformat(),
        "also": list(held.also),
    }


def intervention(one: Intervention) -> Record:
    """Give an intervention with its recognition and the studies of it."""
    known, cost = one.recognition, one.cost
    until, on = known.valid_until, known.recognised_on
    return {
        "id": one.id,
        "name": one.name,
        "theme": one.theme,
        "what": both(one.what),
        "needs": list(one.needs),
        "groups": list(one.groups),
        "activities": list(one.activities),
        "setting": both(one.setting),
        "factors": [{"nl": each.nl, "en": each.en} for each in one.factor],
        "places": both(one.places),
        "recognition": {
            "level": known.level or None,
            "by": known.by,
            "year": known.year,
            "recognised_on": None if on is None else on.isoformat(),
            "valid_until": None if until is None else until.isoformat(),
            "url": known.url,
        },
        "cost": None
        if cost is None
        else {
            "value": cost.value,
            "unit": {"nl": cost.unit_nl, "en": cost.unit_en},
            "year": cost.year,
            "url": cost.url,
            "parameter": cost.parameter or None,
        },
        "source": reference(one.source),
        "remark": both(one.remark),
        "seen": [page.model_dump(mode="json") for page in one.seen],
        "checked": check(one.checked),
        "dated": one.dated.isoformat(),
        "studies": _each(studies_of(one.id)),
    }


def _each(found: Iterable[Study]) -> list[Record]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "year": one.year,
            "country": one.country,
            "design": one.design or None,
            "n": one.n,
            "outcome": both(one.measured),
            "measure": one.measure,
            "number": one.number,
            "effect": one.effect,
            "low": one.low,
            "high": one.high,
            "interval": one.interval,
            "follow_up_months": one.follow_up_months,
            "direction": one.direction,
            "parameter": one.parameter or None,
            "url": one.url,
            "evidence_grade": one.evidence_grade,
            "remark": both(one.remark),
            "checked": check(one.checked),
        }
        for one in found
    ]


def chain(one: Drawing) -> Record:
    """Give a chain with the verdict on every arrow."""
    return {
        "id": one.id,
        "name": both(one.name),
        "activity": both(one.activity),
        "group": both(one.group),
        "groups": list(one.groups),
        "investors": list(one.investor),
        "weighable": one.weighable,
        "conditional": one.conditional,
        "dated": one.dated.isoformat(),
        "arrows": [
            {
                "id": arrow.id,
                "from": {"nl": arrow.from_nl, "en": arrow.from_en},
                "to": {"nl": arrow.to_nl, "en": arrow.to_en},
                "verdict": arrow.verdict,
                "role": arrow.role,
                "parameters": list(arrow.parameters),
                "studies": list(arrow.studies),
                "collects": list(arrow.collects),
                "url": arrow.url,
                "remark": {"nl": arrow.remark_nl, "en": arrow.remark_en},
            }
            for arrow in one.arrow
        ],
    }


def light(one: Entry) -> Record:
    """Give a light intervention; its name is ``None`` where it was not found."""
    held = light_interventions()
    return {
        "id": one.id,
        "name": both(one.name) if one.name else None,
        "what": both(one.what),
        "cluster": both(one.cluster),
        "intervention": one.intervention or None,
        "url": one.url,
        "source": reference(held.source),
        "checked": check(held.checked),
    }
