"""Check decisions and settle the money: what stops set free, where it goes, what is left over.

Amounts are euro a year from a year on. In every year what is given is at most what is free by
then; so nothing is given twice, and nothing before a contract ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from weefsel.base.errors import InputError
from weefsel.base.language import Text, plural, text
from weefsel.portfolio.columns import FIRST_YEAR, LAST_YEAR
from weefsel.portfolio.decision import Decision, Given
from weefsel.portfolio.figures import apart, count, money
from weefsel.portfolio.line import Line
from weefsel.portfolio.money import CENT, LARGEST, NOTHING, Euro, to_cents
from weefsel.portfolio.reviewed import Ledger, Year
from weefsel.portfolio.vocabulary import TOS

DECEMBER, LAST_DAY = 12, 31  # of a calendar year, by which budgets run


def check_decision(decision: Decision, line: Line) -> None:
    """Check one decision against its line.

    Raises ``InputError`` with the field in ``where``: without a reason, with money freed by
    anything but a stop, more than the line costs, or before its contract ends.
    """
    if not decision.reason.strip():
        raise _wrong(
            "reason",
            text("a decision has a reason."),
            text("Write why, so that it can be read back later."),
        )
    freed = decision.freed
    if freed is None:
        return
    if decision.verdict != "stop":
        raise _wrong(
            "freed",
            text("only a line that stops sets money free."),
            text("Leave the amount empty, or decide to stop."),
        )
    _check_amount(freed.amount, "amount", least=NOTHING)
    if freed.amount > line.amount:
        raise _wrong(
            "amount",
            text(
                "%(freed)s is more than line %(number)s gets: %(amount)s.",
                freed=Euro(freed.amount),
                number=str(line.number),
                amount=Euro(line.amount),
            ),
            text("Write at most what the line gets."),
        )
    _check_year(freed.from_year)
    if freed.from_year < line.year:
        raise _wrong(
            "from_year",
            text(
                "line %(number)s is a subsidy of %(year)s, so stopping frees no money in"
                " %(early)s.",
                number=str(line.number),
                year=str(line.year),
                early=str(freed.from_year),
            ),
            text("Choose that year or a later one."),
        )
    until = freed.contract_until
    if until is not None and date(freed.from_year, DECEMBER, LAST_DAY) <= until:
        raise _wrong(
            "from_year",
            text(
                "the contract runs until %(until)s, so no money is free in %(year)s.",
                until=until.isoformat(),
                year=str(freed.from_year),
            ),
            text("Choose a year in which the contract has ended."),
        )


def settle(
    lines: Sequence[Line], decisions: Iterable[Decision] = (), given: Iterable[Given] = ()
) -> Ledger:
    """Settle what is freed and given, year by year.

    Raises ``InputError`` when a line has two decisions, when money goes to a line that is not
    there or stops, to a new activity without a name, or is more than is free in some year.
    """
    by_key = {one.key: one for one in lines}
    made: dict[str, Decision] = {}
    for decision in decisions:
        line = by_key.get(decision.line)
        if line is None:
            raise _no_line(decision.line)
        if decision.line in made:
            raise _wrong(
                f"{line.number}",
                text("line %(number)s has two decisions.", number=str(line.number)),
                text("Keep one of them."),
            )
        check_decision(decision, line)
        made[decision.line] = decision
    stopped = [by_key[key] for key, one in made.items() if one.verdict == "stop"]
    stopped.sort(key=lambda one: one.number)
    freed = tuple((line, one) for line in stopped if (one := made[line.key].freed) is not None)
    gifts = tuple(given)
    for gift in gifts:
        _check_gift(gift, by_key, {one.key for one in stopped})
    years = _years([(one.from_year, one.amount) for _, one in freed],
                   [(one.from_year, one.amount) for one in gifts])  # fmt: skip
    for year in years:
        if year.given > year.freed:
            raise _too_much(year, gifts, by_key)
    unsaid = tuple(line for line in stopped if made[line.key].freed is None)
    return Ledger(years, freed, gifts, unsaid, _sentence(years, unsaid))


def _years(
    freed: Sequence[tuple[int, Decimal]], given: Sequence[tuple[int, Decimal]]
) -> tuple[Year, ...]:
    """Give for each year in which something changes what is free and given by then."""
    changes = sorted({year for year, _ in (*freed, *given)})
    return tuple(
        Year(
            year,
            sum((amount for since, amount in freed if since <= year), NOTHING),
            sum((amount for since, amount in given if since <= year), NOTHING),
        )
        for year in changes
    )


def _check_gift(gift: Given, lines: dict[str, Line], stopped: set[str]) -> None:
    if gift.amount == NOTHING:
        raise _wrong(
            "amount",
            text("a destination without money is no destination."),
            text("Write how much goes there."),
        )
    _check_amount(gift.amount, "amount", least=CENT)
    _check_year(gift.from_year)
    if gift.to == "line":
        line = lines.get(gift.line)
        if line is None:
            raise _no_line(gift.line)
        if gift.line in stopped:
            raise _wrong(
                "line",
                text("line %(number)s stops, so it gets no money.", number=str(line.number)),
                text("Choose another destination, or change the decision."),
            )
    if gift.to == "new" and not gift.name.strip():
        raise _wrong(
            "name", text("a new activity has a name."), text("Write what it is going to be.")
        )


def _check_amount(amount: Decimal, where: str, *, least: Decimal) -> None:
    if not amount.is_finite() or amount < least or amount > LARGEST or to_cents(amount) != amount:
        raise _wrong(
            where,
            text("'%(said)s' is not an amount in euros.", said=str(amount)[:40]),
            text("Write it as 12500, 12.500 or 12.500,00."),
        )


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _wrong(
            "from_year",
            text(
                "%(said)s does not lie between %(first)s and %(last)s.",
                said=str(year),
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            ),
            text("Correct the year."),
        )


def _too_much(year: Year, gifts: Sequence[Given], lines: dict[str, Line]) -> InputError:
    """Refuse to give more than is free, with the destinations that it may be taken from."""
    named = [_destination(one, lines) for one in gifts if one.from_year <= year.year]
    return _wrong(
        "amount",
        text(
            "in %(year)s %(given)s would be given away, and %(freed)s is free by then.",
            year=str(year.year),
            given=Euro(year.given),
            freed=Euro(year.freed),
        ),
        text(
            "Lower a destination, let it begin later or take it away, %(less)s in all: %(named)s.",
            less=Euro(year.given - year.freed),
            named=apart(named),
        ),
    )


def _destination(gift: Given, lines: dict[str, Line]) -> Text:
    """Name where money goes, with how much."""
    to: object = TOS[gift.to]
    if gift.to == "line":
        to = lines[gift.line].activity
    elif gift.to == "new":
        to = gift.name
    return text("%(to)s (%(amount)s)", to=to, amount=Euro(gift.amount))


def _no_line(key: str) -> InputError:
    return _wrong(
        "line",
        text("the line '%(key)s' is not in this year of the portfolio.", key=key[:60]),
        text("Choose one of its lines."),
    )


def _wrong(where: str, what: Text, todo: Text) -> InputError:
    return InputError(what, where=where, todo=todo)


def _sentence(years: Sequence[Year], unsaid: Sequence[Line]) -> Text:
    """Say what is freed, where it went and what nobody said yet."""
    if not years:
        if unsaid:
            return plural(
                "%(count)s line stops, and nobody has said yet what that really saves.",
                "%(count)s lines stop, and nobody has said yet what that really saves.",
                len(unsaid),
                count=count("unsaid", len(unsaid)),
            )
        return text("No money is set free: no line stops.")
    last = years[-1]
    params = {
        "year": last.year,
        "freed": money(f"freed:{last.year}", last.freed, last.year),
        "left": money(f"left:{last.year}", last.left, last.year),
    }
    if not last.given:
        said = text(
            "From %(year)s %(freed)s a year is free; none of it has a destination yet.", **params
        )
    elif last.left:
        said = text(
            "From %(year)s %(freed)s a year is free; %(left)s of it has no destination yet.",
            **params,
        )
    else:
        said = text(
            "From %(year)s %(freed)s a year is free, and all of it has a destination.", **params
        )
    if not unsaid:
        return said
    return plural(
        "%(said)s For %(count)s more line that stops nobody has said what that saves.",
        "%(said)s For %(count)s more lines that stop nobody has said what that saves.",
        len(unsaid),
        said=said,
        count=count("unsaid", len(unsaid)),
    )
