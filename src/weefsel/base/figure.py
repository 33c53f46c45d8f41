"""A figure that knows its source, year, unit, range and state, or why it has none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from weefsel.base.certainty import Certainty
from weefsel.base.language import Text, render, text
from weefsel.base.numbers import significant_decimals, write_number


class State(StrEnum):
    """What may be said of a result (rule 3 of the design)."""

    QUANTIFIED = "quantified"
    CONDITIONAL = "conditional"
    PM = "pm"


class Flag(StrEnum):
    """What kind of value an observation is."""

    MEASURED = "measured"
    MODEL_ESTIMATE = "model_estimate"
    SUPPRESSED = "suppressed"
    MISSING = "missing"
    IMPUTED = "imputed"


# Unit id -> how it follows a number. Kept short: one entry a unit that screens print.
UNITS: dict[str, Text] = {
    "percent": text("%%"),
    "percent_points": text("percentage points"),
    "eur": text("euro"),
    "eur_per_year": text("euro a year"),
    "eur_per_hour": text("euro an hour"),
    "thousand_eur": text("thousand euro"),
    "million_eur": text("million euro"),
    "usd": text("US dollar"),
    "gbp": text("pound sterling"),
    "persons": text("persons"),
    "residents": text("residents"),
    "households": text("households"),
    "dwellings": text("dwellings"),
    "count": text(""),
    "per_1000": text("per 1,000"),
    "per_100": text("in 100"),
    "per_km2": text("per km\N{SUPERSCRIPT TWO}"),
    "kwh": text("kWh"),
    "m2": text("m\N{SUPERSCRIPT TWO}"),
    "m3": text("m\N{SUPERSCRIPT THREE}"),
    "km": text("km"),
    "m": text("m"),
    "min": text("minutes"),
    "ha": text("ha"),
    "hours": text("hours"),
    "hours_per_year": text("hours a year"),
    "days": text("days"),
    "weeks": text("weeks"),
    "months": text("months"),
    "years": text("years"),
    "score": text(""),
    "code": text(""),
    "class": text(""),
    "ratio": text(""),
    "smd": text("standard deviations"),
    "qaly": text("QALY"),
    "index": text(""),
}


@dataclass(frozen=True)
class Figure:
    """One figure as every screen, memo and file shows it.

    ``value`` is ``None`` when it is not known: then ``reason`` says why. ``low`` and
    ``high`` are the P5 and P95 unless ``range_kind`` says otherwise; without a range
    ``reason`` says why there is none. ``sources`` are ids of ``Source``: ``edition:…``,
    ``parameter:…``, ``assumption:…``, ``own:…``, ``computed:…``.
    """

    id: str
    value: float | None
    unit: str = "count"
    low: float | None = None
    high: float | None = None
    level: float | None = None
    range_kind: str = "none"
    decimals: int | None = None
    payer: str | None = None
    year: int | None = None
    certainty: Certainty | None = None
    state: State = State.QUANTIFIED
    flag: Flag = Flag.MEASURED
    sources: tuple[str, ...] = ()
    reason: Text | None = None

    @property
    def places(self) -> int:
        """Give the decimals to print: as set, else two significant digits of the value."""
        if self.decimals is not None:
            return self.decimals
        return 0 if self.value is None else max(-9, significant_decimals(self.value))

    def number(self, lang: str) -> str:
        """Give the bare number in a language, or an en dash when there is none."""
        if self.value is None:
            return "\N{EN DASH}"
        return write_number(self.value, lang, self.places)

    def range_words(self, lang: str) -> str:
        """Give "from x to y" in a language, empty when there is no range."""
        if self.low is None or self.high is None:
            return ""
        said = text(
            "%(low)s to %(high)s",
            low=write_number(self.low, lang, self.places),
            high=write_number(self.high, lang, self.places),
        )
        return said.render(lang)

    def unit_words(self, lang: str) -> str:
        """Give the unit in a language."""
        known = UNITS.get(self.unit)
        return known.render(lang) if known is not None else self.unit

    def render(self, lang: str = "nl") -> str:
        """Give number and unit in a language: "12,3%", "79.000 euro"."""
        if self.value is None:
            return self.number(lang)
        unit = self.unit_words(lang)
        if not unit:
            return self.number(lang)
        return self.number(lang) + ("" if unit == "%" else "\N{NO-BREAK SPACE}") + unit

    def document(self) -> dict[str, Any]:
        """Give the figure as a plain record with stable ids (unrounded)."""
        return {
            "id": self.id,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "level": self.level,
            "range_kind": self.range_kind,
            "unit": self.unit,
            "payer": self.payer,
            "year": self.year,
            "certainty": None if self.certainty is None else self.certainty.value,
            "state": self.state.value,
            "flag": self.flag.value,
            "sources": list(self.sources),
            "reason": None if self.reason is None else render(self.reason, "en"),
        }


@dataclass(frozen=True)
class Source:
    """Where figures come from: an edition, a parameter, an own figure, a computation."""

    id: str
    title: str
    publisher: str = ""
    year: int | None = None
    licence: str = ""
    url: str = ""
    grade: str = ""
    remark: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Give the source as a plain record."""
        return {
            "id": self.id,
            "title": self.title,
            "publisher": self.publisher,
            "year": self.year,
            "licence": self.licence,
            "url": self.url,
            "evidence_grade": self.grade or None,
            "remark": self.remark or None,
            **self.extra,
        }
