"""How the past of stories and findings is told, and how an earlier version is put back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.interpretation import RECOGNISED
from weefsel.web.accounts.shown import lang, words
from weefsel.web.audit.past import Past, held, keep
from weefsel.web.choose.keeping import change
from weefsel.web.choose.past import DEED
from weefsel.web.interpret.models import Finding, Story
from weefsel.web.interpret.where import name_of


def _say(field: str, value: Any) -> str:
    if value is None or value in ("", []):
        return ""
    if field == "recognised":
        return words(RECOGNISED[value])
    if field == "published_at":
        return date_format(value, "j F Y")
    if field in {"strengths", "strains"}:
        return "; ".join(name_of(one, lang()) for one in value)
    return str(value)


def _nobody_else(request: Any, thing: Any, then: Any) -> None:
    raise InputError(
        text("these are somebody's own words."),
        todo=text("Whoever wrote them can change them beside the figure."),
    )


FIELDS = ("title", "strengths", "strains", "conclusion", "language")


def _put_back(request: Any, thing: Any, then: Any) -> None:
    fields = {name: held(then, name) for name in FIELDS} | {"author": request.user}
    change(request, "finding.edit", thing, thing.version, fields, deed=DEED)


def _at(code: str) -> str:
    return reverse("neighbourhood-scan", kwargs={"code": code})


STORY = Past(
    kind="story",
    model=Story,
    edit="story.edit",
    fields={
        "recognised": text("Recognised"),
        "why": text("Why"),
        "published_at": text("Published"),
    },
    title=lambda one: name_of(one.figure, lang()),
    url=lambda one: _at(one.area) + "#stories",
    put_back=_nobody_else,
    say=_say,
)
FINDING = Past(
    kind="finding",
    model=Finding,
    edit="finding.edit",
    fields={
        "title": text("Finding"),
        "strengths": text("Strong points"),
        "strains": text("Points under strain"),
        "conclusion": text("Conclusion"),
        "published_at": text("Published"),
    },
    title=lambda one: one.title,
    url=lambda one: _at(one.area),
    put_back=_put_back,
    say=_say,
)


def register() -> None:
    """Say that stories and findings have a past; called once."""
    keep(STORY)
    keep(FINDING)
