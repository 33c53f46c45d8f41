"""A table of the size of a municipality is protected and its audit holds.

How long it takes is measured in ``benchmarks/test_disclosure.py``.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from weefsel.outcomes.disclosure import Dimension, Table, release

AREAS, KINDS = 500, 20


def town(seed: int, mean: float) -> Table:
    """Make 500 neighbourhoods in districts in municipalities, by 20 kinds in 4 groups."""
    chance = np.random.default_rng(seed)
    rates = chance.gamma(1, 1, AREAS)[:, None] * chance.gamma(1, 1, KINDS)[None, :] * mean
    codes = [f"BU{9990 + at // 104:04}{at // 8 % 13:02}{at % 8:02}" for at in range(AREAS)]
    kinds = [f"kind {at:02}" for at in range(KINDS)]
    frame = pl.DataFrame(
        {
            "area": np.repeat(codes, KINDS),
            "kind": np.tile(kinds, AREAS),
            "count": chance.poisson(rates).ravel(),
        }
    )
    groups = {kind: f"group {at // 5}" for at, kind in enumerate(kinds)}
    return Table(
        "invented", (Dimension.areas("area", codes), Dimension("kind", groups)), frame, totals=True
    )


def test_500_by_20_in_two_hierarchies_is_protected_and_its_audit_holds():
    table = town(1, 15)
    done = release(table)
    assert done.audit.held
    assert done.audit.cells["small"].sum() > 5_000  # it is a hard one
    assert done.cells.height > 14_000
