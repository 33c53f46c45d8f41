"""From columns to indicators: by name and unit, never by a guess."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.atlas.indicator import ErrorModel, Indicator, Measure, Origin, catalogue
from weefsel.atlas.mapping import OBSERVATION_COLUMNS, filled, observe
from weefsel.sources.model import AREA_COLUMNS, MEASURE_COLUMNS, VALUE_COLUMNS, Edition, RawTable
from weefsel.sources.names import take_apart

AREAS = ["GM9991", "WK999100", "BU99910000"]


def table(
    columns: dict[str, list[float | None]],
    *,
    year: int = 2021,
    series: str = "kwb",
    population: str | None = None,
    flags: dict[str, str] | None = None,
    bounds: bool = False,
) -> RawTable:
    """Make a raw table from headings as they stand in a file."""
    measures = []
    values = []
    for name, cells in columns.items():
        header = take_apart(name)
        measures.append(
            {"measure": name, "stem": header.stem, "title": header.title, "path": header.path,
             "unit": header.unit, "slug": header.slug}
        )  # fmt: skip
        for area, cell in zip(AREAS, cells, strict=True):
            flag = "missing" if cell is None else "measured"
            values.append(
                {
                    "measure": name,
                    "area": area,
                    "value": cell,
                    "flag": (flags or {}).get(area, flag),
                }
            )
    frame = pl.DataFrame(values, schema=VALUE_COLUMNS)
    if bounds:
        frame = frame.with_columns(lower=pl.col("value") - 1, upper=pl.col("value") + 2)
    return RawTable(
        edition=Edition(
            table="85039NED", series=series, title="", year=year, division=year, publisher="CBS",
            licence="CC BY 4.0", attribution="Bron: CBS", population=population,
        ),
        areas=pl.DataFrame(schema=AREA_COLUMNS),
        measures=pl.DataFrame(measures, schema=MEASURE_COLUMNS),
        values=frame,
    )  # fmt: skip


def an_indicator(id_: str, *origins: Origin) -> Indicator:
    return Indicator(
        id=id_, dated="2026-11-22", name_nl="Iets", name_en="Something", unit="percent",
        direction=0, condition="context", theme="none", population="residents",
        maker_used_origin="not_applicable", error=ErrorModel(kind="none"), origins=origins,
    )  # fmt: skip


def values(raw: RawTable, *indicators: Indicator) -> dict[str, list[float | None]]:
    frame = observe(raw, {one.id: one for one in indicators}).frame
    return {
        str(key[0]): part["value"].to_list()
        for key, part in frame.partition_by("indicator", as_dict=True).items()
    }


FLATS = Measure(names=("Energie/Gas/Appartement (m³)",), stems=("Appartement",), unit="m³")
GAS = an_indicator("gas_flats", Origin(series="kwb", measure=FLATS))
BARE = an_indicator(
    "bare", Origin(series="kwb", measure=Measure(names=("Mannen",), unit="aantal"))
)
SHARE = an_indicator(
    "share",
    Origin(
        series="kwb",
        scale=100,
        numerator=(Measure(names=("A",)), Measure(names=("B",))),
        denominator=(Measure(names=("C",)),),
    ),
).model_copy(update={"unit": "per_100"})


def test_observations_have_the_agreed_columns() -> None:
    frame = observe(table({"Bevolking/Mannen (aantal)": [1, 2, None]}), catalogue()).frame
    assert dict(frame.schema) == OBSERVATION_COLUMNS
    assert frame["source"].unique().to_list() == ["85039NED-2021"]
    assert frame["indicator"].to_list() == ["men"] * 3
    assert frame["flag"].to_list() == ["measured", "measured", "missing"]
    assert frame["lower"].null_count() == 3


def test_a_full_path_tells_two_columns_of_one_name_apart() -> None:
    raw = table(
        {"Energie/Stroom/Appartement (kWh)": [1] * 3, "Energie/Gas/Appartement (m³)": [2] * 3}
    )
    assert values(raw, GAS) == {"gas_flats": [2] * 3}


def test_a_bare_title_matches_when_one_column_has_it() -> None:
    assert values(table({"Nieuwe groep/Mannen (aantal)": [1, 2, 3]}), BARE) == {"bare": [1, 2, 3]}


def test_a_bare_title_with_another_unit_does_not_match() -> None:
    assert values(table({"Bevolking/Mannen (%)": [1, 2, 3]}), BARE) == {}


def test_two_columns_for_one_measure_fill_nothing_and_are_named() -> None:
    raw = table({"Een/Mannen (aantal)": [1] * 3, "Twee/Mannen (aantal)": [2] * 3})
    observed = observe(raw, {"bare": BARE})
    assert observed.frame.is_empty()
    assert observed.absent == ("bare",)
    assert "Een/Mannen" in observed.notes[0].render("en")
    assert "Twee/Mannen" in observed.notes[0].render("nl")


def test_a_name_with_a_path_never_matches_on_its_last_part_alone() -> None:
    assert values(table({"Elders/Appartement (m³)": [1] * 3}), GAS) == {}


def test_a_key_is_used_only_when_the_column_has_no_title() -> None:
    assert values(table({"Appartement_56": [1] * 3}), GAS) == {"gas_flats": [1] * 3}
    observed = observe(table({"Appartement_48": [1] * 3, "Appartement_56": [2] * 3}), {"g": GAS})
    assert observed.frame.is_empty()
    assert len(observed.notes) == 1


def test_the_part_of_a_word_is_not_the_word() -> None:
    raw = table(
        {"Bevolking/Ongehuwd (aantal)": [1] * 3, "Bevolking/Aantal inwoners (aantal)": [9] * 3}
    )
    assert "married_share" not in values(raw, *catalogue().values())


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 1_000_000)), min_size=3, max_size=3),
    st.lists(st.one_of(st.none(), st.integers(0, 1_000_000)), min_size=3, max_size=3),
    st.lists(st.one_of(st.none(), st.integers(0, 1_000_000)), min_size=3, max_size=3),
)
def test_a_share_needs_all_parts_and_a_denominator_above_zero(
    a: list[int | None], b: list[int | None], c: list[int | None]
) -> None:
    # Headings of one letter would be keys: brackets make them titles.
    found = values(table({"A (x)": a, "B (x)": b, "C (x)": c}), SHARE)["share"]
    for share, x, y, z in zip(found, a, b, c, strict=True):
        if x is None or y is None or not z:
            assert share is None
        else:
            assert share == pytest.approx((x + y) / z * 100)


def test_a_share_of_a_secret_part_is_suppressed() -> None:
    raw = table({"A (x)": [1, None, 1], "B (x)": [1, 1, 1], "C (x)": [4, 4, 0]},
                flags={"WK999100": "suppressed"})  # fmt: skip
    frame = observe(raw, {"share": SHARE}).frame
    assert frame["flag"].to_list() == ["measured", "suppressed", "missing"]


def test_bounds_of_the_maker_are_kept() -> None:
    raw = table({"Eenzaam (%)": [40, 41, 42]}, series="health", population="18plus", bounds=True)
    frame = observe(raw, catalogue()).frame
    assert frame.select("indicator", "value", "lower", "upper").row(0) == (
        "lonely_18plus", 40.0, 39.0, 42.0,
    )  # fmt: skip


def test_the_age_group_decides_which_indicator_is_filled() -> None:
    raw = table({"Eenzaam (%)": [40, 41, 42]}, series="health", population="65plus")
    assert observe(raw, catalogue()).filled == ("lonely_65plus",)


@pytest.mark.parametrize(("year", "expected"), [(2022, True), (2023, False)])
def test_the_old_definition_of_origin_ends(year: int, expected: bool) -> None:
    raw = table(
        {"Bevolking/Personen met een migratieachtergrond/Westers totaal (aantal)": [1] * 3,
         "Bevolking/Aantal inwoners (aantal)": [10] * 3},
        year=year,
    )  # fmt: skip
    found = observe(raw, catalogue()).filled
    assert ("migration_background_western_share" in found) == expected


def test_a_percentage_of_2014_is_not_taken_for_a_count() -> None:
    # CBS table 82931NED (2014) gives these columns in percent.
    raw = table(
        {"Bevolking/Personen met een migratieachtergrond/Westers totaal (%)": [10] * 3,
         "Bevolking/Aantal inwoners (aantal)": [16829290] * 3},
        year=2014,
    )  # fmt: skip
    assert values(raw, *catalogue().values())["migration_background_western_share"] == [10] * 3


def test_a_key_without_a_unit_is_no_count_before_2016() -> None:
    raw = table({"WestersTotaal_16": [10] * 3, "AantalInwoners_4": [100] * 3}, year=2014)
    assert "migration_background_western_share" not in observe(raw, catalogue()).filled


def test_columns_that_no_indicator_uses_are_named() -> None:
    raw = table({"Bevolking/Mannen (aantal)": [1] * 3, "Overig/Molens (aantal)": [2] * 3})
    assert observe(raw, catalogue()).unmatched == ("Overig/Molens (aantal)",)


def test_coverage_says_what_is_permitted_and_what_is_filled() -> None:
    frame = pl.DataFrame(
        {"indicator": ["good_health_18plus", "good_health_18plus", "volunteering_18plus"],
         "value": [None, 80.0, None]}
    )  # fmt: skip
    found = {one.condition: one for one in filled(frame, catalogue())}
    security = found["socio_economic_security"]
    assert len(security.core) == 8
    assert security.core_filled == ("good_health_18plus",)
    assert found["cohesion"].filled == ()
    assert "trust_people" in found["cohesion"].permitted
