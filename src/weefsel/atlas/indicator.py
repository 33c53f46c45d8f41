"""The catalogue of indicators: one dated file each, read once a process.

A newcomer adds an indicator by adding a file to ``atlas/indicators``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.base.document import Document, Identified, read_folder
from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.language import text

Condition = Literal["socio_economic_security", "inclusion", "cohesion", "empowerment", "context"]
CONDITIONS: tuple[str, ...] = (
    "socio_economic_security",
    "inclusion",
    "cohesion",
    "empowerment",
)


class Measure(Document):
    """Where an indicator comes from: names by which a measure is known in a series.

    Each name is matched on its letters and digits only. ``names`` are full paths with
    title and unit ("Bevolking/Aantal inwoners (aantal)") or bare titles; ``stems`` are
    OData keys without their position suffix, used only where no metadata is given.
    """

    names: tuple[str, ...]
    stems: tuple[str, ...] = ()
    unit: str = ""  # the source's unit, to tell measures of one title apart
    # The outermost group in which a column must stand when its file gives groups: for titles
    # such as "Mannen" that other groups have too.
    group: str = ""


class Origin(Document):
    """One way to fill an indicator from a series of tables."""

    series: str  # kwb, health, local
    population: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    measure: Measure | None = None  # taken as it stands, times scale
    numerator: tuple[Measure, ...] = ()  # or: sum of these ...
    denominator: tuple[Measure, ...] = ()  # ... divided by the sum of these, if any, times scale
    scale: float = 1.0


class ErrorModel(Document):
    """What is known of the error of a value.

    ``rounding``: counts rounded to ``base``; ``share_of_counts``: ratio of rounded counts;
    ``published_rounding``: a percentage or average published in steps of ``base``;
    ``model_estimate``: small-area model whose error is not published; ``survey``: margin by
    the maker; ``none``: exact register count.
    """

    kind: Literal[
        "none", "rounding", "share_of_counts", "published_rounding", "model_estimate", "survey"
    ]
    base: float | None = None
    # The model that made an estimate: errors of estimates of one model go together.
    model: str = ""
    # The indicators that add up to the number of people, households or dwellings that a share
    # is of, or the nearest to it that is published: the fewer, the more chance is in it.
    denominator: tuple[str, ...] = ()
    source: str = ""


class Indicator(Identified):
    """What an indicator is, which way is up, where it belongs and where it comes from."""

    id: str
    dated: str  # date on which this file was last checked, ISO
    name_nl: str
    name_en: str
    unit: str  # key of base.figure.UNITS
    decimals: int = 0
    direction: Literal[-1, 0, 1]  # 1: higher is stronger; -1: higher is more strain; 0: context
    condition: Condition
    core: bool = False  # belongs to the core set of its condition
    weight: float = 1.0
    theme: str  # theme of brede welvaart (CBS)
    population: str
    maker_used_origin: Literal["yes", "no", "not_found", "not_applicable"]
    origin_trait: bool = False  # says something of origin, nationality or religion: context only
    composite: bool = False  # a composite of the same things (SES-WOA, Leefbaarometer): context
    error: ErrorModel
    # A value outside its bounds is a mistake in the file; a percentage ends at 100 always.
    may_be_negative: bool = False
    most: float | None = None
    remark_nl: str = ""
    remark_en: str = ""
    provenance: str = ""  # why it is in the set: DESIGN/DOMAIN paragraph, in words
    origins: tuple[Origin, ...] = Field(default=())  # empty: permitted, the municipality adds it
    owner: str = ""  # the municipality that described it itself; empty for the catalogue's own

    def name(self, lang: str) -> str:
        """Give the name in a language."""
        return self.name_nl if lang == "nl" else self.name_en

    def remark(self, lang: str) -> str:
        """Give the remark in a language."""
        return self.remark_nl if lang == "nl" else self.remark_en


@dataclass(frozen=True)
class Named:
    """The name of an indicator inside a sentence, in the reader's language."""

    indicator: Indicator

    def render(self, lang: str) -> str:
        """Give the name in a language."""
        return self.indicator.name(lang)


def read_catalogue(folder: Path) -> dict[str, Indicator]:
    """Read every indicator file of a folder, by id in alphabetical order.

    Raises ``InputError`` that names file and key when a file is wrong, when its name is
    not its id, or when an origin trait would enter a condition.
    """
    return read_folder(Indicator, folder, _keep_origin_out)


def _keep_origin_out(indicator: Indicator, file: str) -> None:
    """Refuse an origin trait that would enter a condition (rule 9 of the design)."""
    if indicator.origin_trait and (indicator.condition != "context" or indicator.direction):
        raise InputError(
            text("an indicator of origin can only be context without a direction."),
            where=file,
            todo=text("Set condition to context and direction to 0."),
        )


@cache
def catalogue() -> dict[str, Indicator]:
    """Give the indicators that come with Weefsel."""
    return read_catalogue(Path(str(resources.files("weefsel.atlas"))) / "indicators")


def indicator(indicator_id: str) -> Indicator:
    """Give one indicator; raises ``NotFoundError`` when it is not in the catalogue."""
    try:
        return catalogue()[indicator_id]
    except KeyError:
        raise NotFoundError(
            text("the indicator '%(id)s' is not in the catalogue.", id=indicator_id),
            todo=text("Look in the list of indicators for its id."),
        ) from None
