"""How fast a scan is, as a ratio to the same scores computed plainly.

Run it with the folder of open data: ``python benchmarks/bench_scan.py FOLDER``. Ratios,
not seconds, so that machines can be compared; both sides give the same scores (tested in
tests/scan/test_scan_real.py).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from scan.plain_scan import newest_values, plain_scores  # noqa: E402
from weefsel.atlas.indicator import catalogue  # noqa: E402
from weefsel.atlas.mapping import observe  # noqa: E402
from weefsel.atlas.store import Store  # noqa: E402
from weefsel.scan.recipe import LEVELS, ScanRecipe  # noqa: E402
from weefsel.scan.run import prepare, scan, scan_all  # noqa: E402
from weefsel.sources import health, kwb  # noqa: E402

FILES = {
    "kwb/cbs.v3.84799NED_TypedDataSet.parquet": kwb,
    "sociaal/rivm_gezondheid_2020_18plus.xlsx": health,
    "sociaal/rivm_gezondheid_2020_65plus.xlsx": health,
}
REPEATS = 3


def fastest(work: Callable[[], object]) -> float:
    """Give the CPU seconds of the fastest of a few runs, all threads together."""
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def main(data: Path) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as home:
        store = Store(Path(home))
        for name, reader in FILES.items():
            for raw in reader.read(data / name):
                store.load(raw, observe(raw, catalogue()).frame)
        recipe = ScanRecipe(area="GM0164", year=2020)
        areas = {
            level: store.areas(2020, level=level)["code"].sort().to_list() for level in LEVELS
        }

        def plain() -> None:
            rows = store.observations().select("area", "indicator", "year", "value").iter_rows()
            values = newest_values(rows, 2020)
            for codes in areas.values():
                plain_scores(values, codes, catalogue())

        national = prepare(store, recipe)
        baseline = fastest(plain)
        country = fastest(lambda: prepare(store, recipe))
        one = fastest(lambda: scan(store, recipe, national=national))
        every = fastest(lambda: scan_all(store, 2020))
        count = len(areas["municipality"])
        print(f"plain, the scores of the country only      1.00 ({baseline:.2f} s CPU here)")
        print(f"the country with all values compared       {country / baseline:.2f}")
        print(f"one municipality from a prepared country   {one / baseline:.3f}")
        print(f"all {count} municipalities                     {every / baseline:.2f}")
        print(f"all, against plain once a municipality     1 / {count * baseline / every:.0f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
