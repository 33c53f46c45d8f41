"""What a case comes to in words: a title that follows from the figures and flips with them."""

from __future__ import annotations

from dataclasses import replace

from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.evidence.words import Words
from weefsel.weigh.case import Case
from weefsel.weigh.case_result import CaseResult, Measure, OptionFigures
from weefsel.weigh.quantity import LEVEL

UNITS = {"EUR": "eur", "USD": "usd", "GBP": "gbp"}


def unit(case: Case) -> str:
    """Give the unit of money of a case: its id where we have one, else the code itself."""
    return UNITS.get(case.currency, case.currency)


def figure(case: Case, measure: Measure, key: str, *, payer: str | None = None) -> Figure:
    """Give a measure as a figure with its interval, or why it has none."""
    return Figure(
        id=key,
        value=measure.value,
        unit=unit(case),
        low=None if measure.fixed else measure.low,
        high=None if measure.fixed else measure.high,
        level=None if measure.fixed else LEVEL,
        range_kind="none" if measure.fixed else "p5_p95",
        payer=payer,
        certainty=None if measure.fixed or measure.value == 0 else measure.sure,
        sources=("computed:case",),
        reason=text("every part was given as exact") if measure.fixed else None,
    )


def positive(made: Figure) -> Figure:
    """Give an amount without its sign: the verb says whether it is a gain or a burden."""
    if made.value is None or made.value >= 0:
        return made
    low = None if made.high is None else -made.high
    high = None if made.low is None else -made.low
    return replace(made, value=-made.value, low=low, high=high)


def finding(case: Case, option: OptionFigures) -> Text:
    """Say what an option does to society, and how sure that is."""
    held = option.social
    name = Words(option.title, option.title)
    if option.zero or held is None:
        return text("Nothing changes: the other options are compared with this one")
    size = positive(figure(case, held, f"{option.id}.social"))
    if held.value == 0:
        return text("%(name)s costs society as much as it yields", name=name)
    if not held.fixed and held.sure is Certainty.INDISTINGUISHABLE:
        return text(
            "Whether %(name)s yields society more than it costs cannot be told from these figures",
            name=name,
        )
    if held.value > 0:
        if held.fixed or held.sure is Certainty.CERTAIN:
            return text(
                "%(name)s yields society %(size)s more than it costs", name=name, size=size
            )
        return text(
            "%(name)s probably yields society %(size)s more than it costs", name=name, size=size
        )
    if held.fixed or held.sure is Certainty.CERTAIN:
        return text("%(name)s costs society %(size)s more than it yields", name=name, size=size)
    return text(
        "%(name)s probably costs society %(size)s more than it yields", name=name, size=size
    )


def for_municipality(case: Case, option: OptionFigures) -> Text | None:
    """Say what an option does to the municipality's own money; none where it is no payer."""
    held = option.municipality
    if held is None:
        return None
    size = positive(figure(case, held, f"{option.id}.municipality", payer="municipality"))
    if held.value == 0:
        return text("For the municipality itself it makes no difference.")
    if not held.fixed and held.sure is Certainty.INDISTINGUISHABLE:
        return text("Whether the municipality itself gains or loses cannot be told.")
    if held.value > 0:
        return text("The municipality itself gains %(size)s.", size=size)
    return text("The municipality itself loses %(size)s.", size=size)


def lead(result: CaseResult) -> Text:
    """Say on what kind of figures the case rests."""
    ours = sum(one.assumed for one in result.quantities)
    if result.case.arithmetic_only:
        return text(
            "This recomputes published figures. That they agree shows that the arithmetic is"
            " right, not that the case is true."
        )
    if ours:
        return text(
            "Where the recipe gives no range we took our own default width; the list of figures"
            " says which."
        )
    if all(one.fixed for one in result.quantities):
        return text("The recipe gives every figure as exact, so nothing here has a range.")
    return text("Every range comes from the recipe.")
