"""The tables of a result: per payer, all assumptions, and the ledger per payer and year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from weefsel.base.distributions import P5, P95
from weefsel.base.draws import Array
from weefsel.base.figure import Figure, Source, State
from weefsel.base.language import Text, text
from weefsel.evidence.chain import Chain
from weefsel.evidence.parameter import Parameter
from weefsel.weigh.appraise import Annual, PlannedAct, PlannedOption
from weefsel.weigh.chain_meeting import Post
from weefsel.weigh.model import (
    LEDGER_COLUMNS,
    AssumptionRow,
    Cell,
    OptionResult,
    PayerRow,
    Uncountable,
)
from weefsel.weigh.quantity import OWN_VALUE, Book

STEP_DECIMALS = 3  # of a price step: a tenth of a percent
# Shown beside a parameter that is used, to compare with; never computed with.
COMPARISONS = {"uc_begl_hr": ("uc_begl_2026",), "own": ("uc_hoogeveen",)}


def payer_name(payer: str) -> Text:
    """Give the name of a payer."""
    return {
        "municipality": text("Municipality"),
        "health_insurer": text("Health insurer"),
        "long_term_care": text("Long-term care (Wlz)"),
        "state": text("State"),
        "uwv": text("Employee insurance agency (UWV)"),
        "housing_corporation": text("Housing corporation"),
        "employer": text("Employer"),
        "justice": text("Justice"),
        "school": text("School"),
        "resident": text("The residents"),
        "combined": text("Several payers together"),
        "other": text("Others"),
    }[payer]


def post_name(post: str) -> Text:
    """Give the name of a post."""
    return {
        "own_cost": text("Own cost of the place"),
        "one_off": text("One-off costs"),
        "guidance": text("Wmo guidance"),
        "mental_health": text("Mental health care through loneliness: association, no saving"),
        "balance": text("Balance"),
    }[post]


def payer_rows(options: Sequence[OptionResult]) -> tuple[PayerRow, ...]:
    """Give the table per payer: posts, balance, the association apart, and p.m. in words."""
    shown = [option for option in options if not option.zero]
    rows = [
        PayerRow(
            "municipality",
            post,
            post_name(post),
            "post",
            True,
            {option.id: _cell(option, post) for option in shown},
        )
        for post in ("own_cost", "one_off", "guidance")
    ]
    rows.append(
        PayerRow(
            "municipality",
            "balance",
            post_name("balance"),
            "balance",
            True,
            {option.id: _balance_cell(option) for option in shown},
        )
    )
    rows.append(
        PayerRow(
            "health_insurer",
            "mental_health",
            post_name("mental_health"),
            "association",
            False,
            {option.id: _cell(option, "mental_health") for option in shown},
        )
    )
    rows.extend(_uncounted(shown))
    return tuple(rows)


def _uncounted(shown: Sequence[OptionResult]) -> list[PayerRow]:
    held: dict[str, Uncountable] = {}
    for option in shown:
        for one in option.pm:
            if not one.missing:
                held.setdefault(one.id, one)
    return [
        PayerRow(
            one.payer,
            one.id,
            one.name,
            "pm",
            False,
            {
                option.id: Cell(words=one.words, state=State.PM)
                for option in shown
                if any(other.id == one.id for other in option.pm)
            },
        )
        for one in held.values()
    ]


def _cell(option: OptionResult, post: str) -> Cell:
    found = next((figure for figure in option.figures if figure.id == post), None)
    if found is None or found.state is State.PM:
        words = next((one.words for one in option.pm if one.id == post), None)
        return Cell(words=words or text("not counted"), state=State.PM)
    if found.state is State.CONDITIONAL:
        figures = tuple(figure for figure in option.figures if figure.id.startswith(f"{post}_at_"))
        return Cell(figures, state=State.CONDITIONAL)
    return Cell((found,))


def _balance_cell(option: OptionResult) -> Cell:
    if option.state is State.CONDITIONAL:
        lines = option.unknowns[0].lines
        return Cell(tuple(line.at_horizon for line in lines), state=State.CONDITIONAL)
    return _cell(option, "balance")


def assumption_rows(
    book: Book, chains: Sequence[Chain], discount: Figure | None
) -> tuple[AssumptionRow, ...]:
    """List everything the result rests on: own figures, parameters, assumptions, unknowns."""
    rows = [
        AssumptionRow(
            one.id,
            one.kind,
            one.name.text(),
            one.figure,
            one.source,
            one.grade,
            one.remark,
            option=_option_of(one.id) if kind == "own" else "",
            gap=one.gap,
        )
        for kind in ("own", "parameter")
        for one in book.quantities.values()
        if one.kind == kind
    ]
    for chain in chains:
        unknown = chain.unknown
        rows.append(
            AssumptionRow(
                unknown.id,
                "unknown",
                unknown.name.text(),
                Figure(
                    id=unknown.id,
                    value=None,
                    unit="per_100",
                    state=State.CONDITIONAL,
                    reason=unknown.reason.text(),
                    sources=(f"computed:{unknown.id}",),
                ),
                None,
                "",
            )
        )
    listed = {row.id for row in rows}
    for source in list(book.sources.values()):
        if source.id in listed or source.id.startswith("computed:"):
            continue
        rows.extend(_from_source(book, source, discount))
    rows.extend(_comparisons(book, listed))
    return tuple(rows)


def _option_of(quantity_id: str) -> str:
    """Give the option an own figure belongs to; a value in place of research is of all."""
    if quantity_id.startswith(OWN_VALUE):
        return ""
    return quantity_id.removeprefix("own:").partition(".")[0]


def _from_source(book: Book, source: Source, discount: Figure | None) -> list[AssumptionRow]:
    """List an assumption, a discount rate, or an index with each step that was taken."""
    kind, _, key = source.id.partition(":")
    if kind == "assumption":
        made = book.assumptions[key]
        name, why = made.name.text(), made.reason.text()
        return [AssumptionRow(source.id, kind, name, made.figure(), source, "", why)]
    held = book.parameters[key]
    remark = held.remark.text() if held.remark else None
    steps = [(year, step) for (one, year), step in book.price_steps.items() if one == key]
    if not steps:
        figure = discount if discount is not None and discount.id == key else held.figure()
        name = held.name.text()
        return [AssumptionRow(source.id, kind, name, figure, source, held.evidence_grade, remark)]
    return [
        AssumptionRow(
            source.id,
            kind,
            text(
                "%(index)s: from prices of %(year)s to %(level)s",
                index=held.name,
                year=str(year),
                level=str(book.price_level()),
            ),
            Figure(
                id=f"{key}.{year}",
                value=step,
                unit="ratio",
                decimals=STEP_DECIMALS,
                sources=(source.id,),
                reason=text("an exact value: a norm, a convention or a count"),
            ),
            source,
            held.evidence_grade,
            remark,
        )
        for year, step in steps
    ]


def _comparisons(book: Book, listed: set[str]) -> list[AssumptionRow]:
    wanted: list[str] = []
    for used, others in COMPARISONS.items():
        if used == "own" or f"parameter:{used}" in listed:
            wanted.extend(others)
    found: list[Parameter] = [book.parameters[one] for one in wanted if one in book.parameters]
    used_here = [one for one in book.originals if f"{OWN_VALUE}{one}" in listed]
    found += [book.originals[one] for one in used_here]
    for held in found:
        book.sources.setdefault(f"parameter:{held.id}", held.as_source())
    return [
        AssumptionRow(
            f"parameter:{held.id}",
            "comparison",
            held.name.text(),
            held.figure(),
            held.as_source(),
            held.evidence_grade,
            held.remark.text() if held.remark else None,
            used=False,
        )
        for held in found
    ]


def ledger(
    options: Sequence[PlannedOption],
    years: tuple[int, ...],
    central: Annual,
    draws: Annual,
    discount: Array,
) -> pl.DataFrame:
    """Write every post of every act by year, real and undiscounted, LEDGER_COLUMNS.

    A conditional post has no value: its amount when everyone asks stands apart.
    """
    rows = [
        row
        for option in options
        for act in option.acts
        for post in act.posts
        for row in _rows(option, act, post, years, central, draws, discount)
    ]
    return pl.DataFrame(rows, schema=LEDGER_COLUMNS, orient="row")


def _rows(
    option: PlannedOption,
    act: PlannedAct,
    post: Post,
    years: tuple[int, ...],
    central: Annual,
    draws: Annual,
    discount: Array,
) -> list[tuple[object, ...]]:
    key = (option.option.id, act.number, post.id)
    rows: list[tuple[object, ...]] = []
    low, high = (0.0, 0.0)
    if post.kind != "conditional" and post.annual is not None:
        low, high = (float(one) for one in np.quantile(draws[key], [P5, P95]))
    for index, year in enumerate(years):
        weight = float(post.weights[index])
        value, ends, everyone, state = None, (None, None), None, State.PM
        if post.annual is not None:
            amount = weight * float(central[key][0])
            if post.kind == "conditional":
                everyone, state = amount, State.CONDITIONAL
            else:
                value, state = amount, State.QUANTIFIED
                ends = tuple(sorted((weight * low, weight * high)))  # type: ignore[assignment]
        rows.append(
            (
                option.option.id,
                act.number,
                post.payer,
                post.id,
                year,
                value,
                ends[0],
                ends[1],
                everyone,
                float(discount[index]) if discount.size else None,
                state.value,
                post.kind != "association",
            )
        )
    return rows
