"""How the money divides: preventive or curative, collective or individual, before and after.

What nobody said stands apart as not known, and is never divided over the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from weefsel.base.language import Text, text
from weefsel.portfolio import figures
from weefsel.portfolio.line import Aim, Form, Line
from weefsel.portfolio.money import NOTHING
from weefsel.portfolio.reviewed import Ledger, Part, Shares, Split, Traits
from weefsel.portfolio.traits import NOTHING_IMPLIED, implied
from weefsel.portfolio.vocabulary import PARTS

By = Literal["aim", "form", "both"]
ORDER: dict[By, tuple[str, ...]] = {
    "aim": ("preventive", "curative", "unknown"),
    "form": ("collective", "individual", "unknown"),
    "both": ("both", "between", "neither", "unknown"),
}


@dataclass(frozen=True)
class Slice:
    """An amount with its aim and form, none where not known."""

    amount: Decimal
    aim: Aim | None
    form: Form | None

    def key(self, by: By) -> str:
        """Give the part of a split that this belongs to."""
        if by == "aim":
            return self.aim or "unknown"
        if by == "form":
            return self.form or "unknown"
        if self.aim is None or self.form is None:
            return "unknown"
        if self.aim == "preventive" and self.form == "collective":
            return "both"
        if self.aim == "curative" and self.form == "individual":
            return "neither"
        return "between"


def shares_of(lines: Sequence[tuple[Line, Traits]], ledger: Ledger) -> Shares:
    """Split today's money, and that after every decision has had its effect.

    After: a stopped line keeps what a stop does not avoid, a line gets what it was given, a
    new activity comes with what it gets; the reserve and what is left over are not spent.
    """
    now = [Slice(line.amount, traits.aim, traits.form) for line, traits in lines]
    then = list(_after(lines, ledger))
    derived = sum("kind" in (traits.aim_how, traits.form_how) for _, traits in lines)
    before = tuple(split(by, now, "before") for by in ORDER)
    after = tuple(split(by, then, "after") for by in ORDER)
    changed = bool(ledger.freed or ledger.given)
    return Shares(before, after, _sentence(before[-1], after[-1], changed), derived)


def _after(lines: Sequence[tuple[Line, Traits]], ledger: Ledger) -> Iterable[Slice]:
    freed = {line.key: one.amount for line, one in ledger.freed}
    given: dict[str, Decimal] = {}
    for gift in ledger.given:
        if gift.to == "line":
            given[gift.line] = given.get(gift.line, NOTHING) + gift.amount
    for line, traits in lines:
        amount = line.amount - freed.get(line.key, NOTHING) + given.get(line.key, NOTHING)
        yield Slice(amount, traits.aim, traits.form)
    for gift in ledger.given:
        if gift.to == "new":
            means = implied().get(gift.kind or "", NOTHING_IMPLIED)
            yield Slice(gift.amount, gift.aim or means.aim, gift.form or means.form)


def split(by: By, slices: Sequence[Slice], name: str) -> Split:
    """Split amounts in the parts of one question; the parts add up to the whole."""
    sums = dict.fromkeys(ORDER[by], NOTHING)
    for one in slices:
        sums[one.key(by)] += one.amount
    whole = sum(sums.values(), NOTHING)
    parts = tuple(
        Part(
            key,
            PARTS[key],
            amount,
            figures.total(f"{name}:{by}:{key}", amount),
            figures.share(f"{name}:{by}:{key}", amount, whole),
        )
        for key, amount in sums.items()
    )
    return Split(by, whole, parts)


def part_of(made: Split, key: str) -> Part:
    """Give a part of a split."""
    return next(one for one in made.parts if one.key == key)


def _sentence(before: Split, after: Split, changed: bool) -> Text:
    if not before.total:
        return text("There is no money to divide.")
    params = {
        "both": part_of(before, "both").share,
        "neither": part_of(before, "neither").share,
        "unknown": part_of(before, "unknown").share,
    }
    if part_of(before, "unknown").amount == before.total:
        return text(
            "For no line both are known: preventive or curative, collective or individual."
        )
    if not changed or not after.total:
        return text(
            "%(both)s of the money is preventive and collective, %(neither)s curative and"
            " individual; for %(unknown)s that is not known.",
            **params,
        )
    return text(
        "%(both)s of the money is preventive and collective, after the decisions %(then)s;"
        " curative and individual %(neither)s, then %(neither_then)s; for %(unknown)s that is not"
        " known.",
        then=part_of(after, "both").share,
        neither_then=part_of(after, "neither").share,
        **params,
    )
