"""What a municipality's map and table show: one condition or one indicator at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number
from weefsel.report.classes import class_of, class_of_score, class_of_z, even_breaks
from weefsel.report.map import STRAIN_TO_STRENGTH, Classes
from weefsel.report.theme import PLAIN_COLOURS
from weefsel.scan.level import RESIDENTS
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult

SORTS: tuple[str, ...] = ("name", "district", "residents", "value")
DOWN = "down"


@dataclass(frozen=True)
class Subject:
    """What is shown: a condition or an indicator, its figures and its classes."""

    key: str
    name: str
    condition: bool
    indicator: Indicator | None
    figures: dict[str, Figure]
    levels: dict[str, int | None]
    classes: Classes
    sided: bool  # whether one side is strain and the other strength

    def reason(self, code: str) -> Text | str:
        """Say why an area has no class."""
        return self.figures[code].reason or ""


@dataclass(frozen=True)
class Row:
    """One neighbourhood in the table."""

    code: str
    name: str
    district: str
    residents: Figure
    figure: Figure
    level: int | None
    class_name: Text | str
    dot: float | None  # place on the small scale of a score, 0 to 100
    reason: Text | str


def subject_of(result: ScanResult, key: str, lang: str, level: str | None = None) -> Subject:
    """Give what a key names; an unknown key gives the condition with most scores.

    Of the areas of a level, that of the recipe when not said.
    """
    if key in CONDITIONS:
        return _condition(result, key, lang, level)
    if key in result.catalogue:
        return _indicator(result, key, lang, level)
    main = result.main_condition
    if main:
        return _condition(result, main, lang, level)
    return _indicator(result, RESIDENTS, lang, level)


def _condition(result: ScanResult, key: str, lang: str, level: str | None) -> Subject:
    codes = result.codes(level)
    figures = {code: result.score(code, key) for code in codes}
    return Subject(
        key=key,
        name=CONDITION_NAMES[key].render(lang),
        condition=True,
        indicator=None,
        figures=figures,
        levels={code: class_of_score(figure.value) for code, figure in figures.items()},
        classes=STRAIN_TO_STRENGTH,
        sided=True,
    )


def _indicator(result: ScanResult, key: str, lang: str, level: str | None) -> Subject:
    indicator = result.catalogue[key]
    codes = result.codes(level)
    figures = {code: result.figure(code, key) for code in codes}
    rows = {code: result.value_rows.get((code, key)) for code in codes}
    sided = any(row is not None and row["z"] is not None for row in rows.values())
    classes, levels = (
        STRAIN_TO_STRENGTH,
        {code: class_of_z(None if row is None else row["z"]) for code, row in rows.items()},
    )
    if not sided:
        classes, levels = plain_classes(indicator, figures, lang)
    return Subject(key, indicator.name(lang), False, indicator, figures, levels, classes, sided)


def plain_classes(
    indicator: Indicator, figures: dict[str, Figure], lang: str
) -> tuple[Classes, dict[str, int | None]]:
    """Give as many areas in each class, from light to dark, without a good or bad side."""
    values = {code: each.value for code, each in figures.items() if each.value is not None}
    borders = even_breaks(list(values.values()))
    words = [write_number(border, lang, indicator.decimals) for border in borders]
    names: list[Text] = []
    if words:
        names = [text("below %(border)s", border=words[0])]
        names += [text("%(low)s to %(high)s", low=low, high=high) for low, high in pairwise(words)]
        names.append(text("%(border)s and more", border=words[-1]))
    else:
        names = [text("has a figure")]
    classes = Classes(PLAIN_COLOURS[: len(names)], tuple(names), text("no figure"))
    levels = {
        code: class_of(values[code], borders) if code in values else None for code in figures
    }
    return classes, levels


def rows(result: ScanResult, subject: Subject, sort: str, order: str) -> list[Row]:
    """Give the neighbourhoods in the order asked for; those without a figure come last."""
    names = {row["code"]: row["name"] for row in result.areas.iter_rows(named=True)}
    made = [
        Row(
            code=area["code"],
            name=str(area["name"] or area["code"]),
            district=str(names.get(area["district"]) or ""),
            residents=result.figure(area["code"], RESIDENTS),
            figure=subject.figures[area["code"]],
            level=subject.levels[area["code"]],
            class_name=_class_name(subject, area["code"]),
            dot=subject.figures[area["code"]].value if subject.condition else None,
            reason=subject.reason(area["code"]),
        )
        for area in result.areas.iter_rows(named=True)
        if area["code"] in subject.figures
    ]
    keys: dict[str, Callable[[Row], Any]] = {
        "name": lambda row: row.name.casefold(),
        "district": lambda row: (row.district.casefold(), row.name.casefold()),
        "residents": lambda row: row.residents.value,
        "value": lambda row: row.figure.value,
    }
    if subject.indicator is not None and subject.indicator.origin_trait and sort == "value":
        sort = "name"  # areas are never put in the order of origin (rule 9)
    key = keys[sort]
    there = sorted((row for row in made if key(row) is not None), key=key, reverse=order == DOWN)
    return there + sorted((row for row in made if key(row) is None), key=keys["name"])


def _class_name(subject: Subject, code: str) -> Text | str:
    level = subject.levels[code]
    return "" if level is None or not subject.sided else subject.classes.names[level]


def choices(result: ScanResult, lang: str, level: str = "neighbourhood") -> list[dict[str, Any]]:
    """Give what can be shown on the map, in groups: conditions, their indicators, context."""
    there = {indicator for area, indicator in result.value_rows if result.level(area) == level}
    groups = [
        {"name": "", "options": [(one, CONDITION_NAMES[one].render(lang)) for one in CONDITIONS]}
    ]
    for condition in (*CONDITIONS, "context"):
        options = sorted(
            (
                (one.id, one.name(lang))
                for one in result.catalogue.values()
                if one.condition == condition and one.id in there
            ),
            key=lambda option: option[1].casefold(),
        )
        if options:
            name = (
                CONDITION_NAMES[condition].render(lang)
                if condition in CONDITION_NAMES
                else text("context").render(lang)
            )
            groups.append({"name": name, "options": options})
    return groups
