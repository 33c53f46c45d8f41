"""What is known of one area: scores as strips, indicators with what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.report.charts import score_strip
from weefsel.report.classes import CLASS_NAMES, class_of_score
from weefsel.report.picture import Picture
from weefsel.report.theme import Size
from weefsel.scan import words
from weefsel.scan.comparison import Comparison
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.web.see.course import Course, course_of
from weefsel.web.see.history import Point, breaks_of, years_of
from weefsel.web.see.signs import (
    FLAGS,
    STRAIN,
    STRENGTH,
    Sign,
    beside_average,
    beside_rows,
    cluster_sign,
    error_of,
    peers_figure,
    tone_of,
    trend_sign,
)


@dataclass(frozen=True)
class Strip:
    """One condition: its score as a picture, or why there is none."""

    key: str
    name: Text
    figure: Figure
    class_name: Text | None
    sign: Sign | None  # how it stands beside the average, in words of certainty
    places: Text | None  # which places it may have among those of its municipality
    wide: Picture | None
    narrow: Picture | None
    missing: tuple[tuple[Indicator, Text], ...]


@dataclass(frozen=True)
class Line:
    """One indicator here, beside others and over the years, each with its word."""

    indicator: Indicator
    here: Figure
    municipality: Figure
    country: Figure
    course: Course | None
    remark: str
    error: Figure | None = None
    peers: Figure | None = None
    beside: Sign | None = None
    trend: Sign | None = None
    cluster: Sign | None = None

    @property
    def flag_words(self) -> Text | None:
        """Say what kind of figure it is: measured, estimated or filled in."""
        return None if self.here.value is None else FLAGS.get(self.here.flag)


@dataclass(frozen=True)
class Missing:
    """Indicators of which no figure is known here nor around, for one and the same reason."""

    lines: tuple[Line, ...]

    @property
    def figure(self) -> Figure:
        """Give the figure that is not there, with the reason."""
        return self.lines[0].here

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Give what is missing."""
        return tuple(line.indicator for line in self.lines)


