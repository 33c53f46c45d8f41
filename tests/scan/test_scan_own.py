"""Own figures in a scan: never against the whole country, always on one scale at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from scan.small_country import areas, catalogue, code, indicator, observations
from weefsel.scan.reference import of_one_kind
from weefsel.scan.run import ScanRecipe, ScanResult, compute, scan

MORE = [indicator(name, direction=1, condition="cohesion") for name in ("help", "bond")]
KNOWN = catalogue(*MORE)
OWN = "EIGEN-GM9990-X-2020"
TRUST = {"trust": [10, 20, 30, 40, 50], "help": [5, 4, 3, 2, 1], "bond": [1, 3, 2, 5, 4]}


class Still:
    """A store that is not asked: the country was computed before."""

    def observations(self, **asked: Any) -> pl.DataFrame:
        return observations({"trust": [1.0]}).clear()

    def editions(self, country: str | None = None) -> list[Any]:
        return []


def result(*rows: pl.DataFrame, country: str, reference: str = "country") -> ScanResult:
    recipe = ScanRecipe(area="GM9990", year=2020, reference=reference)  # type: ignore[arg-type]
    both = pl.concat(rows)
    total = both.head(1).with_columns(area=pl.lit(country), value=pl.lit(2500.0))
    national = compute(
        areas(5), pl.concat([both, total.with_columns(indicator=pl.lit("population"))]), recipe,
        year=2020, country=country, catalogue=KNOWN, own=[OWN],
    )  # fmt: skip
    return scan(Still(), recipe, national=national)  # type: ignore[arg-type]


def scored(found: ScanResult) -> int:
    return len(found.scored("cohesion"))


def test_own_figures_give_no_score_against_the_country() -> None:
    found = result(
        observations({"health": [1, 2, 3, 4, 5]}),
        observations(TRUST, source=OWN).filter(pl.col("indicator") != "population"),
        country="NL00",
    )
    assert scored(found) == 0
    assert found.figure(code(0), "trust").value == 10
    assert found.place(code(0), "trust").value is None
    assert "only inside the municipality" in found.why_not(code(0), "trust").render("en")
    assert found.references["neighbourhood", "trust"].filled == 0


def test_the_same_figures_score_inside_the_municipality_and_the_words_say_so() -> None:
    rows = (
        observations({"health": [1, 2, 3, 4, 5]}),
        observations(TRUST, source=OWN).filter(pl.col("indicator") != "population"),
    )
    found = result(*rows, country="NL00", reference="municipality")
    assert scored(found) == 5
    assert "the Netherlands" not in found.title.render("en")
    assert "inside Weverdam" in found.lead[0].render("en")
    assert "the Netherlands" not in found.area_finding(code(0)).render("en")
    mean = np.mean([found.score(one, "cohesion").value for one in found.codes()])
    assert abs(mean - 50) < 1e-9


def test_the_fictitious_country_is_its_own_reference_for_own_figures_too() -> None:
    found = result(
        observations({"health": [1, 2, 3, 4, 5]}),
        observations(TRUST, source=OWN).filter(pl.col("indicator") != "population"),
        country="XX00",
    )
    assert scored(found) == 5


def test_an_older_official_figure_counts_before_a_newer_own_one() -> None:
    found = result(
        observations({"trust": [1, 2, 3, 4, 5]}, year=2019),
        observations({"trust": [90, 91, 92, 93, 94]}, source=OWN).filter(
            pl.col("indicator") != "population"
        ),
        country="XX00",
    )
    assert [found.figure(one, "trust").value for one in found.codes()] == [1, 2, 3, 4, 5]
    assert found.figure(code(0), "trust").sources == ("edition:TEST-2020",)


def test_the_rest_of_one_kind_is_shown_but_not_put_on_the_scale_of_the_other() -> None:
    own = observations({"trust": [None, None, None, None, 90.0]}, source=OWN)
    found = result(
        observations({"trust": [1, 2, 3, 4, None]}),
        own.filter((pl.col("indicator") == "trust") & pl.col("value").is_not_null()),
        country="XX00",
    )
    assert found.references["neighbourhood", "trust"].filled == 4
    assert found.figure(code(4), "trust").value == 90
    assert found.value_rows[code(4), "trust"]["z"] is None
    assert "another way" in found.why_not(code(4), "trust").render("en")


def test_an_own_figure_carries_its_own_range_and_says_what_it_lacks() -> None:
    rows = observations({"trust": [50.0, 40.0]}, source=OWN).with_columns(
        lower=pl.when(pl.col("area") == code(0)).then(40.0),
        upper=pl.when(pl.col("area") == code(0)).then(60.0),
    )
    found = result(rows, country="XX00")
    assert found.figure(code(0), "trust").range_kind == "own_margin"
    reason = found.figure(code(1), "trust").reason
    assert reason is not None
    assert "error is not known" in reason.render("en")


def test_what_another_municipality_described_is_not_in_this_ones_catalogue() -> None:
    theirs = indicator("own_gm9991_x").model_copy(update={"owner": "GM9991"})
    recipe = ScanRecipe(area="GM9990", year=2020)
    national = compute(
        areas(5), observations({"health": [1, 2, 3, 4, 5]}), recipe, year=2020, country="XX00",
        catalogue={**KNOWN, theirs.id: theirs},
    )  # fmt: skip
    found = scan(Still(), recipe, national=national)  # type: ignore[arg-type]
    assert theirs.id not in found.catalogue
    assert theirs.id not in set(found.indicators["indicator"])


@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=12),
    st.booleans(),
)
def test_one_column_never_holds_two_kinds(
    cells: list[tuple[bool, bool, bool]], country: bool
) -> None:
    known, own, within = (np.array(part) for part in zip(*cells, strict=True))
    values = np.where(known, 1.0, np.nan)[:, None]
    kept = ~np.isnan(of_one_kind(values, own[:, None], within, country=country))[:, 0]
    assert len(set(own[kept].tolist())) <= 1
    assert not (kept & ~known).any()
    if country:
        assert not own[kept].any()
