"""COINr's own example, the ASEM Sustainable Connectivity index, against its published results.

Data: ``ASEM_iData`` and ``ASEM_iMeta`` of R package COINr (Becker et al. 2022, JOSS 7(78), 4567;
JRC, European Commission), saved as CSV in ``coinr`` of the folder ``WEEFSEL_REAL_DATA``. They are
not in this repository, so this stands beside the ordinary tests.

Results: its vignettes "Presenting results" (the full example: imputed by group mean, then
screened) and "Overview" (screened, not imputed).
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from weefsel.scan.composite import CompositeRecipe, CompositeResult, composite_of

PARTS = ("index", "Conn", "Sust", "Physical", "ConEcFin", "Political", "Instit", "P2P",
         "Environ", "Social", "SusEcFin")  # fmt: skip
FULL = {
    "CHE": (68.38, 62.79, 73.98, 63.41, 32.87, 74.78, 85.94, 56.93, 77.21, 87.85, 56.88),
    "NLD": (64.82, 61.94, 67.70, 64.87, 46.62, 84.55, 71.74, 41.92, 58.73, 86.58, 57.78),
    "DNK": (64.80, 57.10, 72.51, 50.52, 30.43, 78.13, 75.35, 51.04, 69.83, 86.40, 61.29),
    "NOR": (64.47, 57.44, 71.50, 58.18, 25.70, 80.03, 89.46, 33.80, 70.90, 87.00, 56.59),
    "BEL": (63.54, 63.99, 63.09, 71.97, 48.22, 80.84, 75.60, 43.32, 53.01, 86.17, 50.09),
    "SWE": (63.00, 53.87, 72.12, 51.51, 23.87, 80.98, 74.51, 38.50, 66.37, 87.74, 62.27),
    "IND": (39.79, 28.60, 50.99, 18.78, 6.38, 51.90, 59.84, 6.07, 75.34, 22.74, 54.88),
}
RANKS_OF_INDIA = (45, 44, 43, 48, 49, 33, 37, 47, 6, 51, 36)
OVERVIEW = {
    "CHE": (68.33, 62.18, 74.48, 64.37, 33.30, 73.03, 83.32, 56.87, 78.13, 87.63, 57.67),
    "DNK": (64.47, 56.05, 72.90, 50.17, 30.52, 76.98, 71.59, 51.01, 70.53, 86.17, 61.99),
    "NLD": (64.46, 61.32, 67.60, 68.15, 45.11, 83.49, 67.96, 41.86, 57.14, 86.00, 59.65),
    "NOR": (64.23, 56.53, 71.93, 57.45, 25.39, 78.95, 87.10, 33.75, 71.55, 87.04, 57.20),
    "BEL": (63.11, 63.02, 63.19, 71.80, 48.65, 79.57, 71.84, 43.27, 52.00, 85.36, 52.22),
    "SWE": (62.82, 52.88, 72.77, 51.90, 23.93, 80.10, 70.04, 38.43, 68.34, 86.92, 63.04),
}


@pytest.fixture(scope="module")
def folder() -> Path:
    found = Path(os.environ.get("WEEFSEL_REAL_DATA", "")) / "coinr"
    if not (found / "ASEM_iData.csv").is_file():
        pytest.skip("the data of COINr's example are not among the real data")
    return found


def made(folder: Path, **keys: object) -> CompositeResult:
    with (folder / "ASEM_iMeta.csv").open(encoding="utf-8") as handle:
        meta = list(csv.DictReader(handle))

    def common(row: dict[str, str]) -> dict[str, object]:
        above = {} if row["Parent"] == "Index" else {"parent": row["Parent"]}
        return {"id": row["iCode"], "weight": float(row["Weight"]), **above}

    parts = [common(row) for row in meta if row["Type"] == "Aggregate" and row["iCode"] != "Index"]
    indicators = [
        {
            **common(row),
            "direction": int(float(row["Direction"])),
            "divide_by": "" if row["Denominator"] in ("NA", "nan") else row["Denominator"],
        }
        for row in meta
        if row["Type"] == "Indicator"
    ]
    recipe = CompositeRecipe.model_validate(
        {
            "title": "Sustainable Connectivity", "code": "uCode", "indicator": indicators,
            "part": parts, "outliers": "winsorise", "winsorise_most": 5, "otherwise": "log",
            "minimum_share": 0.0, "decimal": "point", **keys,
        }
    )  # fmt: skip
    return composite_of((folder / "ASEM_iData.csv").read_bytes(), "ASEM_iData.csv", recipe)


def test_the_full_example_has_the_published_scores_and_ranks(folder: Path) -> None:
    found = made(folder, groups="EurAsia_group", missing="group_mean")
    for code, published in FULL.items():
        for part, score in zip(PARTS, published, strict=True):
            assert round(found.score(code, part) or 0, 2) == score, (code, part)
    assert [found.ranks(part)["IND"] for part in PARTS] == list(RANKS_OF_INDIA)
    assert list(found.table()["code"][:6]) == list(FULL)[:6]


def test_the_example_of_the_overview_has_the_published_scores(folder: Path) -> None:
    found = made(folder, screen=0.9)
    assert len(found.ranks()) == 46
    for code, published in OVERVIEW.items():
        for part, score in zip(PARTS, published, strict=True):
            assert round(found.score(code, part) or 0, 2) == score, (code, part)
    assert list(found.table()["code"][:6]) == list(OVERVIEW)
