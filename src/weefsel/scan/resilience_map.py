"""What a resilience map is: its areas and classes, its finding, or why it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import polars as pl

from weefsel.base.document import Document, read_document
from weefsel.base.language import Text, text
from weefsel.scan.method import Value
from weefsel.scan.relation import Relation
from weefsel.scan.resilience_axis import Axis
from weefsel.sources.said import Number

Form = Literal["relative_change", "residual", "focus"]
About = Literal["levels", "changes"]

# What happened to an area.
MAPPED = "mapped"
NO_FIGURE = "no_figure"
FEW_RESIDENTS = "few_residents"
REDIVIDED = "redivided"

# Classes of the relative change and of the residual; those of the focus are "1-1" to "3-3".
SIGNAL, VULNERABLE_ONLY, NUISANCE_ONLY, NO_SIGNAL = "signal", "vulnerable", "nuisance", "none"
LESS_RESILIENT, AS_EXPECTED, MORE_RESILIENT = "less_resilient", "as_expected", "more_resilient"

RESILIENCE_COLUMNS = {
    "area": pl.String,
    "state": pl.String,
    "vulnerable": pl.Float64,  # a level, or the change between the two years
    "nuisance": pl.Float64,
    "vulnerable_z": pl.Float64,  # only in the relative change: within the municipality
    "nuisance_z": pl.Float64,
    "expected": pl.Float64,  # only in the residual map: the nuisance to be expected
    "low": pl.Float64,  # P5 and P95 of areas with the same vulnerability
    "high": pl.Float64,
    "residual": pl.Float64,  # studentised; positive is more nuisance than expected
    "class": pl.String,
}


class NuisanceFigure(Document):
    """A figure that can stand for nuisance; higher is more of it."""

    indicator: str
    reason_nl: str
    reason_en: str
    source: str

    def reason(self, lang: str) -> str:
        """Say why it can, in a language."""
        return self.reason_nl if lang == "nl" else self.reason_en


class ResilienceRules(Document):
    """The numbers of the resilience map, and the figures that can be its axes."""

    dated: str
    signal_from: Value
    level: Value
    focus_classes: Value
    minimum_areas: Value
    minimum_fit_areas: Value
    most_years_apart: Value
    index_from: Value
    single: tuple[str, ...]
    nuisance: tuple[NuisanceFigure, ...]


@cache
def resilience_rules() -> ResilienceRules:
    """Give the rules that come with Weefsel."""
    folder = Path(str(resources.files("weefsel.scan"))) / "declared"
    return read_document(ResilienceRules, folder / "resilience.toml")


@dataclass(frozen=True)
class ResilienceMap:
    """One map, or the reason why it cannot be made (``refusal``).

    ``areas`` has ``RESILIENCE_COLUMNS``; ``years`` are those of the vulnerable axis and of
    the nuisance axis, as words; ``experiment`` says why the map may only be tried.
    """

    form: Form
    about: About
    vulnerable: Axis
    nuisance: Axis
    years: tuple[Text, Text]
    areas: pl.DataFrame
    relation: Relation | None = None
    refusal: Text | None = None
    experiment: Text | None = None

    def count(self, kind: str) -> int:
        """Count the areas of a class."""
        return self.areas.filter(pl.col("class") == kind).height

    @property
    def title(self) -> Text:
        """Give the finding, with what it is about: levels or changes, and of which years."""
        if self.refusal is not None:
            return self.refusal
        marked = {
            "relative_change": SIGNAL,
            "residual": LESS_RESILIENT,
            "focus": highest_class(),
        }[self.form]
        said: dict[str, Any] = {
            "count": Number(self.count(marked), 0),
            "total": Number(self.areas.filter(pl.col("state") == MAPPED).height, 0),
            "period": self._period(),
        }
        if self.form == "relative_change":
            return text(
                "In %(count)s of %(total)s areas vulnerability and nuisance both rose more than "
                "elsewhere in the municipality (%(period)s)",
                **said,
            )
        if self.form == "residual":
            return text(
                "In %(count)s of %(total)s areas there is more nuisance than the vulnerability "
                "of residents leads one to expect (%(period)s)",
                **said,
            )
        return text(
            "In %(count)s of %(total)s areas vulnerability and nuisance are both in the highest "
            "class (%(period)s)",
            **said,
        )

    def _period(self) -> Text:
        parts = {"vulnerable": self.years[0], "nuisance": self.years[1]}
        if self.about == "changes":
            return text("changes, vulnerability %(vulnerable)s, nuisance %(nuisance)s", **parts)
        return text("levels, vulnerability %(vulnerable)s, nuisance %(nuisance)s", **parts)

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Give what a reader must know of the map."""
        said = []
        if self.experiment is not None:
            said.append(self.experiment)
        if self.refusal is None:
            said.append(
                text("This map opens a conversation; it is no verdict on a neighbourhood.")
            )
        relation = self.relation
        if relation is not None and relation.low <= 0 <= relation.high:
            said.append(
                text("Vulnerability and nuisance hardly go together here: read it with care.")
            )
        return tuple(said)


def highest_class() -> str:
    """Give the class of the focus map in which both axes are highest."""
    most = round(resilience_rules().focus_classes.value)
    return f"{most}-{most}"
