"""What a participant costs, among lines that can be compared: a place, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Literal

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.outcomes.disclosure.release import HIDDEN
from weefsel.portfolio import figures
from weefsel.portfolio.line import Line
from weefsel.portfolio.money import to_cents
from weefsel.portfolio.people import UNKNOWN_PEOPLE
from weefsel.portfolio.reviewed import Cost, Traits
from weefsel.provisions.kinds import ACTIVITIES

FEWEST_OTHERS = 3  # a median of fewer says no more than those lines themselves
Basis = Literal["intervention", "kind"]
NOBODY = text("nobody took part, so there is no amount per participant")
NO_KIND = text(
    "nothing to compare with: neither an intervention nor a kind of activity is known"
)  # fmt: skip
FEW_OTHERS = text(
    "too few comparable lines: fewer than three others with an amount and participants"
)


@dataclass(frozen=True)
class Priced:
    """A line with its euro per participant, none where that may not or cannot be shown."""

    line: Line
    traits: Traits
    people: Figure
    each: Decimal | None


def priced(line: Line, traits: Traits, people: Figure) -> Priced:
    """Divide the amount of a line by the participants that may be shown."""
    each = None
    if people.value:
        each = to_cents(line.amount / Decimal(int(people.value)))
    return Priced(line, traits, people, each)


def costs(lines: Sequence[Priced]) -> dict[str, Cost]:
    """Give the cost of each line among the comparable ones, by key."""
    by: dict[tuple[Basis, str], list[Priced]] = {}
    for one in lines:
        if one.each is None:
            continue
        if one.line.intervention:
            by.setdefault(("intervention", one.line.intervention), []).append(one)
        if one.traits.kind:
            by.setdefault(("kind", one.traits.kind), []).append(one)
    return {one.line.key: _cost(one, by) for one in lines}


def _cost(mine: Priced, by: Mapping[tuple[Basis, str], list[Priced]]) -> Cost:
    name = f"{mine.line.key}:cost"
    if mine.each is None:
        why = _why_not(mine.people)
        hidden = mine.people.reason is HIDDEN
        none = figures.empty(f"portfolio:{name}", "eur", why, hidden=hidden)
        return _without(none, None, why)
    own = figures.per_participant(name, mine.each, mine.line.year)
    wanted: tuple[tuple[Basis, str], ...] = (
        ("intervention", mine.line.intervention),
        ("kind", mine.traits.kind or ""),
    )
    if not any(key for _, key in wanted):
        return _without(own, mine.each, NO_KIND)
    for basis, key in wanted:
        others = [one for one in by.get((basis, key), ()) if one.line.key != mine.line.key]
        if key and len(others) >= FEWEST_OTHERS:
            return _among(mine, own, mine.each, others, basis)
    return _without(own, mine.each, FEW_OTHERS)


def _why_not(people: Figure) -> Text:
    if people.value == 0:
        return NOBODY
    return people.reason or UNKNOWN_PEOPLE


def _without(own: Figure, exact: Decimal | None, why: Text) -> Cost:
    none = figures.empty(f"{own.id}:none", "eur", why)
    said = why if exact is None else text("%(own)s per participant; %(why)s", own=own, why=why)
    return Cost(own, exact, None, (), none, none, none, None, 0, said, why)


def _among(
    mine: Priced, own: Figure, exact: Decimal, others: Sequence[Priced], basis: Basis
) -> Cost:
    amounts = sorted(one.each for one in others if one.each is not None)
    middle = to_cents(median(amounts))
    name, year = f"{mine.line.key}:cost", mine.line.year
    shown = {
        key: figures.per_participant(f"{name}:{key}", value, year)
        for key, value in (("median", middle), ("low", amounts[0]), ("high", amounts[-1]))
    }
    place = 1 + sum(one < exact for one in amounts)
    params = {
        "own": own,
        "others": figures.count(f"{name}:others", len(others)),
        "same": _same(mine, basis),
        "low": shown["low"],
        "high": shown["high"],
        "median": shown["median"],
    }
    if exact == middle:
        said = text(
            "%(own)s per participant, as much as the middle one of %(others)s lines with %(same)s"
            " (%(low)s to %(high)s)",
            **params,
        )
    elif exact > middle:
        said = text(
            "%(own)s per participant, more than the middle one of %(others)s lines with %(same)s:"
            " %(median)s (%(low)s to %(high)s)",
            **params,
        )
    else:
        said = text(
            "%(own)s per participant, less than the middle one of %(others)s lines with %(same)s:"
            " %(median)s (%(low)s to %(high)s)",
            **params,
        )
    return Cost(
        per_participant=own,
        exact=exact,
        basis=basis,
        others=tuple(one.line.key for one in others),
        median=shown["median"],
        low=shown["low"],
        high=shown["high"],
        place=place,
        of=len(others) + 1,
        sentence=said,
    )


def _same(mine: Priced, basis: Basis) -> Text:
    if basis == "intervention":
        return text("the same intervention")
    return text("the same kind of activity (%(kind)s)", kind=ACTIVITIES[mine.traits.kind or ""])
