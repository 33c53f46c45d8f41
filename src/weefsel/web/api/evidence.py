"""What is known: search, interventions, studies, lists and completeness."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.evidence.business_case import Case, Outcome, cases_with
from weefsel.evidence.find import Found, Kind
from weefsel.evidence.grading import Graded, Together
from weefsel.evidence.intervention import Group, Recognition
from weefsel.evidence.lookups import Lookup, lookups
from weefsel.evidence.named import named
from weefsel.evidence.overview import by_theme, checks, fields, grades
from weefsel.evidence.parameter import Check, Reference
from weefsel.evidence.register import Entry, Register, light_interventions, methods
from weefsel.evidence.register import themes as held_themes
from weefsel.evidence.study import Study
from weefsel.evidence.words import Words
from weefsel.report.charts.forest import ahead_figure, together_figure
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer, paged
from weefsel.web.api.evidence_schema import (
    Cases,
    Completeness,
    FoundThings,
    InterventionOut,
    Interventions,
    RegisterOut,
    ThemesOut,
    Verdict,
)
from weefsel.web.api.schema import sentence
from weefsel.web.api.see import ASKED_WRONG, NOT_HERE, PageNumber, PageSize
from weefsel.web.evidence.asked import LONGEST, Asked
from weefsel.web.evidence.shown import today

router = Router(tags=["evidence"], by_alias=True)
EvidenceId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,119}$")]
Question = Annotated[str, Query(max_length=LONGEST, description="A need in plain words.")]
ThemeId = Annotated[str, Query(pattern=r"^([a-z][a-z0-9_]{0,119})?$")]
AskedLevel = Literal[
    "effectief_sterke",
    "effectief_goede",
    "effectief_eerste",
    "goed_onderbouwd",
    "goed_beschreven",
    "in_databank",
    "foreign",
    "none",
    "not_found",
    "",
]


@router.get("/what-works", response={200: FoundThings, **ASKED_WRONG})
@needs("statistics.see")
def what_works(
    request: HttpRequest,
    q: Question = "",
    kind: Kind | Literal[""] = "",
    theme: ThemeId = "",
    group: Group | Literal[""] = "",
    level: AskedLevel = "",
    research: Verdict | Literal[""] = "",
    page: PageNumber = 1,
    page_size: PageSize = 100,
) -> HttpResponse:
    """Give what fits a need in plain words and every filter, best first."""
    wanted = Asked(q, kind, theme, group, level, research)
    found = wanted.find()
    beside = {
        "unknown": list(found.unknown),
        "meant": [{"written": written, "taken": taken} for written, taken in found.meant],
    }
    return paged(request, "found", found, page, page_size, _found, beside)


@router.get("/interventions", response={200: Interventions, **ASKED_WRONG})
@needs("statistics.see")
def all_interventions(
    request: HttpRequest, page: PageNumber = 1, page_size: PageSize = 100
) -> HttpResponse:
    """Give the interventions with their recognition and what research found."""
    rows = list(grades(today()).values())
    return paged(request, "interventions", rows, page, page_size, _line)


@router.get("/interventions/{id}", response={200: InterventionOut, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def intervention(request: HttpRequest, id: EvidenceId) -> HttpResponse:
    """Give everything the library holds of one intervention, its studies among it."""
    graded = grades(today()).get(id)
    if graded is None:
        raise NotFoundError(text("there is no intervention '%(id)s'.", id=id))
    return answer(_whole(graded))


@router.get("/light-interventions", response={200: RegisterOut})
@needs("statistics.see")
def all_light_interventions(request: HttpRequest) -> HttpResponse:
    """Give the thirteen light interventions; a name that is null was not found."""
    return answer(_register(light_interventions()))


@router.get("/themes", response={200: ThemesOut})
@needs("statistics.see")
def all_themes(request: HttpRequest) -> HttpResponse:
    """Give the themes, with how many interventions each has."""
    told = _register(held_themes())
    entries = [{**_entry(one), "interventions": number} for one, number in by_theme()]
    return answer({**told, "entries": entries})


@router.get("/methods", response={200: RegisterOut})
@needs("statistics.see")
def all_methods(request: HttpRequest) -> HttpResponse:
    """Give the methods of methodical work: an open list."""
    return answer(_register(methods()))


@router.get("/business-cases", response={200: Cases, **ASKED_WRONG})
@needs("statistics.see")
def all_business_cases(
    request: HttpRequest,
    outcome: Outcome | Literal[""] = "",
    compared: Literal["yes", "no", "not_found", ""] = "",
) -> HttpResponse:
    """Give the published business cases and cost-benefit analyses that fit the filters."""
    return answer({"cases": [_case(one) for one in cases_with(outcome, compared)]})


@router.get("/evidence-completeness", response={200: Completeness})
@needs("statistics.see")
def evidence_completeness(request: HttpRequest) -> HttpResponse:
    """Give how complete the library is, and what was checked."""
    return answer(
        {
            "fields": [
                {
                    "id": one.id,
                    "name": sentence(one.name),
                    "found": one.found,
                    "total": one.total,
                }
                for one in fields()
            ],
            "checks": [
                {
                    "kind": one.kind,
                    "read_original": one.read_original,
                    "read_copy": one.read_copy,
                    "not_read": one.not_read,
                }
                for one in checks()
            ],
            "lookups": [_lookup(one) for one in lookups()],
        }
    )


def _words(said: Words) -> dict[str, str] | None:
    return sentence(said) if said else None


def _found(one: Found) -> dict[str, Any]:
    thing = one.thing
    graded = grades(today()).get(thing.id) if thing.kind == "intervention" else None
    return {
        "id": thing.id,
        "kind": thing.kind,
        "name": sentence(thing.name),
        "what": sentence(thing.what),
        "theme": thing.theme or None,
        "groups": list(thing.groups),
        "level": thing.level or None,
        "research": graded.verdict if graded else None,
        "score": one.score,
    }


def _checked(check: Check) -> dict[str, Any]:
    return {
        "how": check.how,
        "what": sentence(check.what),
        "when": check.when.isoformat(),
        "also": list(check.also),
    }


def _source(source: Reference) -> dict[str, Any]:
    return {"title": source.title, "url": source.url, "year": source.year}


def _recognition(graded: Graded, held: Recognition) -> dict[str, Any]:
    return {
        "level": held.level or None,
        "words": sentence(graded.level),
        "by": held.by or None,
        "year": held.year,
        "recognised_on": held.recognised_on.isoformat() if held.recognised_on else None,
        "valid_until": graded.valid_until.isoformat() if graded.valid_until else None,
        "expired": graded.expired,
        "url": held.url or None,
    }


def _line(graded: Graded) -> dict[str, Any]:
    made = graded.intervention
    return {
        "id": made.id,
        "name": made.name,
        "what": sentence(made.what),
        "theme": made.theme,
        "groups": list(made.groups),
        "activities": list(made.activities),
        "recognition": _recognition(graded, made.recognition),
        "research": graded.verdict,
        "research_words": sentence(graded.sentence()),
        "studies": len(graded.studies),
        "compared": len(graded.compared),
        "checked": _checked(made.checked),
    }


def _whole(graded: Graded) -> dict[str, Any]:
    made, where = graded.intervention, named(graded.intervention.id)
    cost = made.cost
    return {
        **_line(graded),
        "needs": list(made.needs),
        "setting": _words(made.setting),
        "factors": [sentence(one.words) for one in made.factor],
        "places": _words(made.places),
        "cost": None
        if cost is None
        else {
            "figure": cost.figure.document(),
            "unit": sentence(cost.unit),
            "year": cost.year,
            "url": cost.url,
            "parameter": cost.parameter or None,
        },
        "source": _source(made.source),
        "remark": _words(made.remark),
        "seen": [page.model_dump(mode="json") for page in made.seen],
        "findings": [_study(one, one in graded.compared) for one in graded.studies],
        "together": [_together(one) for one in graded.together],
        "named": {
            "chains": [one.chain.id for one in where.chains],
            "light_interventions": [one.id for one in where.light],
            "methods": [one.id for one in where.methods],
            "business_cases": [one.id for one in where.cases],
        },
    }


def _study(one: Study, compared: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "year": one.year,
        "country": one.country,
        "design": one.design or None,
        "compared": compared,
        "n": one.n,
        "outcome": sentence(one.measured),
        "measure": one.measure,
        "number": one.number,
        "figure": one.figure.document(),
        "follow_up_months": one.follow_up_months,
        "direction": one.direction,
        "parameter": one.parameter or None,
        "evidence_grade": one.evidence_grade,
        "url": one.url,
        "remark": _words(one.remark),
        "checked": _checked(one.checked),
    }


def _together(one: Together) -> dict[str, Any]:
    return {
        "outcome": one.outcome,
        "measure": one.measure,
        "before_after": one.before_after,
        "studies": [each.id for each in one.studies],
        "figure": together_figure(one).document(),
        "prediction": ahead_figure(one).document(),
        "tau2": one.pooled.tau2,
        "i2": one.pooled.i2,
    }


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": _words(one.name),
        "what": _words(one.what),
        "cluster": _words(one.cluster),
        "intervention": one.intervention or None,
        "url": one.url or None,
    }


def _register(held: Register) -> dict[str, Any]:
    return {
        "dated": held.dated.isoformat(),
        "source": _source(held.source),
        "remark": _words(Words(held.remark_nl, held.remark_en)),
        "checked": _checked(held.checked),
        "entries": [_entry(one) for one in held.entry],
    }


def _case(one: Case) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": sentence(one.name),
        "kind": one.kind,
        "year": one.year,
        "country": one.country,
        "outcome": one.outcome,
        "result": _words(one.result),
        "controlled": one.controlled,
        "evidence_grade": one.evidence_grade,
        "intervention": one.intervention or None,
        "parameters": list(one.parameters),
        "source": one.title,
        "url": one.url,
        "checked": _checked(one.checked),
    }


def _lookup(one: Lookup) -> dict[str, Any]:
    return {
        "id": one.id,
        "what": sentence(one.what),
        "looked_up": list(one.looked_up),
        "not_looked_up": list(one.not_looked_up),
        "changed": list(one.changed),
        "found": sentence(one.found),
    }