@dataclass(frozen=True)
class Group:
    """The indicators of one condition, or the context."""

    key: str
    name: Text
    lines: tuple[Line, ...]  # those with a figure here, or to compare with
    missing: tuple[Missing, ...] = ()

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Give every line, also of what is nowhere."""
        return self.lines + tuple(line for one in self.missing for line in one.lines)


def strips(result: ScanResult, code: str, lang: str) -> list[Strip]:
    """Give the four conditions of an area, each with its band, its words and its places."""
    return [_strip(result, code, key, lang) for key in CONDITIONS]


def _strip(result: ScanResult, code: str, key: str, lang: str) -> Strip:
    figure, sure = result.score(code, key), result.sure(code, key)
    level = class_of_score(figure.value)
    at = None if sure is None else words.side(sure)
    good = 0 if at is None else (1 if at == words.HIGHER else -1)
    pictures = [None, None]
    if figure.value is not None:
        pictures = [strip_of(result, code, key, lang, size) for size in SIZES]
    return Strip(
        key=key,
        name=CONDITION_NAMES[key],
        figure=figure,
        class_name=None if level is None else CLASS_NAMES[level],
        sign=None if sure is None else Sign(words.said(sure), tone_of(good), sure.certainty),
        places=None if sure is None or sure.of < 2 else words.rank_said(sure),
        wide=pictures[0],
        narrow=pictures[1],
        missing=result.missing(code, key),
    )


SIZES: tuple[Size, ...] = ("page", "phone")


def strip_of(result: ScanResult, code: str, key: str, lang: str, size: Size) -> Picture:
    """Draw a score with its band among those of the other areas of its level."""
    figure = result.score(code, key)
    others = [
        value
        for other in result.scored(key, result.level(code))
        if other != code and (value := result.score_rows[other, key]["score"]) is not None
    ]
    assert figure.value is not None
    return score_strip(
        figure.value,
        lang=lang,
        low=figure.low,
        high=figure.high,
        middle=result.recipe.centre,
        others=others,
        size=size,
        numbers=True,
        figure=figure,
        place=result.name(code),
    )


def groups(
    result: ScanResult, code: str, lang: str, comparison: Comparison | None = None
) -> list[Group]:
    """Give every indicator that is there or that a condition permits, by condition.

    With a ``comparison`` each line has its peers, its trend and its cluster.
    """
    courses = years_of(result.recipe.area)
    beside = {} if comparison is None else beside_rows(comparison, code)
    there = {indicator for area, indicator in result.value_rows if area == code}
    there |= {indicator for area, indicator in result.refusal_rows if area == code}
    found = []
    for key in (*CONDITIONS, "context"):
        wanted = set(result.permitted(key)) if key in CONDITIONS else set()
        known = [
            one
            for one in result.catalogue.values()
            if one.condition == key and (one.id in there or one.id in wanted)
        ]
        lines = tuple(
            _line(
                result,
                code,
                one,
                courses.get((code, one.id), ()),
                lang,
                comparison,
                beside.get(one.id),
            )
            for one in sorted(
                known, key=lambda one: (one.id not in there, not one.core, one.name(lang))
            )
        )
        if lines:
            name = CONDITION_NAMES.get(key, text("context"))
            found.append(Group(key, name, *_parted(lines)))
    return found


MOST_STRIKING = 6  # figures that a page names at either side


def striking(groups: Sequence[Group]) -> dict[str, list[Line]]:
    """Give what surely or probably differs from the average: strengths and strains apart.

    The surest first, then as the conditions list them.
    """
    found: dict[str, list[Line]] = {STRENGTH: [], STRAIN: []}
    for group in groups:
        for line in group.lines:
            if line.beside is not None and line.beside.tone:
                found[line.beside.tone].append(line)
    return {tone: sorted(lines, key=_sureness)[:MOST_STRIKING] for tone, lines in found.items()}


def _sureness(line: Line) -> int:
    return 0 if line.beside is not None and line.beside.sure is Certainty.CERTAIN else 1


def stands_out(groups: Sequence[Group]) -> list[dict[str, Any]]:
    """Give what a page says first: what is strong, then what is under strain."""
    found = striking(groups)
    return [{"tone": tone, "lines": found[tone]} for tone in (STRENGTH, STRAIN)]


def _parted(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Missing, ...]]:
    """Set apart what has no figure anywhere, by reason: a row of dashes tells nothing."""
    shown, nowhere = [], {}
    for line in lines:
        if all(one.value is None for one in (line.here, line.municipality, line.country)):
            reason = "" if line.here.reason is None else line.here.reason.render("en")
            nowhere.setdefault(reason, []).append(line)
        else:
            shown.append(line)
    return tuple(shown), tuple(Missing(tuple(part)) for part in nowhere.values())


def _line(
    result: ScanResult,
    code: str,
    indicator: Indicator,
    points: tuple[Point, ...],
    lang: str,
    comparison: Comparison | None,
    beside: Mapping[str, Any] | None,
) -> Line:
    here = result.figure(code, indicator.id)
    known = comparison is not None and here.value is not None
    return Line(
        indicator=indicator,
        here=here,
        municipality=result.figure(result.recipe.area, indicator.id),
        country=result.country_figure(indicator.id),
        course=course_of([(one.year, one.value) for one in points], breaks_of(points)),
        remark=indicator.remark(lang),
        error=error_of(result, code, indicator, here),
        peers=peers_figure(beside, code, indicator),
        beside=beside_average(result, code, indicator) if known else None,
        trend=trend_sign(comparison.trend(code, indicator.id), indicator) if known else None,  # type: ignore[union-attr]
        cluster=cluster_sign(comparison.hot_spot(code, indicator.id), indicator)  # type: ignore[union-attr]
        if known
        else None,
    )
