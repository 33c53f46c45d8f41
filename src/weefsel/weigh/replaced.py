"""A house's own values in place of parameters that come with Weefsel.

Only what a chain reckons with as a value can be replaced: not an effect (its range is that of
other places, and one place does not measure it), not an index, a discount rate or a count
that a law or register fixes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from weefsel.base.distributions import fit
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.evidence.chain import chains
from weefsel.evidence.parameter import (
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


def replaceable(known: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Give the parameters that a house may replace, by id in the order of the chains."""
    named: list[str] = []
    for chain in chains().values():
        for arrow in chain.arrow:
            if arrow.role in ("association", "price"):
                named += arrow.parameters
        named += [one.default_parameter for one in chain.input if one.default_parameter]
    return {
        one: known[one]
        for one in dict.fromkeys(named)
        if one in known
        and not known[one].exact
        and known[one].kind not in ("effect", "price_index", "discount")
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
    if own.price_year is not None and held.price_year is None:
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
            "price_year": None
            if held.price_year is None
            else (own.year if own.price_year is None else own.price_year),
            "evidence_grade": NOBODY_GRADED,
            "remark_nl": own.reason,
            "remark_en": own.reason,
            "checked": Check(how="not_read", what=own.reason, when=dated),
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
