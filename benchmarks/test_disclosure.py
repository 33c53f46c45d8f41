"""Counts through the door: protected and audited, beside two linear programs a hidden count."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.optimize import linprog

from weefsel.outcomes.disclosure import Dimension, Released, Table, inspect, release

AUDIT = "audit of 60 neighbourhoods by 8 kinds, two hierarchies"
WHOLE = "500 neighbourhoods by 20 kinds, two hierarchies"
FEW = 40  # counts: the plain way does only so many of all in a time one waits for
PLAIN = "two linear programs a hidden count (scipy linprog)"


def town(areas: int, kinds: int) -> Table:
    """Invent neighbourhoods in districts in municipalities, by kinds in groups."""
    chance = np.random.default_rng(1)
    rates = chance.gamma(1, 1, areas)[:, None] * chance.gamma(1, 1, kinds)[None, :] * 15
    codes = [f"BU{9990 + at // 104:04}{at // 8 % 13:02}{at % 8:02}" for at in range(areas)]
    names = [f"kind {at:02}" for at in range(kinds)]
    frame = pl.DataFrame(
        {
            "area": np.repeat(codes, kinds),
            "kind": np.tile(names, areas),
            "count": chance.poisson(rates).ravel(),
        }
    )
    groups = {kind: f"group {at // 5}" for at, kind in enumerate(names)}
    return Table(
        "invented", (Dimension.areas("area", codes), Dimension("kind", groups)), frame, totals=True
    )


def plain_audit(table: Table, done: Released, most: int | None = None) -> bool:
    """Bound every hidden count by two programs over the smallest cells; tell if all are open."""
    above = {name: one.parents for name, one in zip(table.names, table.dimensions, strict=True)}
    atoms = table.counts.select(table.names).rows()
    places: dict[tuple[str | None, ...], list[int]] = {}
    for at, atom in enumerate(atoms):
        ladders = []
        for name, category in zip(table.names, atom, strict=True):
            ladder: list[str | None] = [category]
            while ladder[-1] in above[name]:
                ladder.append(above[name][ladder[-1]])
            ladders.append([*ladder, None])
        for area in ladders[0]:
            for kind in ladders[1]:
                places.setdefault((area, kind), []).append(at)
    rows = done.cells.select(*table.names, "count").rows()
    shown = np.zeros((sum(row[2] is not None for row in rows), len(atoms)))
    hidden = np.zeros((len(rows) - len(shown), len(atoms)))
    values, i, j = [], 0, 0
    for area, kind, count in rows:
        if count is None:
            hidden[j, places[area, kind]] = 1
            j += 1
        else:
            shown[i, places[area, kind]] = 1
            values.append(count)
            i += 1
    least = np.full(len(hidden), -1.0)
    open_enough = True
    for target in hidden[:most]:
        low, high = (
            linprog(sign * target, A_ub=-hidden, b_ub=least, A_eq=shown, b_eq=values).fun
            for sign in (1, -1)
        )
        open_enough &= high is None or -high - low >= 8 - 1e-6
    return bool(open_enough)


@pytest.fixture(scope="module")
def small() -> tuple[Table, Released]:
    table = town(60, 8)
    return table, release(table)


def test_two_programs_a_count_audit(timed, small: tuple[Table, Released]) -> None:
    name = f"{PLAIN}, {FEW} counts"
    held = timed(AUDIT, name, lambda: plain_audit(*small, FEW), baseline=True, rounds=2)
    assert held is True


def test_weefsel_audits(timed, small: tuple[Table, Released]) -> None:
    table, done = small
    away = done.cells.filter("suppressed").select(table.names)
    name = f"weefsel, as reader and as insider, all {away.height} counts"
    assert timed(AUDIT, name, lambda: inspect([table], [away]), rounds=2).held


def test_two_programs_a_count_audit_a_small_table(timed, small: tuple[Table, Released]) -> None:
    name = f"{PLAIN}, {FEW} counts of 60 neighbourhoods by 8"
    held = timed(WHOLE, name, lambda: plain_audit(*small, FEW), baseline=True, rounds=2)
    assert held is True


def test_weefsel_protects_and_audits(timed) -> None:
    table = town(500, 20)
    done = timed(WHOLE, "weefsel, protected and audited whole", lambda: release(table), rounds=1)
    assert done.audit.held
