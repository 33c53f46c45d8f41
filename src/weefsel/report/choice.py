"""The pictures of a choice, from its result: one place for page, memo and download."""

from __future__ import annotations

from weefsel.base.figure import State
from weefsel.base.language import Text, render, text
from weefsel.report.charts import (
    Course,
    Point,
    Role,
    balance_over_unknown,
    balance_over_years,
)
from weefsel.report.picture import Picture
from weefsel.report.theme import Size, Tone
from weefsel.weigh.model import ChoiceResult, OptionResult, UnknownResult

_ROLES = {"at": Role.TURNING, "below": Role.OUTER, "above": Role.OUTER}
_SHOWN_BEYOND = 2.5  # times the turning value up to which the line over the unknown is drawn


def years_picture(
    result: ChoiceResult, *, lang: str, size: Size = "page", options: tuple[str, ...] = ()
) -> Picture | None:
    """Draw the balance over the years of the options that act, all or those named.

    A conditional option gives a line at each named value of its unknown. ``None`` when no
    option has a balance that can be drawn: the words of the result then say why.
    """
    acting = [
        option
        for option in result.options
        if not option.zero and (not options or option.id in options)
    ]
    courses = [
        course
        for index, option in enumerate(acting)
        for course in _courses(option, _tone(index, len(acting)))
    ]
    if not courses:
        return None
    return balance_over_years(courses, lang=lang, size=size, payer=text("the municipality"))


def _tone(index: int, count: int) -> Tone:
    """Give the first option the strain tone, the last the strength tone, others neutral."""
    if index == 0:
        return Tone.STRAIN
    return Tone.STRENGTH if index == count - 1 else Tone.NEUTRAL


def _courses(option: OptionResult, tone: Tone) -> list[Course]:
    if option.state is not State.CONDITIONAL:
        return []
    return [
        Course(
            option=option.title,
            years=line.years,
            values=line.cumulative,
            role=_ROLES[line.position],
            at=text("%(words)s", words=line.unknown),
            tone=tone,
            sources=line.at_horizon.sources,
        )
        for unknown in option.unknowns
        for line in unknown.lines
    ]


def unknown_picture(
    result: ChoiceResult, option_id: str, *, lang: str, size: Size = "page"
) -> Picture | None:
    """Draw the balance of one option over its unknown, with the turning value.

    The line is drawn up to a few times the turning value and every named value, so that
    the place where it turns can be read. ``None`` when the option has no unknown.
    """
    option = result.option(option_id)
    if not option.unknowns:
        return None
    unknown = option.unknowns[0]
    per = 100.0
    turning = unknown.turning
    share = None if turning.value is None else turning.value / per
    points = [Point(at, balance) for at, balance in unknown.curve]
    return balance_over_unknown(
        _near(points, unknown, share),
        lang=lang,
        turning=share,
        low=None if turning.low is None else turning.low / per,
        high=None if turning.high is None else turning.high / per,
        named=[Point(line.share, line.at_horizon.value or 0.0) for line in unknown.lines],
        asks=_asks(unknown, lang),
        payer=text("the municipality"),
        size=size,
        sources=turning.sources,
    )


def _near(points: list[Point], unknown: UnknownResult, turning: float | None) -> list[Point]:
    """Cut the line where nothing more is to be seen; it is straight, so its ends suffice."""
    ordered = sorted(points, key=lambda point: point.unknown)
    first, last = ordered[0], ordered[-1]
    if turning is None or not first.unknown < turning < last.unknown:
        return ordered
    high = (unknown.turning.high or 0.0) / 100
    furthest = max(turning * _SHOWN_BEYOND, high, *(line.share for line in unknown.lines))
    end = min(furthest, last.unknown)
    slope = (last.balance - first.balance) / (last.unknown - first.unknown)
    return [first, Point(end, first.balance + slope * (end - first.unknown))]


def _asks(unknown: UnknownResult, lang: str) -> Text:
    return text("%(asks)s (in 100)", asks=render(unknown.name, lang))
