"""The result of one option: its figures, its unknown and its p.m. posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from weefsel.base.certainty import certainty
from weefsel.base.draws import Array, DrawPlan
from weefsel.base.figure import Figure, State
from weefsel.base.language import Text, text
from weefsel.evidence.chain import Chain
from weefsel.evidence.parameter import Parameter
from weefsel.weigh import story
from weefsel.weigh.appraise import (
    CERTAIN_POSTS,
    UNKNOWN_POSTS,
    Annual,
    PlannedOption,
    balance,
    present_value,
    spread,
    yearly,
)
from weefsel.weigh.chain_meeting import PAYERS
from weefsel.weigh.choice import Choice
from weefsel.weigh.model import Line, OptionResult, Uncountable, UnknownResult
from weefsel.weigh.quantity import LEVEL, MissingEvidenceError, Quantity
from weefsel.weigh.tables import post_name
from weefsel.weigh.unknown import Balance, named_values, position, saves_when

CURVE_STEPS = 100  # one step a visitor in a hundred
IN_100 = 100.0


@dataclass(frozen=True)
class Frame:
    """What all options share: years, price level, discounting, draws, what is missing."""

    years: tuple[int, ...]
    price_year: int | None
    rate: Figure | None
    discount: Array  # shape (year,), empty when it is missing
    variants: tuple[tuple[Parameter, Array], ...]
    draws: DrawPlan
    missing: str
    quantities: Mapping[str, Quantity]


def named_for(
    choice: Choice, planned: Sequence[PlannedOption], central: Annual, frame: Frame
) -> tuple[float, ...] | None:
    """Give the named values of the unknown, the same for all options.

    They follow the first option that hangs on it, so that columns can be compared.
    """
    if frame.missing:
        return None
    for one in planned:
        if one.acts and not one.missing("own", "conditional"):
            made = balance(one, central, frame.discount)
            if made.slope != 0:
                return named_values(made, one.acts[0].chain.unknown, choice.unknown_lines)
    return None


def option_result(
    choice: Choice,
    planned: PlannedOption,
    central: Annual,
    pool: Annual,
    frame: Frame,
    named: tuple[float, ...] | None,
) -> OptionResult:
    """Make the result of one option.

    It is conditional when the balance hangs on the unknown, p.m. when evidence for the
    balance is missing, quantified otherwise.
    """
    option = planned.option
    if not planned.acts:
        return _zero(choice, planned)
    title = story.option_title(choice, option)
    figures, pm = _posts(planned, central, pool, frame)
    pm.extend(_uncounted(planned))
    missing = frame.missing or planned.missing("own", "conditional")
    if missing:
        words = MissingEvidenceError(missing).words()
        figures.append(_without_value("balance", "municipality", State.PM, words))
        pm.append(Uncountable("balance", "municipality", post_name("balance"), words, missing))
        finding = story.cannot_tell(choice, option, missing)
        return OptionResult(
            option.id, title, False, State.PM, tuple(figures), (), tuple(pm), finding
        )
    made = balance(planned, central, frame.discount)
    everywhere = present_value(planned, UNKNOWN_POSTS, pool, frame.discount)
    if made.slope == 0 and not np.any(everywhere):
        figure = _amount(planned, "balance", CERTAIN_POSTS, central, pool, frame)
        figures.append(figure)
        finding = story.quantified(choice, option, figure)
        return OptionResult(
            option.id, title, False, State.QUANTIFIED, tuple(figures), (), tuple(pm), finding
        )
    unknown = _unknown(planned, made, central, pool, frame, named)
    reason = text("it hangs on one unknown: see the balance at three values")
    figures.append(_without_value("balance", "municipality", State.CONDITIONAL, reason))
    figures.extend(_guidance_lines(planned, central, frame, unknown))
    figures.extend((unknown.turning, unknown.turning_persons))
    finding = story.conditional(choice, option, unknown)
    return OptionResult(
        option.id, title, False, State.CONDITIONAL, tuple(figures), (unknown,), tuple(pm), finding
    )


def _zero(choice: Choice, planned: PlannedOption) -> OptionResult:
    figure = Figure(
        id="balance",
        value=0.0,
        unit="eur",
        payer="municipality",
        sources=("computed:zero_option",),
        reason=text("nothing changes, so there is nothing to be unsure of"),
    )
    option = planned.option
    title = story.option_title(choice, option)
    return OptionResult(
        option.id, title, True, State.QUANTIFIED, (figure,), (), (), story.nothing()
    )


def _without_value(figure_id: str, payer: str, state: State, reason: Text) -> Figure:
    return Figure(
        id=figure_id,
        value=None,
        unit="eur",
        payer=payer,
        state=state,
        sources=(f"computed:{figure_id}",),
        reason=reason,
    )


def _posts(
    planned: PlannedOption, central: Annual, pool: Annual, frame: Frame
) -> tuple[list[Figure], list[Uncountable]]:
    """Give a figure for every post, and a p.m. for every post whose evidence is missing."""
    figures: list[Figure] = []
    pm: list[Uncountable] = []
    kinds = {post.id: post.kind for act in planned.acts for post in act.posts}
    for post_id, kind in kinds.items():
        missing = frame.missing or next(
            (
                post.missing
                for act in planned.acts
                for post in act.posts
                if post.id == post_id and post.missing
            ),
            "",
        )
        payer = PAYERS[post_id]
        if missing:
            words = MissingEvidenceError(missing).words()
            figures.append(_without_value(post_id, payer, State.PM, words))
            pm.append(Uncountable(post_id, payer, post_name(post_id), words, missing))
        elif kind == "conditional":
            reason = text("it hangs on one unknown: see the amount at three values")
            figures.append(_without_value(post_id, payer, State.CONDITIONAL, reason))
        else:
            figures.append(_amount(planned, post_id, (post_id,), central, pool, frame))
    if not frame.missing:
        figures.extend(_details(planned, pool, frame))
    return figures, pm


def _amount(
    planned: PlannedOption,
    figure_id: str,
    posts: tuple[str, ...],
    central: Annual,
    pool: Annual,
    frame: Frame,
) -> Figure:
    """Give a present value with its interval.

    A word of certainty only stands on the balance of a quantified option: on a part of a
    conditional one it would read as a verdict on the whole.
    """
    value = float(present_value(planned, posts, central, frame.discount)[0])
    made = spread(present_value(planned, posts, pool, frame.discount))
    association = figure_id == "mental_health"
    reason: Text | None = text("given as an exact amount") if made.fixed else None
    if association:
        reason = text("an association, not a saving: outside the balance")
    sure = figure_id == "balance" and value != 0
    return Figure(
        id=figure_id,
        value=value,
        unit="eur",
        low=None if made.fixed else made.low,
        high=None if made.fixed else made.high,
        level=None if made.fixed else LEVEL,
        range_kind="none" if made.fixed else "p5_p95",
        payer=PAYERS.get(figure_id, "municipality"),
        certainty=certainty(made.positive) if sure else None,
        sources=(
            *planned.sources(*posts),
            *(() if frame.rate is None else frame.rate.sources),
            f"computed:{figure_id}",
        ),
        reason=reason,
    )


def _details(planned: PlannedOption, pool: Annual, frame: Frame) -> list[Figure]:
    """Give what guidance costs a client a year and how many could ask for it, per act."""
    found = []
    for act in planned.acts:
        post = next(one for one in act.posts if one.id == "guidance")
        if post.annual is None:
            continue
        visitors, vulnerable, hours, tariff = (frame.quantities[need] for need in post.needs[:4])
        suffix = "" if len(planned.acts) == 1 else f".{act.number}"
        found.append(
            _product(f"guidance_per_client{suffix}", "eur_per_year", hours, tariff, frame)
        )
        found.append(
            _product(f"vulnerable_visitors{suffix}", "persons", visitors, vulnerable, frame)
        )
    return found


def _product(figure_id: str, unit: str, one: Quantity, other: Quantity, frame: Frame) -> Figure:
    drawn = np.stack(
        [
            one.draw(frame.draws, scramble) * other.draw(frame.draws, scramble)
            for scramble in range(frame.draws.used // frame.draws.per_scramble)
        ]
    )
    made = spread(drawn)
    return Figure(
        id=figure_id,
        value=one.value * other.value,
        unit=unit,
        low=None if made.fixed else made.low,
        high=None if made.fixed else made.high,
        level=None if made.fixed else LEVEL,
        range_kind="none" if made.fixed else "p5_p95",
        payer="municipality" if unit.startswith("eur") else None,
        sources=tuple(dict.fromkeys((*one.sources, *other.sources))),
        reason=text("given as an exact amount") if made.fixed else None,
    )


def _uncounted(planned: PlannedOption) -> list[Uncountable]:
    """Give what the chains cannot count, in words."""
    held: dict[str, Chain] = {act.chain.id: act.chain for act in planned.acts}
    return [
        Uncountable(one.id, one.payer, one.name.text(), one.words.text())
        for chain in held.values()
        for one in chain.uncounted
    ]


def _turning(
    planned: PlannedOption, pool: Annual, made: Balance, discount: Array, figure_id: str
) -> tuple[Figure, tuple[float, float] | None]:
    """Give the turning value in 100 with its range from what is known, never a chance."""
    fixed = present_value(planned, CERTAIN_POSTS, pool, discount)
    slope = present_value(planned, UNKNOWN_POSTS, pool, discount)
    turning = made.turning
    sources = (*planned.sources(*CERTAIN_POSTS, *UNKNOWN_POSTS), "computed:turning_value")
    if turning is None or not np.all(np.isfinite(_shares(fixed, slope))):
        reason = text("there is no turning value: the slope over the unknown can be nil")
        return Figure(
            id=figure_id, value=None, unit="per_100", sources=sources, reason=reason
        ), None
    ends = spread(_shares(fixed, slope) * IN_100)
    return Figure(
        id=figure_id,
        value=turning * IN_100,
        unit="per_100",
        low=None if ends.fixed else ends.low,
        high=None if ends.fixed else ends.high,
        level=None if ends.fixed else LEVEL,
        range_kind="none" if ends.fixed else "p5_p95",
        sources=sources,
        reason=text("every quantified part was given as exact") if ends.fixed else None,
    ), ends.error


def _shares(fixed: Array, slope: Array) -> Array:
    """Give the turning share in every draw; not finite where the slope is nil."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.asarray(-fixed / slope, dtype=np.float64)


