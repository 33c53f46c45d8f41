"""What a municipality spends on the social base and on heavier care, and what can be compared.

Rules (DESIGN.md section 6, DOMAIN.md 22): a budget and an account never share a line; a total
never stands beside its own parts; over the border of 2024 and 2025 access, aids and Wmo care
are compared as one sum only, because municipalities rebooked them into each other; 6.1 counts
net of income, and what of it is reception of refugees is for the user to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.iv3 import Iv3Table, Stage
from weefsel.weigh.iv3_fields import (
    WHOLES,
    Group,
    Regime,
    fields,
    regime_of_codes,
    regime_of_year,
)

RESERVES = frozenset({"0.10", "0.11"})  # movements of reserves and the result: no spending
COMMUNITY = "community"  # the group of 6.1
Verdict = Literal["rose", "fell", "no_clear_change", "cannot_tell"]


@dataclass(frozen=True)
class Amount:
    """Spending and income of a field or group, thousands of euros."""

    expenditure: float
    income: float

    @property
    def net(self) -> float:
        """Give spending less income."""
        return self.expenditure - self.income

    def __add__(self, other: Amount) -> Amount:
        """Add two amounts."""
        return Amount(self.expenditure + other.expenditure, self.income + other.income)


@dataclass(frozen=True)
class MunicipalBudget:
    """The task fields of one municipality, year and stage; totals beside parts are gone.

    ``refugees`` is what of the net 6.1 is reception of refugees, as the user says; ``None``
    when nobody said.
    """

    municipality: str
    year: int
    stage: Stage
    regime: Regime
    lines: Mapping[str, Amount]
    residents: float | None = None
    refugees: float | None = None
    source: str = ""

    def group(self, group: Group) -> Amount:
        """Give what a group spends and receives; fields that are not there are nil."""
        held = (self.lines[one] for one in group.codes(self.regime) if one in self.lines)
        return sum(held, Amount(0.0, 0.0))

    @property
    def reported(self) -> bool:
        """Tell whether there is any amount: files hold a municipality that sent nothing as nil."""
        return any(one.expenditure or one.income for one in self.lines.values())

    @property
    def spending(self) -> float:
        """Give all spending without movements of reserves, thousands of euros."""
        return sum(one.expenditure for key, one in self.lines.items() if key not in RESERVES)


@dataclass(frozen=True)
class Compared:
    """One group in two years: what each spends, and whether the parts may be compared."""

    group: Group
    before: Amount
    after: Amount
    only_as_sum: bool


@dataclass(frozen=True)
class Share:
    """The net spending on the social base as a share of base, joined and heavy together.

    All three in thousands of euros. The base is an upper bound: only part of each of its
    fields is social base (DOMAIN.md 22.6).
    """

    base: float
    joined: float
    heavy: float

    @property
    def percent(self) -> float | None:
        """Give the share in percent; none where nothing is spent, or a part is below zero."""
        parts = (self.base, self.joined, self.heavy)
        whole = sum(parts)
        return 100 * self.base / whole if whole > 0 and min(parts) >= 0 else None


@dataclass(frozen=True)
class Change:
    """How the share of the social base changed, or why that cannot be told."""

    before: Share
    after: Share
    verdict: Verdict
    reason: Text | None = None

    @property
    def points(self) -> float | None:
        """Give the change in percentage points."""
        first, second = self.before.percent, self.after.percent
        return None if first is None or second is None else second - first


def budgets(table: Iv3Table) -> dict[str, MunicipalBudget]:
    """Give the budget of every municipality of a file, by name.

    Raises ``InputError`` when codes belong to another regime than the year, or when it is not
    clear whether an amount holds the parts beside it.
    """
    found = {}
    for (name,), part in table.frame.group_by("municipality", maintain_order=True):
        residents = part["residents"].drop_nulls()
        found[str(name)] = municipal_budget(
            str(name),
            {
                row["field"]: Amount(row["expenditure"], row["income"])
                for row in part.iter_rows(named=True)
            },
            year=table.year,
            stage=table.stage,
            residents=None if residents.is_empty() else float(residents[0]),
            where=table.file,
        )
    return found


def municipal_budget(
    name: str,
    lines: Mapping[str, Amount],
    *,
    year: int,
    stage: Stage,
    residents: float | None = None,
    refugees: float | None = None,
    where: str = "",
) -> MunicipalBudget:
    """Make a budget of its lines by code, totals beside their parts taken out.

    Raises ``InputError`` as ``budgets`` does.
    """
    kept = _without_totals(name, lines, where)
    regime = regime_of_year(year)
    said = regime_of_codes(kept)
    if said is not None and said != regime:
        raise InputError(
            text("the codes of %(name)s are not those of %(year)s.", name=name, year=str(year)),
            where=where,
            todo=text("Check the year of the file."),
        )
    return MunicipalBudget(name, year, stage, regime, kept, residents, refugees, where)


def _without_totals(name: str, lines: Mapping[str, Amount], where: str) -> dict[str, Amount]:
    """Take out what is the sum of the lines beside it; keep what was booked without a letter.

    Income and spending of all lines of a municipality are equal, which tells the two apart
    where the amounts alone do not.
    """
    kept = dict(lines)
    for whole in WHOLES:
        parts = [code for code in lines if code != whole and code.startswith(whole)]
        if whole not in lines or not parts:
            continue
        added = sum((lines[one] for one in parts), Amount(0.0, 0.0))
        mine = lines[whole]
        # Files round each line to thousands: as many halves may be lost as there are lines.
        slack = (len(parts) + 1) / 2
        if (mine.expenditure == 0 and mine.income == 0) or (
            abs(mine.expenditure - added.expenditure) <= slack
            and abs(mine.income - added.income) <= slack
        ):
            del kept[whole]
        elif mine.expenditure >= added.expenditure > 0 and not _own(lines, whole):
            raise InputError(
                text(
                    "%(name)s has at %(whole)s an amount of which it is not clear whether its"
                    " parts are in it.",
                    name=name,
                    whole=whole,
                ),
                where=where,
                todo=text("Keep the total or the parts, not both."),
            )
    return kept


def _own(lines: Mapping[str, Amount], whole: str) -> bool:
    """Tell whether spending and income come nearer to each other with a line than without."""
    if not set(lines) >= RESERVES:
        return False
    every = sum(lines.values(), Amount(0.0, 0.0)).net
    return abs(every) <= abs(every - lines[whole].net)


def compared(before: MunicipalBudget, after: MunicipalBudget) -> tuple[Compared, ...]:
    """Put two years beside each other, group by group.

    Within one regime every field can be followed; across regimes a group whose codes changed
    only as a sum. Raises ``InputError`` when one is a budget and the other an account.
    """
    _one_stage((before, after))
    same = before.regime == after.regime
    return tuple(
        Compared(group, before.group(group), after.group(group), not (same or group.one_field))
        for group in fields().group
    )


def _one_stage(held: Iterable[MunicipalBudget]) -> None:
    if len({one.stage for one in held}) > 1:
        raise InputError(
            text("a budget and an account cannot stand in one line: they differ by nature."),
            where="",
            todo=text("Compare budgets with budgets, and accounts with accounts."),
        )


def share(budget: MunicipalBudget, *, community: bool = True) -> Share:
    """Give the share of the social base, net of income; without 6.1 where asked.

    What the user says to be reception of refugees is taken off 6.1.
    """
    sums = {"base": 0.0, "joined": 0.0, "heavy": 0.0}
    for group in fields().group:
        if group.side == "other" or (group.id == COMMUNITY and not community):
            continue
        net = budget.group(group).net
        if group.id == COMMUNITY:
            net -= budget.refugees or 0.0
        sums[group.side] += net
    return Share(**sums)


def change(before: MunicipalBudget, after: MunicipalBudget) -> Change:
    """Tell whether the share of the social base changed between two years.

    Where nobody said what of 6.1 is reception of refugees, the verdict only stands when it is
    the same with 6.1 and without it. Raises ``InputError`` when one is a budget and the other
    an account.
    """
    _one_stage((before, after))
    first, second = share(before), share(after)
    verdict = _verdict(first, second)
    if first.percent is None or second.percent is None:
        return Change(first, second, "cannot_tell", _no_share(before, after))
    if before.refugees is not None and after.refugees is not None:
        return Change(first, second, verdict)
    without = _verdict(share(before, community=False), share(after, community=False))
    if verdict == without:
        return Change(first, second, verdict)
    return Change(
        first,
        second,
        "cannot_tell",
        text(
            "it hangs on 6.1, which also holds the reception of refugees: say for both years"
            " what of 6.1 that is"
        ),
    )


def _no_share(before: MunicipalBudget, after: MunicipalBudget) -> Text:
    """Say why there is no share of the social base in one of two years."""
    empty = next((one for one in (before, after) if not one.reported), None)
    if empty is not None:
        return text("of %(year)s every amount is nil: nothing was reported", year=str(empty.year))
    return text("income is larger than spending in one of the years, so there is no share")


def _verdict(first: Share, second: Share) -> Verdict:
    before, after = first.percent, second.percent
    if before is None or after is None:
        return "cannot_tell"
    moved = after - before
    if abs(moved) < fields().margin:
        return "no_clear_change"
    return "rose" if moved > 0 else "fell"


@dataclass(frozen=True)
class Beside:
    """A municipality's net spending per resident on a group, beside comparable ones; euros.

    ``low``, ``middle`` and ``high`` are the quartiles of the others; none where they are
    fewer than the least number.
    """

    group: Group
    own: float | None
    others: int
    low: float | None
    middle: float | None
    high: float | None


def beside(budget: MunicipalBudget, others: Sequence[MunicipalBudget]) -> tuple[Beside, ...]:
    """Put net spending per resident beside that of other municipalities, group by group.

    Raises ``InputError`` when a budget stands beside accounts, or years differ.
    """
    _one_stage((budget, *others))
    if any(one.year != budget.year for one in others):
        raise InputError(
            text("the municipalities beside it are of another year."),
            where="",
            todo=text("Compare figures of one year."),
        )
    rows = []
    for group in fields().group:
        held = [
            value
            for one in others
            if one.municipality != budget.municipality
            and (value := _per_resident(one, group)) is not None
        ]
        enough = len(held) >= fields().fewest
        quartiles = np.quantile(held, [0.25, 0.5, 0.75]) if enough else (None,) * 3
        low, middle, high = (None if one is None else float(one) for one in quartiles)
        rows.append(Beside(group, _per_resident(budget, group), len(held), low, middle, high))
    return tuple(rows)


def _per_resident(budget: MunicipalBudget, group: Group) -> float | None:
    if not budget.residents or not budget.reported:
        return None
    return 1000 * budget.group(group).net / budget.residents


def alike(table: Iv3Table, name: str) -> tuple[str, ...]:
    """Name the municipalities of the same size class and urbanity, without itself.

    Empty where the file does not say them, or does not hold the municipality.
    """
    classes = table.frame.select("municipality", "size_class", "urbanity").unique()
    own = classes.filter(pl.col("municipality") == name)
    if own.is_empty() or not own["size_class"][0] or not own["urbanity"][0]:
        return ()
    return tuple(
        classes.filter(
            (pl.col("size_class") == own["size_class"][0])
            & (pl.col("urbanity") == own["urbanity"][0])
            & (pl.col("municipality") != name)
        )["municipality"].sort()
    )
