"""The result of a case: per post, payer and year, with its range, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weefsel import __version__
from weefsel.base.certainty import Certainty, certainty
from weefsel.base.document import to_json
from weefsel.base.draws import SCRAMBLES, DrawPlan
from weefsel.base.figure import Source
from weefsel.weigh.case import Case, Unquantified
from weefsel.weigh.case_terms import Quantity
from weefsel.weigh.value_of_information import Information

SCHEMA = "weefsel.case-result/1"
INSTITUTIONS = "institutions"  # every payer but the residents
SOCIETY = "society"


@dataclass(frozen=True)
class Measure:
    """A number at the central values, with P5 and P95 over the draws.

    ``error`` is the Monte Carlo error of both ends, ``positive`` the share of draws above
    zero. Where nothing varies low and high are the value.
    """

    value: float
    low: float
    high: float
    error: tuple[float, float]
    positive: float

    @property
    def fixed(self) -> bool:
        """Tell whether nothing varies."""
        return self.low == self.high

    @property
    def sure(self) -> Certainty:
        """Give how sure its sign is; nothing can be told where most draws have another sign."""
        if not self.fixed and (self.value > 0) != (self.positive > 1 - self.positive):
            return Certainty.INDISTINGUISHABLE
        return certainty(self.positive)

    def document(self) -> dict[str, Any]:
        """Give it as a plain record."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "monte_carlo_error": list(self.error),
            "share_positive": self.positive,
        }


@dataclass(frozen=True)
class PostRow:
    """One side of a post: what its payer gains (up) or bears (down), discounted."""

    post: str
    name: str
    payer: str
    payer_name: str
    kind: str
    mirrored: bool
    present: Measure
    by_year: tuple[float, ...]  # undiscounted, at the central values


@dataclass(frozen=True)
class PayerRow:
    """What one payer bears, gains and keeps, discounted."""

    payer: str
    payer_name: str
    costs: Measure
    effects: Measure
    net: Measure


@dataclass(frozen=True)
class YearRow:
    """One year: undiscounted and discounted, of society and of the municipality.

    Structural and incidental are parts of the municipality's undiscounted amount; cashable is
    what the posts themselves say that its budget gets back.
    """

    year: int
    society: float
    society_discounted: float
    cumulative: float  # of society, discounted
    municipality: float
    structural: float
    incidental: float
    cashable: float
    factor: float  # the discount factor


@dataclass(frozen=True)
class Payback:
    """The year in which the discounted sum reaches zero and stays there.

    ``year`` at the central values, ``None`` when not within the horizon; P5 and P95 over
    the draws in which it is reached; ``never`` the share of draws in which it is not.
    """

    year: int | None
    low: int | None
    high: int | None
    never: float