def _persons(planned: PlannedOption, turning: Figure, frame: Frame) -> Figure:
    """Give the turning value as a number of people, where the option is one act."""
    sources = turning.sources
    if turning.value is None or len(planned.acts) != 1:
        reason = text("several groups of visitors: see the turning value in 100")
        return Figure(
            id="turning_persons", value=None, unit="persons", sources=sources, reason=reason
        )
    post = next(one for one in planned.acts[0].posts if one.id == "guidance")
    visitors, vulnerable = (frame.quantities[need] for need in post.needs[:2])
    return Figure(
        id="turning_persons",
        value=turning.value / IN_100 * visitors.value * vulnerable.value,
        unit="persons",
        sources=sources,
        reason=text("at the central values; its range is that of the turning value"),
    )


def _unknown(
    planned: PlannedOption,
    made: Balance,
    central: Annual,
    pool: Annual,
    frame: Frame,
    named: tuple[float, ...] | None,
) -> UnknownResult:
    """Work out the unknown of an option: turning value, named lines, curve, variants."""
    unknown = planned.acts[0].chain.unknown
    turning, error = _turning(planned, pool, made, frame.discount, "turning_value")
    values = named if named is not None else named_values(made, unknown, None)
    variants = []
    for parameter, discount in frame.variants:
        other = balance(planned, central, discount)
        figure, _ = _turning(planned, pool, other, discount, f"turning_value.{parameter.id}")
        variants.append((parameter.name, figure))
    curve = tuple(
        (step / CURVE_STEPS, made.at(step / CURVE_STEPS)) for step in range(CURVE_STEPS + 1)
    )
    return UnknownResult(
        id=unknown.id,
        name=unknown.name,
        reason=unknown.reason,
        turning=turning,
        turning_persons=_persons(planned, turning, frame),
        turning_error=error,
        variants=tuple(variants),
        saves_when=saves_when(made),
        lines=_lines(planned, made, central, frame, values),
        curve=curve,
    )


