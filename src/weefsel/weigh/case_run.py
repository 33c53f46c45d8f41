"""Work out a case: every post in every draw, summed per payer, with what would turn it.

Draws are taken scramble by scramble; of each only the present values per stream are kept,
and the sums by year, so that nothing of the size (draw, post, year) is ever held whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from weefsel.base.distributions import P5, P95
from weefsel.base.draws import Array, DrawPlan, over_scrambles, plan
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.evidence.assumption import Assumption
from weefsel.evidence.assumption import assumptions as our_assumptions
from weefsel.evidence.parameter import Parameter
from weefsel.evidence.parameter import parameters as our_parameters
from weefsel.weigh.appraise import spread
from weefsel.weigh.case import Case, CaseOption
from weefsel.weigh.case_result import (
    SOCIETY,
    CaseResult,
    Checked,
    Measure,
    OptionFigures,
    Payback,
    PayerRow,
    PostRow,
    Worth,
    YearRow,
)
from weefsel.weigh.case_rules import verify
from weefsel.weigh.case_streams import Stream, Values, kept_shares, streams
from weefsel.weigh.case_terms import Terms
from weefsel.weigh.case_turning import break_even, pair, swings
from weefsel.weigh.discount import STANDARD, rate
from weefsel.weigh.value_of_information import per_parameter, perfect

NEARLY_ALL = 0.999  # of the draws must have positive costs before a ratio is printed
TOO_LARGE = 1e18  # ours: beyond what the whole world produces in centuries, in any currency
MUNICIPALITY, RESIDENT = "municipality", "resident"


@dataclass(frozen=True)
class Planned:
    """An option with its streams and the quantity of its people."""

    option: CaseOption
    streams: tuple[Stream, ...]
    people: str


@dataclass(frozen=True)
class Pool:
    """All draws of one option: present values and the cumulative sum of society by year."""

    present: Array  # (stream, scramble, draw)
    cumulative: Array  # (scramble, draw, year)
    people: Array | None  # (scramble, draw)


def run(
    case: Case,
    *,
    parameters: Mapping[str, Parameter] | None = None,
    assumptions: Mapping[str, Assumption] | None = None,
    threads: int = 1,
) -> CaseResult:
    """Work out a case against changing nothing; the digits are equal for any ``threads``.

    Raises ``InputError`` when the recipe cannot be worked out.
    """
    verify(case)
    known = our_parameters() if parameters is None else parameters
    terms = Terms(case, known, our_assumptions() if assumptions is None else assumptions)
    discount, source, factors = discounting(case, terms)
    planned = tuple(
        Planned(
            option,
            streams(case, option, terms, f"option[{number}]"),
            terms.add(option.people, f"option[{number}].people") if option.people else "",
        )
        for number, option in enumerate(case.option)
    )
    draws = plan(case.draws, case.seed)
    pools, drawn = _pools(case, planned, terms, draws, factors, threads)
    centre = {key: np.array([one.value]) for key, one in terms.held.items()}
    options = tuple(
        _figures(case, one, pools[one.option.id], terms, centre, factors) for one in planned
    )
    return CaseResult(
        case=case,
        options=options,
        worth=_worth(planned, pools, drawn, draws),
        checks=_checks(case, {option.id: option for option in options}),
        quantities=tuple(terms.held.values()),
        sources=terms.sources,
        draws=draws,
        price_year=terms.price_year,
        discount=discount,
        discount_source=source,
    )


def discounting(case: Case, terms: Terms) -> tuple[float, str, Array]:
    """Give the yearly rate, its source, and the factor of every year, shape (year,)."""
    first = 1 if case.discounted_from == "first_year" else 0
    own = case.discount_percent
    if own is not None:
        # One rate for all draws, so that it has no width of ours either.
        exact = own if own.parameter else own.model_copy(update={"exact": True})
        key = terms.add(exact, "discount_percent")
        held = terms.held[key]
        yearly = held.value if own.parameter else held.value / 100
        source = held.source.id
    elif case.price_year == "nominal" or (case.horizon == 1 and first == 0):
        yearly, source = 0.0, ""  # one year: nothing to discount
    else:
        parameter = terms.parameters[STANDARD]
        yearly = rate(parameter, case.base_year, where="base_year")
        source = f"parameter:{parameter.id}"
        terms.sources.setdefault(source, parameter.as_source())
    steps = np.arange(case.horizon, dtype=np.float64) + first
    return yearly, source, np.asarray((1 + yearly) ** -steps)


def _pools(
    case: Case,
    planned: Sequence[Planned],
    terms: Terms,
    draws: DrawPlan,
    factors: Array,
    threads: int,
) -> tuple[dict[str, Pool], dict[str, Array]]:
    """Give the draws of every option, and of every quantity that varies, shape (draw,)."""

    def one(scramble: int) -> tuple[dict[str, tuple[Array, Array, Array | None]], Values]:
        values = {key: held.draw(draws, scramble) for key, held in terms.held.items()}
        return {each.option.id: _drawn(case, each, values, factors) for each in planned}, values

    both = over_scrambles(one, threads=threads)
    chunks = [made for made, _values in both]
    varying = [key for key, held in terms.held.items() if not held.fixed]
    drawn = {key: np.concatenate([values[key] for _made, values in both]) for key in varying}
    found = {}
    for each in planned:
        parts = [chunk[each.option.id] for chunk in chunks]
        people = None if not each.people else np.stack([part[2] for part in parts])  # type: ignore[misc]
        found[each.option.id] = Pool(
            np.stack([part[0] for part in parts], axis=1),
            np.stack([part[1] for part in parts]),
            people,
        )
    return found, drawn


def _present(case: Case, planned: Planned, values: Values, factors: Array) -> tuple[Array, Array]:
    """Give the present value of every stream and what stays of it, (stream, draw)."""
    count = max((one.size for one in values.values()), default=1)
    present = np.zeros((len(planned.streams), count))
    for number, stream in enumerate(planned.streams):
        with np.errstate(over="ignore", invalid="ignore"):
            present[number] = stream.present(values, factors)
        if not (np.abs(present[number]) < TOO_LARGE).all():
            raise InputError(
                text("the amounts of post '%(post)s' are too large.", post=stream.post.id),
                where=planned.option.id,
                todo=text("Check the numbers that are multiplied."),
            )
    return present, kept_shares(case, planned.streams, present)


def _drawn(
    case: Case, planned: Planned, values: Values, factors: Array
) -> tuple[Array, Array, Array | None]:
    """Work out one option for some draws: present values, cumulative sums, people."""
    present, kept = _present(case, planned, values, factors)
    count = present.shape[1]
    yearly = np.zeros((count, factors.size))
    for number, stream in enumerate(planned.streams):
        if stream.drop_off:
            yearly += stream.by_year(values) * kept[number][:, None] * factors
        else:
            amount = stream.amount(values) * kept[number]
            yearly += amount[:, None] * (stream.weights * factors)
    people = np.broadcast_to(values[planned.people], (count,)) if planned.people else None
    return present * kept, np.cumsum(yearly, axis=1), people


def measured(central: float, draws: Array) -> Measure:
    """Summarise draws of shape (scramble, draw) around a central value."""
    made = spread(draws)
    if made.fixed:
        return Measure(central, central, central, (0.0, 0.0), float(central > 0))
    return Measure(central, made.low, made.high, made.error, made.positive)


def _figures(
    case: Case, planned: Planned, pool: Pool, terms: Terms, centre: Values, factors: Array
) -> OptionFigures:
    option = planned.option
    title = option.title or option.id
    if not planned.streams:
        return OptionFigures(option.id, title, option.zero, pm=option.pm)
    central, cumulative, _people = _drawn(case, planned, centre, factors)
    middle = central[:, 0]

    def of(rows: Sequence[int]) -> Measure:
        chosen = list(rows)
        return measured(float(middle[chosen].sum()), pool.present[chosen].sum(axis=0))

    everything = range(len(planned.streams))
    costs = [n for n in everything if planned.streams[n].post.kind == "cost"]
    effects = [n for n in everything if planned.streams[n].post.kind != "cost"]
    spent = -pool.present[costs].sum(axis=0)
    positive = float((spent > 0).mean())
    gained = pool.present[effects].sum(axis=0)
    institutions = [n for n in everything if planned.streams[n].payer != RESIDENT]
    ours = [n for n in everything if planned.streams[n].payer == MUNICIPALITY]
    per_person = None
    if pool.people is not None and (pool.people > 0).all():
        each = float(middle.sum() / centre[planned.people][0])
        per_person = measured(each, pool.present.sum(axis=0) / pool.people)
    plain = np.array([float(s.present(centre, factors)[0]) for s in planned.streams])
    balance = _balance(case, planned, factors, tuple(everything))
    own = _balance(case, planned, factors, tuple(ours))
    moved = swings(balance, planned.streams, terms)
    return OptionFigures(
        id=option.id,
        title=title,
        zero=option.zero,
        posts=_posts(planned, pool, middle, centre),
        payers=_payers(planned, of),
        social=of(everything),
        institutions=of(institutions),
        municipality=of(ours) if ours else None,
        costs=float(-middle[costs].sum()),
        benefits=float(middle[effects].sum()),
        ratio=float(gained.mean() / spent.mean()) if positive >= NEARLY_ALL else None,
        costs_positive=positive,
        per_person=per_person,
        overlap=float((plain - middle).sum()),
        payback=_payback(case, cumulative[0], pool.cumulative),
        years=_years(case, planned, centre, cumulative[0], factors, terms, middle, plain),
        swings=moved,
        break_even=(
            *break_even(balance, SOCIETY, planned.streams, terms),
            *(break_even(own, MUNICIPALITY, planned.streams, terms) if ours else ()),
        ),
        pair=pair(balance, moved, terms),
        pm=option.pm,
    )


def _balance(
    case: Case, planned: Planned, factors: Array, rows: tuple[int, ...]
) -> Callable[[Values], Array]:
    """Give the balance of some streams as a function of the values of all quantities."""

    def at(values: Values) -> Array:
        present, kept = _present(case, planned, values, factors)
        total: Array = (present * kept)[list(rows)].sum(axis=0)
        return total

    return at


def _posts(planned: Planned, pool: Pool, middle: Array, centre: Values) -> tuple[PostRow, ...]:
    return tuple(
        PostRow(
            stream.post.id,
            stream.post.name or stream.post.id,
            stream.payer,
            stream.payer_name,
            stream.post.kind,
            stream.mirrored,
            measured(float(middle[number]), pool.present[number]),
            tuple(stream.by_year(centre)[0].tolist()),
        )
        for number, stream in enumerate(planned.streams)
    )


def _payers(planned: Planned, of: Callable[[Sequence[int]], Measure]) -> tuple[PayerRow, ...]:
    keys = dict.fromkeys((stream.payer, stream.payer_name) for stream in planned.streams)
    rows = []
    for payer, name in keys:
        mine = [
            n for n, s in enumerate(planned.streams) if (s.payer, s.payer_name) == (payer, name)
        ]
        costs = [n for n in mine if planned.streams[n].post.kind == "cost"]
        rows.append(
            PayerRow(payer, name, of(costs), of([n for n in mine if n not in costs]), of(mine))
        )
    return tuple(rows)


def _years(
    case: Case,
    planned: Planned,
    centre: Values,
    cumulative: Array,
    factors: Array,
    terms: Terms,
    middle: Array,
    plain: Array,
) -> tuple[YearRow, ...]:
    kept = np.divide(middle, plain, out=np.ones_like(middle), where=plain != 0)
    society = np.zeros(factors.size)
    ours = np.zeros(factors.size)
    once = np.zeros(factors.size)
    cashable = np.zeros(factors.size)
    for number, stream in enumerate(planned.streams):
        amount = stream.by_year(centre)[0] * kept[number]
        society += amount
        if stream.payer != MUNICIPALITY:
            continue
        ours += amount
        if stream.post.incidental:
            once += amount
        cashable += amount * _cashable(case, stream, terms)
    return tuple(
        YearRow(
            year,
            float(society[n]),
            float(society[n] * factors[n]),
            float(cumulative[n]),
            float(ours[n]),
            float(ours[n] - once[n]),
            float(once[n]),
            float(cashable[n]),
            float(factors[n]),
        )
        for n, year in enumerate(case.years)
    )


def _cashable(case: Case, stream: Stream, terms: Terms) -> Array:
    """Give the share of a post that shows in the budget, by year; what is paid always does."""
    years = np.array(case.years)
    if stream.sign < 0:
        return np.ones(years.size)
    held = stream.post.cashable
    if held is None:
        return np.zeros(years.size)
    share = terms.held[terms.add(held, f"{stream.post.id}.cashable", share=True)].value
    since = stream.post.cashable_from or case.base_year
    return np.where(years >= since, share, 0.0)


def _payback(case: Case, central: Array, drawn: Array) -> Payback | None:
    """Give when the sum reaches zero and stays; none where it never was below."""
    if not (central < 0).any():
        return None
    years = np.array(case.years)

    def first(sums: Array) -> Array:
        """Give the index from which sums (..., year) stay at or above zero; -1 for never."""
        below = sums < 0
        last = np.where(below.any(axis=-1), sums.shape[-1] - below[..., ::-1].argmax(axis=-1), 0)
        return np.where(last == sums.shape[-1], -1, last)

    middle = int(first(central[None])[0])
    found = first(drawn.reshape(-1, drawn.shape[-1]))
    reached = found[found >= 0]
    low, high = (None, None)
    if reached.size:
        ends = np.quantile(reached, [P5, P95], method="nearest")
        low, high = int(years[int(ends[0])]), int(years[int(ends[1])])
    never = float((found < 0).mean())
    return Payback(None if middle < 0 else int(years[middle]), low, high, never)


def _worth(
    planned: Sequence[Planned],
    pools: Mapping[str, Pool],
    drawn: Mapping[str, Array],
    draws: DrawPlan,
) -> tuple[Worth, ...]:
    if not drawn:
        return ()
    found = []
    for payer in (SOCIETY, MUNICIPALITY):
        nets = []
        for one in planned:
            rows = [n for n, s in enumerate(one.streams) if payer in {SOCIETY, s.payer}]
            if rows:
                nets.append(pools[one.option.id].present[rows].sum(axis=0).ravel())
        if nets:
            net = np.stack([np.zeros_like(nets[0]), *nets])  # changing nothing is an option
            found.append(Worth(payer, perfect(net), per_parameter(net, drawn, seed=draws.seed)))
    return tuple(found)


def _checks(case: Case, options: Mapping[str, OptionFigures]) -> tuple[Checked, ...]:
    return tuple(
        Checked(
            one.option,
            one.of,
            one.value,
            one.tolerance,
            _read(options[one.option], one.of),
            one.source,
        )
        for one in case.published
    )


def _read(option: OptionFigures, of: str) -> float | None:
    """Give the figure of a result that a published one is held against."""
    what, _, key = of.partition(":")
    measures = {
        "social": option.social,
        "institutions": option.institutions,
        "per_person": option.per_person,
    }
    if what in measures:
        held = measures[what]
        return None if held is None else held.value
    if what == "ratio":
        return option.benefits / option.costs if option.costs > 0 else None
    if what in {"costs", "benefits"}:
        return option.costs if what == "costs" else option.benefits
    if what == "chance":
        return None if option.social is None else option.social.positive
    if what == "payer":
        found = [row for row in option.payers if key in {row.payer, row.payer_name}]
        return sum(row.net.value for row in found) if found else None
    if what == "post":
        rows = [row for row in option.posts if row.post == key and not row.mirrored]
        return rows[0].present.value if rows else None
    return None
