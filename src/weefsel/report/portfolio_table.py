"""The whole review of a portfolio as a table to take away: one row a line, CSV or XLSX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, plural, text
from weefsel.portfolio.reviewed import LineReview, Review
from weefsel.portfolio.vocabulary import AIMS, FORMS, HOWS, RESEARCH, ROLES, VERDICTS
from weefsel.portfolio.writing import intervention_name
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.report import tables

CENTS = 2  # decimals of an amount
_APART = "; "  # between names in one cell


@dataclass(frozen=True)
class _Field:
    """A column: what it is called, what it holds of a line, its kind and its unit."""

    key: str
    title: Text
    value: Callable[[LineReview, str], Any]
    kind: type[pl.DataType] = pl.String
    unit: str = ""
    decimals: int | None = None


def _euro(key: str, title: Text, value: Callable[[LineReview], Figure]) -> _Field:
    return _Field(
        key, title, lambda one, lang: value(one).value, pl.Float64, unit="eur", decimals=CENTS
    )


def _words(key: str, title: Text, value: Callable[[LineReview], Text]) -> _Field:
    return _Field(key, title, lambda one, lang: value(one).render(lang))


def _count(key: str, title: Text, value: Callable[[LineReview], int | None]) -> _Field:
    return _Field(key, title, lambda one, lang: value(one), pl.Int64)


def _fields() -> tuple[_Field, ...]:
    return (
        _count("number", text("Line"), lambda one: one.line.number),
        _Field("activity", ROLES["activity"], lambda one, lang: one.line.activity),
        _Field("organisation", ROLES["organisation"], lambda one, lang: one.line.organisation),
        _euro("amount", text("amount"), lambda one: one.amount),
        _count("year", ROLES["year"], lambda one: one.line.year),
        _Field("areas", ROLES["areas"], lambda one, lang: _APART.join(one.areas)),
        _count("participants", ROLES["participants"], lambda one: _whole(one.participants)),
        _Field("goal", ROLES["goal"], lambda one, lang: one.line.goal),
        _Field("intervention", ROLES["intervention"], lambda one, lang: _intervention(one)),
        _words("recognition", text("recognition"), lambda one: one.evidence.recognition_words),
        _words("research", text("research"), lambda one: RESEARCH[one.evidence.research]),
        _words(
            "research_words", text("what research says"), lambda one: one.evidence.research_words
        ),
        _words("need", text("need there"), lambda one: one.need.sentence),
        *_traits(),
        _euro(
            "per_participant", text("amount per participant"), lambda one: one.cost.per_participant
        ),
        _euro("median", text("median of comparable lines"), lambda one: one.cost.median),
        _euro("low", text("least of comparable lines"), lambda one: one.cost.low),
        _euro("high", text("most of comparable lines"), lambda one: one.cost.high),
        _count("place", text("place from cheap to dear"), lambda one: one.cost.place),
        _count("comparable", text("comparable lines"), lambda one: len(one.cost.others)),
        _words("cost_words", text("about the cost"), lambda one: one.cost.sentence),
        _Field("overlap", text("overlap"), _overlap),
        _Field("questions", text("questions"), _questions),
        *_decision(),
    )


def _traits() -> Iterator[_Field]:
    def named(names: dict[str, Text], key: str | None, lang: str) -> str:
        return "" if key is None else names[key].render(lang)

    def how(attribute: str) -> Callable[[LineReview, str], str]:
        return lambda one, lang: HOWS[getattr(one.traits, attribute)].render(lang)

    yield _Field("kind", ROLES["kind"], lambda one, lang: named(ACTIVITIES, one.traits.kind, lang))
    yield _Field("kind_how", text("kind of activity: who says so"), how("kind_how"))
    yield _Field("groups", ROLES["groups"], _groups)
    yield _Field("groups_how", text("for whom: who says so"), how("groups_how"))
    yield _Field("aim", ROLES["aim"], lambda one, lang: named(AIMS, one.traits.aim, lang))
    yield _Field("aim_how", text("preventive or curative: who says so"), how("aim_how"))
    yield _Field("form", ROLES["form"], lambda one, lang: named(FORMS, one.traits.form, lang))
    yield _Field("form_how", text("collective or individual: who says so"), how("form_how"))


def _decision() -> Iterator[_Field]:
    def freed(one: LineReview) -> Any:
        return None if one.decision is None else one.decision.freed

    yield _words("decision", text("decision"), lambda one: VERDICTS[one.verdict or "undecided"])
    yield _Field(
        "reason", text("reason"), lambda one, lang: one.decision.reason if one.decision else ""
    )
    yield _Field(
        "decided_on",
        text("decided on"),
        lambda one, lang: one.decision.on.isoformat() if one.decision else "",
    )
    yield _Field(
        "freed",
        text("set free a year"),
        lambda one, lang: float(freed(one).amount) if freed(one) else None,
        pl.Float64,
        unit="eur",
        decimals=CENTS,
    )
    yield _count(
        "freed_from",
        text("set free from"),
        lambda one: freed(one).from_year if freed(one) else None,
    )
    yield _Field(
        "contract_until",
        text("contract until"),
        lambda one, lang: (
            freed(one).contract_until.isoformat()
            if freed(one) and freed(one).contract_until
            else ""
        ),
    )


def _whole(figure: Figure) -> int | None:
    return None if figure.value is None else int(figure.value)


def _intervention(one: LineReview) -> str:
    if one.line.intervention:
        return intervention_name(one.line.intervention)
    return one.line.named


def _groups(one: LineReview, lang: str) -> str:
    named = [GROUPS[key].render(lang) for key in one.traits.groups]
    return _APART.join([*named, *((one.line.for_whom,) if one.line.for_whom else ())])


def _overlap(one: LineReview, lang: str) -> str:
    told = [each.sentence.render(lang) for each in one.overlap]
    more = one.overlap_total - len(told)
    if more:
        words = plural(
            "and %(count)s more line", "and %(count)s more lines", more, count=str(more)
        )
        told.append(words.render(lang))
    return _APART.join(told)


def _questions(one: LineReview, lang: str) -> str:
    return " ".join(each.words.render(lang) for each in one.questions)


def frame(review: Review, lang: str) -> tuple[pl.DataFrame, list[tables.Column]]:
    """Give one row a line of the review, and its columns in a language."""
    fields = _fields()
    rows = [tuple(one.value(line, lang) for one in fields) for line in review.lines]
    made = pl.DataFrame(rows, schema={one.key: one.kind for one in fields}, orient="row")
    columns = []
    for one in fields:
        words = one.title.render(lang)
        columns.append(
            tables.Column(one.key, words[:1].upper() + words[1:], one.unit, one.decimals)
        )
    return made, columns


def notes(review: Review) -> Iterator[Text]:
    """Give what stands beside the lines: the findings, the money, the split, the gaps."""
    yield review.title
    yield from review.lead
    yield review.shares.sentence
    yield from (one.sentence for one in review.gaps.areas)
    yield review.gaps.remark


def _sources(review: Review) -> list[Source]:
    """Give where the lines and the figures of neighbourhoods come from, not every assumption."""
    return [one for key, one in review.sources.items() if key.startswith(("own:", "edition:"))]


def to_csv(review: Review, lang: str) -> bytes:
    """Write the review as CSV."""
    made, columns = frame(review, lang)
    return tables.to_csv(
        made,
        lang,
        columns=columns,
        sources=_sources(review),
        notes=notes(review),
        fictitious=review.portfolio.fictitious,
    )


def to_xlsx(review: Review, lang: str, *, dated: date | None = None) -> bytes:
    """Write the review as a workbook with a sheet on its sources."""
    made, columns = frame(review, lang)
    return tables.to_xlsx(
        made,
        lang,
        title=review.title,
        columns=columns,
        sources=_sources(review),
        notes=notes(review),
        fictitious=review.portfolio.fictitious,
        dated=dated or review.on,
    )