def _lines(
    planned: PlannedOption,
    made: Balance,
    central: Annual,
    frame: Frame,
    values: tuple[float, ...],
) -> tuple[Line, ...]:
    fixed = yearly(planned, CERTAIN_POSTS, central, frame.discount)
    slope = yearly(planned, UNKNOWN_POSTS, central, frame.discount)
    sources = (*planned.sources(*CERTAIN_POSTS, *UNKNOWN_POSTS), "computed:balance")
    lines = []
    for number, share in enumerate(values, start=1):
        by_year = fixed + share * slope
        lines.append(
            Line(
                id=f"line_{number}",
                position=position(share, made.turning),
                share=share,
                unknown=Figure(
                    id=f"unknown_at_line_{number}",
                    value=share * IN_100,
                    unit="per_100",
                    state=State.CONDITIONAL,
                    sources=("computed:named_values",),
                    reason=text("a value chosen to show the line"),
                ),
                years=frame.years,
                yearly=tuple(by_year.tolist()),
                cumulative=tuple(np.cumsum(by_year).tolist()),
                at_horizon=_at("balance", number, made.at(share), sources),
            )
        )
    return tuple(lines)


def _at(post: str, number: int, value: float, sources: tuple[str, ...]) -> Figure:
    """Give an amount at a named value: no range, no chance, because it hangs on the unknown."""
    return Figure(
        id=f"{post}_at_line_{number}",
        value=value,
        unit="eur",
        payer="municipality",
        state=State.CONDITIONAL,
        sources=sources,
        reason=text("no range: it hangs on one unknown"),
    )


def _guidance_lines(
    planned: PlannedOption, central: Annual, frame: Frame, unknown: UnknownResult
) -> list[Figure]:
    """Give the cost of guidance at each named value."""
    slope = float(present_value(planned, UNKNOWN_POSTS, central, frame.discount)[0])
    sources = (*planned.sources(*UNKNOWN_POSTS), "computed:guidance")
    return [
        _at("guidance", number, line.share * slope, sources)
        for number, line in enumerate(unknown.lines, start=1)
    ]
