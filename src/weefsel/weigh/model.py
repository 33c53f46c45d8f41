"""The result of weighing a choice, as pages, the memo and files use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from weefsel import __version__
from weefsel.base.document import to_json
from weefsel.base.draws import SCRAMBLES, DrawPlan
from weefsel.base.figure import Figure, Source, State
from weefsel.base.language import Text
from weefsel.evidence.words import Words
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.weigh.choice import Choice

SCHEMA = "weefsel.choice-result/1"

LEDGER_COLUMNS = {
    "option": pl.String,
    "act": pl.Int32,  # counted from 1
    "payer": pl.String,
    "post": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,  # real, undiscounted; null when it hangs on the unknown or is p.m.
    "low": pl.Float64,
    "high": pl.Float64,
    "per_unknown": pl.Float64,  # amount when everyone asks; null unless state is conditional
    "discount_factor": pl.Float64,
    "state": pl.String,
    "in_balance": pl.Boolean,
}


@dataclass(frozen=True)
class Line:
    """The municipality's balance at one named value of the unknown: no range, no chance."""

    id: str  # line_1, line_2, line_3
    position: str  # below, at or above the turning value
    share: float  # the unknown, 0 to 1
    unknown: Figure  # the same in 100
    years: tuple[int, ...]
    yearly: tuple[float, ...]  # discounted
    cumulative: tuple[float, ...]  # discounted, added up
    at_horizon: Figure


@dataclass(frozen=True)
class UnknownResult:
    """An unknown with its turning value; ``turning`` has no value where there is none."""

    id: str
    name: Words
    reason: Words
    turning: Figure
    turning_persons: Figure
    turning_error: tuple[float, float] | None  # Monte Carlo error of low and high, in 100
    variants: tuple[tuple[Words, Figure], ...]  # turning value at other discount rates
    saves_when: str  # below, above, always, never: where the option saves the payer money
    lines: tuple[Line, ...]
    curve: tuple[tuple[float, float], ...]  # (share, balance at the horizon)


@dataclass(frozen=True)
class Uncountable:
    """What counts but has no figure: p.m. with words."""

    id: str
    payer: str
    name: Text
    words: Text
    missing: str = ""  # the evidence that is missing, when that is why


@dataclass(frozen=True)
class Cell:
    """What a table says of one option: figures, or words."""

    figures: tuple[Figure, ...] = ()
    words: Text | None = None
    state: State = State.QUANTIFIED


@dataclass(frozen=True)
class PayerRow:
    """One row of the table per payer; ``kind`` is post, balance, association or pm."""

    payer: str
    post: str
    name: Text
    kind: str
    in_balance: bool
    cells: dict[str, Cell]  # by option id


@dataclass(frozen=True)
class AssumptionRow:
    """One line of the list of all assumptions."""

    id: str
    kind: str  # own, parameter, assumption, unknown, comparison
    name: Text
    figure: Figure
    source: Source | None
    grade: str
    remark: Text | None = None
    used: bool = True
    option: str = ""  # id of the option an own figure belongs to
    gap: float = 0.0  # centre of the drawn distribution minus the value, same unit


@dataclass(frozen=True)
class OptionResult:
    """What one option does."""

    id: str
    title: Text
    zero: bool
    state: State
    figures: tuple[Figure, ...]
    unknowns: tuple[UnknownResult, ...]
    pm: tuple[Uncountable, ...]
    finding: Text

    def figure(self, figure_id: str) -> Figure:
        """Give one figure; raises ``KeyError`` when there is none of that id."""
        return {figure.id: figure for figure in self.figures}[figure_id]


@dataclass(frozen=True)
class ChoiceResult:
    """What a choice does: the finding, per option, per payer, and on what it rests."""

    recipe: Choice
    title: Text
    lead: Text
    options: tuple[OptionResult, ...]
    payers: tuple[PayerRow, ...]
    assumptions: tuple[AssumptionRow, ...]
    sources: dict[str, Source]
    ledger: pl.DataFrame  # LEDGER_COLUMNS
    draws: DrawPlan
    price_year: int | None
    discount: Figure | None
    years: tuple[int, ...]

    @property
    def fictitious(self) -> bool:
        """Tell whether this is an example with invented figures."""
        return self.recipe.fictitious or country_of(self.recipe.area) == FICTITIOUS

    @property
    def leading(self) -> OptionResult | None:
        """Give the option the title speaks of: the first that acts."""
        return next((option for option in self.options if not option.zero), None)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Give every figure of the result, so that each can be traced to its source."""
        found: list[Figure] = []
        for option in self.options:
            found.extend(option.figures)
            for unknown in option.unknowns:
                found.append(unknown.turning)
                found.append(unknown.turning_persons)
                found.extend(figure for _, figure in unknown.variants)
                for line in unknown.lines:
                    found.extend((line.unknown, line.at_horizon))
        found.extend(row.figure for row in self.assumptions)
        return tuple(found)

    def option(self, option_id: str) -> OptionResult:
        """Give one option; raises ``KeyError`` when there is none of that id."""
        return {option.id: option for option in self.options}[option_id]

    def document(self) -> dict[str, Any]:
        """Give the result as a plain record: stable ids, unrounded, no translated words."""
        return {
            "schema": SCHEMA,
            "weefsel": __version__,
            "recipe": self.recipe.record(),
            "sources": [source.document() for source in self.sources.values()],
            "options": [_option(option) for option in self.options],
            "computation": {
                "draws": self.draws.used,
                "draws_requested": self.draws.requested,
                "scrambles": SCRAMBLES,
                "seed": self.draws.seed,
                "price_year": self.price_year,
                "discount_percent": None if self.discount is None else self.discount.value,
            },
        }

    def json(self) -> str:
        """Write the document as JSON in camelCase."""
        return to_json(self.document())


def _option(option: OptionResult) -> dict[str, Any]:
    return {
        "id": option.id,
        "state": option.state.value,
        "figures": [figure.document() for figure in option.figures],
        "unknowns": [_unknown(unknown) for unknown in option.unknowns],
        "pm": [
            {"id": one.id, "payer": one.payer, "missing": one.missing or None} for one in option.pm
        ],
    }


def _unknown(unknown: UnknownResult) -> dict[str, Any]:
    """Give an unknown as a plain record; its values are shares, 0 to 1."""
    turning = unknown.turning
    error = unknown.turning_error
    return {
        "id": unknown.id,
        "turning_value": _share(turning.value),
        "low": _share(turning.low),
        "high": _share(turning.high),
        "level": turning.level,
        "monte_carlo_error": None if error is None else [_share(part) for part in error],
        "saves_when": unknown.saves_when,
        "sources": list(turning.sources),
        "lines": [
            {
                "id": line.id,
                "position": line.position,
                "value": line.share,
                "years": list(line.years),
                "yearly": list(line.yearly),
                "cumulative": list(line.cumulative),
                "balance": line.at_horizon.value,
                "unit": line.at_horizon.unit,
                "payer": line.at_horizon.payer,
            }
            for line in unknown.lines
        ],
        "curve": [{"value": share, "balance": balance} for share, balance in unknown.curve],
    }


def _share(in_100: float | None) -> float | None:
    return None if in_100 is None else in_100 / 100