@dataclass(frozen=True)
class Swing:
    """What the balance of society becomes when one quantity is at its P5 and its P95."""

    quantity: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """Give how far the balance moves."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class BreakEven:
    """The value of one quantity at which the balance of a payer is nil, the others central.

    ``value`` is in shown units; ``None`` when no value it can have does that.
    """

    quantity: str
    payer: str
    value: float | None


@dataclass(frozen=True)
class Pair:
    """Two quantities together: for values of the first, what the second must be."""

    first: str
    second: str
    points: tuple[tuple[float, float], ...]  # in shown units


@dataclass(frozen=True)
class OptionFigures:
    """What one option comes to against changing nothing."""

    id: str
    title: str
    zero: bool
    posts: tuple[PostRow, ...] = ()
    payers: tuple[PayerRow, ...] = ()
    social: Measure | None = None
    institutions: Measure | None = None
    municipality: Measure | None = None
    costs: float = 0.0  # central, discounted, as a positive amount
    benefits: float = 0.0
    ratio: float | None = None  # of means; None where costs are not positive in nearly all draws
    costs_positive: float = 0.0  # share of draws
    per_person: Measure | None = None
    overlap: float = 0.0  # central amount that was taken off because it was counted twice
    payback: Payback | None = None
    years: tuple[YearRow, ...] = ()
    swings: tuple[Swing, ...] = ()
    break_even: tuple[BreakEven, ...] = ()
    pair: Pair | None = None
    pm: tuple[Unquantified, ...] = ()

    def payer(self, key: str) -> PayerRow:
        """Give the row of a payer; raises ``KeyError`` when it has none."""
        return {row.payer: row for row in self.payers}[key]


@dataclass(frozen=True)
class Checked:
    """A figure of the source beside ours: within its tolerance or not."""

    option: str
    of: str
    published: float
    tolerance: float
    ours: float | None
    source: str

    @property
    def agrees(self) -> bool:
        """Tell whether ours lies within the tolerance of the published figure."""
        return self.ours is not None and abs(self.ours - self.published) <= self.tolerance


@dataclass(frozen=True)
class Worth:
    """What more knowledge is worth at most, for one payer or society, over the options."""

    payer: str
    perfect: float
    parameters: tuple[Information, ...]


@dataclass(frozen=True)
class CaseResult:
    """What a case comes to, per option, and on what it rests."""

    case: Case
    options: tuple[OptionFigures, ...]
    worth: tuple[Worth, ...]
    checks: tuple[Checked, ...]
    quantities: tuple[Quantity, ...]
    sources: dict[str, Source]
    draws: DrawPlan
    price_year: int | None
    discount: float  # a year, as a fraction
    discount_source: str

    def option(self, option_id: str) -> OptionFigures:
        """Give one option; raises ``KeyError`` when there is none of that id."""
        return {option.id: option for option in self.options}[option_id]

    def document(self) -> dict[str, Any]:
        """Give the result as a plain record: stable ids, unrounded, no translated words."""
        return {
            "schema": SCHEMA,
            "weefsel": __version__,
            "recipe": self.case.record(),
            "options": [_option(option) for option in self.options if not option.zero],
            "value_of_information": [
                {
                    "payer": worth.payer,
                    "perfect": worth.perfect,
                    "parameters": [
                        {
                            "quantity": one.parameter,
                            "at_most": one.value,
                            "estimate": one.estimate,
                            "error": one.error,
                            "null": one.null,
                        }
                        for one in worth.parameters
                    ],
                }
                for worth in self.worth
            ],
            "published": [
                {
                    "option": one.option,
                    "of": one.of,
                    "published": one.published,
                    "tolerance": one.tolerance,
                    "ours": one.ours,
                    "agrees": one.agrees,
                    "source": one.source,
                }
                for one in self.checks
            ],
            "quantities": [
                {
                    "id": one.id,
                    "name": one.name,
                    "value": one.value,
                    "family": one.distribution.family,
                    "range_is_ours": one.assumed,
                    "figure": one.figure.document(),
                }
                for one in self.quantities
            ],
            "sources": [source.document() for source in self.sources.values()],
            "computation": {
                "draws": self.draws.used,
                "draws_requested": self.draws.requested,
                "scrambles": SCRAMBLES,
                "seed": self.draws.seed,
                "currency": self.case.currency,
                "price_year": self.price_year,
                "discount_percent": self.discount * 100,
                "discount_source": self.discount_source,
                "discounted_from": self.case.discounted_from,
            },
        }

    def json(self) -> str:
        """Write the document as JSON in camelCase."""
        return to_json(self.document())


def _of(measure: Measure | None) -> dict[str, Any] | None:
    return None if measure is None else measure.document()


def _option(option: OptionFigures) -> dict[str, Any]:
    back = option.payback
    return {
        "id": option.id,
        "title": option.title,
        "social": _of(option.social),
        "institutions": _of(option.institutions),
        "municipality": _of(option.municipality),
        "costs": option.costs,
        "benefits": option.benefits,
        "benefit_cost_ratio": option.ratio,
        "share_costs_positive": option.costs_positive,
        "per_person": _of(option.per_person),
        "overlap_taken_off": option.overlap,
        "payback": None
        if back is None
        else {"year": back.year, "low": back.low, "high": back.high, "share_never": back.never},
        "payers": [
            {
                "payer": row.payer,
                "name": row.payer_name or None,
                "costs": row.costs.document(),
                "effects": row.effects.document(),
                "net": row.net.document(),
            }
            for row in option.payers
        ],
        "posts": [
            {
                "post": row.post,
                "name": row.name,
                "payer": row.payer,
                "kind": row.kind,
                "other_side": row.mirrored,
                "present": row.present.document(),
                "by_year": list(row.by_year),
            }
            for row in option.posts
        ],
        "years": [vars(row) for row in option.years],
        "swings": [vars(row) for row in option.swings],
        "break_even": [vars(row) for row in option.break_even],
        "break_even_pair": None
        if option.pair is None
        else {
            "first": option.pair.first,
            "second": option.pair.second,
            "points": [list(point) for point in option.pair.points],
        },
        "pm": [one.model_dump() for one in option.pm],
    }
