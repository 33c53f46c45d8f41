"""The pictures of one figure: its range with the distribution it makes, and its years."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import altair
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.svg_checks import assert_fits_strict_policy, words_of
from weefsel.base.distributions import fit
from weefsel.base.figure import Figure
from weefsel.evidence.parameter import WHOLE, Parameter, parameters
from weefsel.report.charts import value_range, values_over_years
from weefsel.report.charts.value_range import curve
from weefsel.report.picture import Picture

SIZES = ("page", "phone", "memo")


def drawn(held: Parameter, size: str = "page", own: Figure | None = None) -> Picture:
    return value_range(
        held.figure(),
        lang="nl",
        name=held.name.text(),
        size=size,  # type: ignore[arg-type]
        fitted=held.distribution() if held.values else None,
        scale=WHOLE[held.unit] if held.support == "share" else 1.0,
        own=own,
    )


def marks(picture: Picture) -> list[str]:
    return [layer["mark"]["type"] for layer in json.loads(picture.specification)["layer"]]


@pytest.mark.parametrize("size", SIZES)
def test_every_figure_with_a_range_can_be_drawn_and_is_a_valid_specification(size):
    ranged = [one for one in parameters().values() if one.values and one.latest.low is not None]
    assert len(ranged) > 80
    for number, held in enumerate(ranged):
        picture = drawn(held, size)
        if number % 12 == 0:  # the schema is large: one of each dozen is held to it
            altair.LayerChart.from_json(picture.specification)
        made = held.distribution()
        shaped = made is not None and made.distribution.family != "fixed"
        assert ("area" in marks(picture)) == shaped, held.id
        assert picture.table["value"].to_list() == [
            one
            for one in (held.latest.value, held.latest.low, held.latest.high)
            if one is not None
        ]


@pytest.mark.parametrize("key", ["uc_begl_hr", "uc_ggz_pat", "sw_sick", "eff_lonely_meta"])
@pytest.mark.parametrize("size", SIZES)
def test_the_picture_fits_the_page_and_writes_the_value(key, size):
    held = parameters()[key]
    picture = drawn(held, size)
    root = assert_fits_strict_policy(picture.svg())
    assert held.figure().number("nl") in words_of(root)
    assert float(root.attrib["width"]) <= {"page": 540, "phone": 320, "memo": 540}[size]


def test_ends_that_say_nothing_of_how_unsure_it_is_are_no_bar_and_the_sentence_says_so():
    picture = drawn(parameters()["sw_sick"])
    assert "area" not in marks(picture)
    assert "zeggen niet hoe onzeker" in picture.sentence.render("nl")
    assert '"strokeDash":[4,4]' in picture.specification
    sure = drawn(parameters()["uc_begl_hr"])
    assert '"strokeDash":[4,4]' not in sure.specification
    assert "met een bandbreedte van 55,8 tot 66,0" in sure.sentence.render("nl")


def test_an_own_value_stands_on_a_line_of_its_own_and_the_original_stays():
    held = parameters()["uc_begl_hr"]
    own = replace(held.figure(), value=72.0, low=70.0, high=75.0)
    picture = drawn(held, own=own)
    said = words_of(assert_fits_strict_policy(picture.svg()))
    assert "eigen waarde 72,0" in said
    assert "60,9" in said
    assert picture.table.height == 6
    assert "Eigen waarde: 72,0" in picture.sentence.render("nl").replace("\N{NO-BREAK SPACE}", " ")


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="nothing"):
        value_range(Figure("x", None), lang="nl", name="x")
    with pytest.raises(ValueError, match="two years"):
        values_over_years([Figure("x", 1.0, year=2020)], lang="nl", name="x")


@given(
    st.floats(1, 1e6),
    st.floats(0.05, 0.9),
    st.floats(1.05, 3),
    st.sampled_from(["ci95", "min_max", "between_places", "assumed"]),
)
def test_the_curve_holds_the_mass_of_the_distribution_around_its_middle(value, down, up, kind):
    fitted = fit(value, value * down, value * up, kind, support="positive")
    assert fitted is not None
    shape = curve(fitted)
    assert shape is not None
    at, dense = np.array(shape.at), np.array(shape.dense)
    assert (np.diff(at) > 0).all()
    assert dense.max() == 1
    assert (dense >= 0).all()
    # Half of the area lies below the median: the curve is a density, not a drawing.
    mass = np.concatenate([[0.0], np.cumsum((dense[1:] + dense[:-1]) / 2 * np.diff(at))])
    median = np.interp(0.5, mass / mass[-1], at)
    assert median == pytest.approx(float(fitted.distribution.ppf(np.array([0.5]))[0]), rel=0.02)


def test_a_fixed_number_has_no_curve():
    fitted = fit(5.0, 5.0, 5.0, "ci95")
    assert fitted is not None
    assert curve(fitted) is None


@pytest.mark.parametrize("key", ["cpi", "idx_soc", "ova", "ppc"])
@pytest.mark.parametrize("size", SIZES)
def test_years_are_drawn_as_they_are_and_a_gap_stays_a_gap(key, size):
    held = parameters()[key]
    figures = [held.figure(year) for year in held.values]
    picture = values_over_years(figures, lang="nl", name=held.name.text(), size=size)  # type: ignore[arg-type]
    altair.LayerChart.from_json(picture.specification)
    assert picture.table["year"].to_list() == sorted(held.values)
    years = sorted(held.values)
    (line,) = (
        layer
        for layer in json.loads(picture.specification)["layer"]
        if layer["mark"]["type"] == "line"
    )
    pieces = {row["piece"] for row in line["data"]["values"]}
    gaps = sum(b - a > 1 for a, b in pairwise(years))
    assert len(pieces) == gaps + 1
    said = picture.sentence.render("nl")
    assert str(years[0]) in said
    assert held.figure(years[-1]).number("nl") in said
    assert_fits_strict_policy(picture.svg())
