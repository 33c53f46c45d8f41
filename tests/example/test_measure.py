"""The committed aggregates are what the open tables give, and nothing but aggregates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from weefsel.example.aggregates import DATA, aggregates
from weefsel.example.measure import measure_all, measure_budgets, nearest_correlation


def test_the_correlations_can_be_drawn_from() -> None:
    known = aggregates()
    assert (known.correlation == known.correlation.T).all()
    assert np.array_equal(np.diag(known.correlation), np.ones(len(known.ids)))
    assert np.abs(known.correlation).max() <= 1
    assert np.linalg.eigvalsh(known.correlation).min() > 0


def test_strain_goes_with_what_research_says_it_goes_with() -> None:
    known = aggregates()
    row = dict(zip(known.ids, known.correlation[0], strict=True))
    assert row["MoeiteMetRondkomen_18plus"] > 0.4
    assert row["ErvarenGezondheidGoedZeerGoed_18plus"] < -0.4
    assert row["low_income_households"] > 0.4
    assert row["owner_occupied"] < 0


@pytest.mark.parametrize(
    "name", ["spreads.csv", "correlations.csv", "levels.csv", "iv3_per_resident.csv"]
)
def test_each_file_names_its_source_and_holds_no_area(name: str) -> None:
    content = (DATA / name).read_text(encoding="utf-8")
    assert content.startswith("# Bron: CBS")
    assert "CC BY 4.0" in content
    assert not pl.Series([content]).str.contains(r"\b(BU|WK|GM)\d{4}").item()


def test_a_patched_matrix_becomes_a_correlation_matrix() -> None:
    patched = np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]])
    assert np.linalg.eigvalsh(patched).min() < 0
    mended = nearest_correlation(patched)
    assert np.linalg.eigvalsh(mended).min() > 0
    assert np.allclose(np.diag(mended), 1)


@pytest.mark.realdata
def test_measuring_the_open_tables_again_gives_the_committed_files(real_data: Path) -> None:
    names = ("spreads", "correlations", "levels")
    for name, frame in zip(names, measure_all(real_data), strict=True):
        kept = pl.read_csv(DATA / f"{name}.csv", comment_prefix="#")
        again = pl.read_csv(frame.write_csv().encode())
        assert kept.columns == again.columns
        for column in kept.columns:
            if kept[column].dtype.is_numeric():
                gap = (kept[column] - again[column]).abs().max()
                assert gap is None or gap <= 0.0011, (name, column)
            else:
                assert kept[column].equals(again[column])
    iv3 = pl.read_csv(
        DATA / "iv3_per_resident.csv", comment_prefix="#", schema_overrides={"field": pl.String}
    )
    assert iv3.equals(measure_budgets(real_data))
