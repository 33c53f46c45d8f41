"""A house's own values in place of parameters that come with Weefsel.

Almost every figure can get an own value (``refused`` says which cannot, and why). Of those
only what a chain reckons with as a value counts in weighing (``replaceable``); the others are
kept and shown. A recipe carries only values that count.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from weefsel.base.distributions import fit
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.evidence.chain import Chain, chains
from weefsel.evidence.parameter import (
    EURO_UNITS,
    MONEY_UNITS,
    Check,
    Parameter,
    Reference,
    Value,
    check_parameter,
    parameters,
)
from weefsel.evidence.price_index import factor, last_year
from weefsel.weigh.choice import Replacement

PERCENT = 100
NOBODY_GRADED = "C"  # the widest default range: an own value was reviewed by nobody else
LAST_YEAR = 2100
NO_ADDRESS = " "  # an own value need not stand on the web


FOREIGN = MONEY_UNITS - EURO_UNITS
# By kind of figure why no house gives a value of its own.
NOT_BY_KIND: dict[str, Text] = {
    "price_index": text(
        "a price index is one for everybody: with an index of one's own, results of two houses"
        " cannot be laid side by side."
    ),
    "discount": text(
        "the discount rate is agreed for the whole country; Weefsel shows what other rates do."
    ),
    "effect": text(
        "an effect takes people with and people without the help to compare; one place cannot"
        " measure it on its own."
    ),
    "population": text(
        "this is a count of the country or of the places of the source; the count of your own"
        " municipality is another figure, which you can load under own figures."
    ),
}


def refused(held: Parameter) -> Text | None:
    """Say why no house can give an own value of a parameter; ``None`` when it can."""
    if held.replaced_by:
        return text("this figure was corrected; give a value to the one that came for it.")
    if held.kind in NOT_BY_KIND:
        return NOT_BY_KIND[held.kind]
    if held.counted:
        return NOT_BY_KIND["population"]
    if held.unit == "code":
        return text("this is a rule and no amount.")
    if held.unit in FOREIGN:
        return text("this is an amount in the money of another country, of a study done there.")
    if held.exact and held.kind != "wage":  # a house may fall under another labour agreement
        return text("this is fixed by a law, a scheme or a register.")
    return None


def possible(known: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Give the parameters of which a house can give an own value, by id."""
    return {one.id: one for one in known.values() if refused(one) is None}


def counts_in(parameter: str) -> tuple[Chain, ...]:
    """Give the chains in which an own value of a parameter counts when they are weighed."""
    return tuple(chain for chain in chains().values() if parameter in _weighed_by(chain))


def _weighed_by(chain: Chain) -> list[str]:
    """Give the parameters that a chain takes as a value: prices, associations, defaults."""
    named: list[str] = []
    for arrow in chain.arrow:
        if arrow.role in ("association", "price"):
            named += arrow.parameters
    return named + [one.default_parameter for one in chain.input if one.default_parameter]


def replaceable(known: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Give the parameters whose own value counts in weighing, in the order of the chains."""
    named = [one for chain in chains().values() for one in _weighed_by(chain)]
    return {
        one: known[one]
        for one in dict.fromkeys(named)
        if one in known and not known[one].exact and refused(known[one]) is None
    }


def stand_in(own: Replacement, held: Parameter) -> Parameter:
    """Give a parameter with an own value in place of all values of research.

    Raises ``InputError`` when the value does not fit what the parameter is.
    """
    where = f"parameter.{own.id}"
    if not own.reason.strip() or not own.source.strip():
        raise _wrong(where, text("every figure says where it comes from."))
    if own.year > LAST_YEAR:
        raise _wrong(f"{where}.year", text("the year lies outside what is possible."))
    money = held.unit in MONEY_UNITS
    if own.price_year is not None and not money:
        raise _wrong(where, text("only an amount of money has a price year."))
    dated = _date(own.dated, where) or held.dated
    made = held.model_copy(
        update={
            "dated": max(dated, date(own.year, 12, 31)) if own.year > 0 else dated,
            "values": {
                own.year: Value(
                    value=own.value,
                    low=own.low,
                    high=own.high,
                    source=Reference(title=own.source, url=own.url or NO_ADDRESS, year=own.year),
                )
            },
            "range_kind": own.range_kind,
            "central_kind": "mode" if own.range_kind == "min_max" else "mean",
            "price_year": (own.year if own.price_year is None else own.price_year)
            if money
            else None,
            "price_year_unknown": False,
            "bounds": None,
            "no_value_nl": "",
            "no_value_en": "",
            "evidence_grade": NOBODY_GRADED,
            "remark_nl": own.reason,
            "remark_en": own.reason,
            "checked": Check(how="not_read", what_nl=own.reason, what_en=own.reason, when=dated),
        }
    )
    if (own.low is None) != (own.high is None):
        raise _wrong(where, text("a range has a low and a high."))
    check_parameter(made, where)
    if made.price_year is not None and made.price_index is not None:
        index = parameters()[made.price_index]
        factor(index, made.price_year, last_year(index), where=where)
    _fits(own, made, where)
    return made


def replaced(
    known: Mapping[str, Parameter], own: tuple[Replacement, ...]
) -> Mapping[str, Parameter]:
    """Give the parameters with the own values of a recipe in the place of theirs.

    A parameter that is left out on purpose stays out. Raises ``InputError``.
    """
    if not own:
        return known
    made = {one.id: stand_in(one, known[one.id]) for one in own if one.id in known}
    return {**known, **made}


def _fits(own: Replacement, made: Parameter, where: str) -> None:
    scale = 1 / PERCENT if made.unit == "percent" else 1.0
    held = [number for number in (own.value, own.low, own.high) if number is not None]
    if made.support == "share" and any(not 0 <= number * scale <= 1 for number in held):
        raise _wrong(where, text("a share lies between nothing and everything."))
    fit(
        own.value * scale,
        None if own.low is None else own.low * scale,
        None if own.high is None else own.high * scale,
        own.range_kind,
        support=made.support,
        where=where,
    )


def _date(written: str, where: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as fault:
        raise _wrong(f"{where}.dated", text("write a date as 2026-12-31.")) from fault


def _wrong(key: str, what: Text) -> InputError:
    return InputError(
        text("the key '%(key)s' is wrong: %(what)s", key=key, what=what),
        where=key,
        todo=text("Correct it and try again."),
    )
