"""How often a 90% range holds the truth, on simulated areas of which the truth is known.

    PYTHONPATH=src:tests python -m benchmarks.coverage [REPEATS]

Prints a Markdown table for ``docs/how-sure.md``. Areas have eight indicators that correlate
0.4 and errors that differ by area; the worst five are those with the lowest observed score.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from scipy import stats

from scan.simulated import simulate
from weefsel.scan.prior import standings
from weefsel.scan.rank_sets import rank_sets
from weefsel.scan.redraw import keys, quantiles, ranks, redraw

LEVEL = 0.9
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
SIZES = ((86, 1.0), (400, 0.08))  # areas, and how often relative to the repeats asked for
WORST = 5
DRAWS = 1000


def hits(areas: int, reliability: float, seed: int) -> Iterator[tuple[str, float, float]]:
    """Give per kind of range the share that holds the truth: of all, of the worst five."""
    made = simulate(areas, 8, reliability=reliability, seed=seed)
    rows = np.arange(areas)
    names = [str(one) for one in rows]
    drawn = redraw(
        made.construction, made.prior, made.posterior(rows),
        own=keys(seed, "coverage", names), draws=DRAWS,
    )  # fmt: skip
    true, seen = made.true_scores(), made.observed_scores()
    worst = np.argsort(seen)[:WORST]
    rank = stats.rankdata(-true, method="min")
    _, error = standings(made.prior, made.values, made.noise)
    sets = rank_sets(
        seen,
        np.diag((made.construction.spread * error) ** 2),
        level=LEVEL,
        normal=np.random.default_rng(seed).normal(size=(DRAWS, areas)),
    )
    low, high = quantiles(drawn, ENDS).T
    first, last = quantiles(ranks(drawn), ENDS).T
    for name, hit in (
        ("score", (low <= true) & (true <= high)),
        ("rank, drawn", (np.floor(first) <= rank) & (rank <= np.ceil(last))),
        ("rank set", (sets.low <= rank) & (rank <= sets.high)),
    ):
        yield name, float(hit.mean()), float(hit[worst].mean())


def main(repeats: int) -> None:
    """Print the table."""
    print("| areas | reliability | range of | all areas | worst five |")
    print("| ---: | ---: | --- | ---: | ---: |")
    for areas, share in SIZES:
        for reliability in (0.5, 0.7, 0.9):
            found: dict[str, list[tuple[float, float]]] = {}
            for seed in range(max(2, round(repeats * share))):
                for name, every, worst in hits(areas, reliability, seed):
                    found.setdefault(name, []).append((every, worst))
            for name, pairs in found.items():
                both = np.array(pairs)
                mean = both.mean(axis=0)
                error = both.std(axis=0, ddof=1) / np.sqrt(len(both))
                print(
                    f"| {areas} | {reliability} | {name} | {mean[0]:.3f} ± {error[0]:.3f} "
                    f"| {mean[1]:.3f} ± {error[1]:.3f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
