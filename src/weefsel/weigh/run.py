"""Weigh a choice: from recipe to finding, figures, tables and sources."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from weefsel.base.draws import Array, DrawPlan, plan
from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, text
from weefsel.evidence.assumption import Assumption
from weefsel.evidence.assumption import assumptions as our_assumptions
from weefsel.evidence.chain import Chain, chains
from weefsel.evidence.parameter import Parameter
from weefsel.evidence.parameter import parameters as our_parameters
from weefsel.weigh import story
from weefsel.weigh.appraise import PlannedAct, PlannedOption, centre, drawn
from weefsel.weigh.chain_meeting import posts
from weefsel.weigh.choice import Choice
from weefsel.weigh.discount import STANDARD, VARIANTS, factors, rate
from weefsel.weigh.model import ChoiceResult, OptionResult
from weefsel.weigh.option_result import Frame, named_for, option_result
from weefsel.weigh.quantity import Book, MissingEvidenceError
from weefsel.weigh.replaced import replaced
from weefsel.weigh.rules import verify
from weefsel.weigh.tables import assumption_rows, ledger, payer_rows


def weigh(
    choice: Choice,
    *,
    parameters: Mapping[str, Parameter] | None = None,
    assumptions: Mapping[str, Assumption] | None = None,
    threads: int = 1,
) -> ChoiceResult:
    """Weigh the options of a choice against the zero option.

    ``parameters`` and ``assumptions`` replace those that come with Weefsel; what is left
    out there turns the figures that need it into p.m. The digits are the same for any
    number of ``threads``. Raises ``InputError`` when the recipe cannot be weighed.
    """
    verify(choice)
    ours = our_parameters() if parameters is None else parameters
    book = Book(
        replaced(ours, choice.parameter),
        our_assumptions() if assumptions is None else assumptions,
        originals={one.id: ours[one.id] for one in choice.parameter if one.id in ours},
    )
    years = tuple(range(choice.base_year, choice.base_year + choice.horizon))
    draws = plan(choice.draws, choice.seed)
    planned = [_planned(choice, number, years, book) for number in range(len(choice.option))]
    central = centre(planned, book)
    frame = _frame(choice, book, years, draws)
    pool = drawn(planned, book, draws, threads)
    named = named_for(choice, planned, central, frame)
    options = tuple(option_result(choice, one, central, pool, frame, named) for one in planned)
    used = _chains(choice)
    rows = assumption_rows(book, used, frame.rate)
    sources = {**book.sources, **_computed(choice, used, frame)}
    title, lead = _headline(choice, options)
    return ChoiceResult(
        recipe=choice,
        title=title,
        lead=lead,
        options=options,
        payers=payer_rows(options),
        assumptions=rows,
        sources=sources,
        ledger=ledger(planned, years, central, pool, frame.discount),
        draws=draws,
        price_year=frame.price_year,
        discount=frame.rate,
        years=years,
    )


def _planned(choice: Choice, number: int, years: tuple[int, ...], book: Book) -> PlannedOption:
    option = choice.option[number]
    acts = []
    for count, act in enumerate(option.acting, start=1):
        chain = chains()[act.chain]
        where = f"{option.id}.{count}"
        made = posts(chain, act, where, years, book)
        acts.append(PlannedAct(count, act, chain, tuple(made)))
    return PlannedOption(option, tuple(acts))


def _frame(choice: Choice, book: Book, years: tuple[int, ...], draws: DrawPlan) -> Frame:
    """Gather the price level, the discount rate and its variants, or what is missing."""
    missing, price_year, figure = "", None, None
    discount: Array = np.zeros(0)
    variants: list[tuple[Parameter, Array]] = []
    try:
        price_year = book.price_level()
        held = book.held(STANDARD)
        yearly = rate(held, choice.base_year, where="base_year")
        discount = factors(yearly, years)
        book.sources.setdefault(f"parameter:{held.id}", held.as_source())
        figure = Figure(
            id=held.id,
            value=yearly * 100,
            unit="percent",
            decimals=held.figure().decimals,
            sources=(f"parameter:{held.id}",),
            reason=text("an exact value: a norm, a convention or a count"),
        )
        for variant in VARIANTS:
            if variant in book.parameters:
                other = book.parameters[variant]
                book.sources.setdefault(f"parameter:{other.id}", other.as_source())
                variants.append((other, factors(rate(other, choice.base_year), years)))
    except MissingEvidenceError as fault:
        missing = fault.missing
    return Frame(
        years, price_year, figure, discount, tuple(variants), draws, missing, dict(book.quantities)
    )


def _chains(choice: Choice) -> list[Chain]:
    wanted = dict.fromkeys(act.chain for option in choice.option for act in option.acting)
    return [chains()[one] for one in wanted]


def _headline(choice: Choice, options: tuple[OptionResult, ...]) -> tuple[Text, Text]:
    """Give the title and the sentence under it, of the first option that acts."""
    leading = next((one for one in options if not one.zero), None)
    if leading is None:
        return story.only_zero(), story.lead_zero()
    if leading.unknowns:
        return leading.finding, story.lead_conditional(leading.unknowns[0])
    if leading.state.value == "pm":
        return leading.finding, story.lead_missing()
    return leading.finding, story.lead_quantified()


def _computed(choice: Choice, used: list[Chain], frame: Frame) -> dict[str, Source]:
    """Say how the computed figures were made."""
    titles = {
        "balance": "Own cost and one-off costs, minus the unknown share x cost of guidance",
        "turning_value": "Share at which own cost and cost of guidance are equal",
        "own_cost": "Avoidable own cost over the horizon, discounted",
        "one_off": "One-off costs, discounted",
        "guidance": "Visitors x vulnerable share x hours x tariff, discounted",
        "mental_health": "Normal shift over the cut-off of the loneliness scale x visitors"
        " x association x mental health spending per resident",
        "named_values": "Values of the unknown chosen to show the line",
        "zero_option": "The zero option: what the other options are compared with",
    }
    titles.update({chain.unknown.id: chain.unknown.reason_en for chain in used})
    remark = "" if frame.price_year is None else f"Real prices of {frame.price_year}."
    return {
        f"computed:{key}": Source(
            id=f"computed:{key}", title=title, publisher="Weefsel", remark=remark
        )
        for key, title in titles.items()
    }
