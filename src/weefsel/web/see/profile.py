"""What is known of one neighbourhood: scores as strips, indicators with comparison and course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.report.charts import score_strip
from weefsel.report.classes import CLASS_NAMES, class_of_score
from weefsel.report.picture import Picture
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.web import ask
from weefsel.web.see.course import Course, course_of


@dataclass(frozen=True)
class Strip:
    """One condition: its score as a picture, or why there is none."""

    key: str
    name: Text
    figure: Figure
    class_name: Text | None
    wide: Picture | None
    narrow: Picture | None
    missing: tuple[tuple[Indicator, Text], ...]


@dataclass(frozen=True)
class Line:
    """One indicator here, in the municipality and in the country, with its course."""

    indicator: Indicator
    here: Figure
    municipality: Figure
    country: Figure
    course: Course | None
    remark: str


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
    """Give the four conditions of a neighbourhood."""
    found = []
    for key in CONDITIONS:
        figure = result.score(code, key)
        level = class_of_score(figure.value)
        others = [
            value
            for other in result.scored(key)
            if other != code and (value := result.score(other, key).value) is not None
        ]
        pictures = [
            None
            if figure.value is None
            else score_strip(
                figure.value,
                lang=lang,
                middle=result.recipe.centre,
                others=others,
                size=size,
                numbers=True,
                figure=figure,
            )
            for size in ("page", "phone")
        ]
        found.append(
            Strip(
                key=key,
                name=CONDITION_NAMES[key],
                figure=figure,
                class_name=None if level is None else CLASS_NAMES[level],
                wide=pictures[0],
                narrow=pictures[1],
                missing=result.missing(code, key),
            )
        )
    return found


def groups(result: ScanResult, code: str, lang: str) -> list[Group]:
    """Give every indicator that is there or that a condition permits, by condition."""
    courses, breaks = ask.series(code), ask.redivided(code)
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
            _line(result, code, one, courses.get(one.id, ()), breaks, lang)
            for one in sorted(
                known, key=lambda one: (one.id not in there, not one.core, one.name(lang))
            )
        )
        if lines:
            name = CONDITION_NAMES.get(key, text("context"))
            found.append(Group(key, name, *_parted(lines)))
    return found


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
    course: Sequence[tuple[int, float | None]],
    breaks: Sequence[int],
    lang: str,
) -> Line:
    return Line(
        indicator=indicator,
        here=result.figure(code, indicator.id),
        municipality=result.figure(result.recipe.area, indicator.id),
        country=result.country_figure(indicator.id),
        course=course_of(course, breaks),
        remark=indicator.remark(lang),
    )
