"""OData v4 Observations with MeasureCodes, as files: the same table as any other form gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import open_data
from weefsel.atlas.indicator import catalogue
from weefsel.atlas.mapping import observe
from weefsel.base.errors import InputError
from weefsel.sources import kwb
from weefsel.sources.model import AREA_COLUMNS, MEASURE_COLUMNS, VALUE_COLUMNS, RawTable

PREFIX = f"cbs.v4.{open_data.TABLE}"
PARTS = {
    "Observations": open_data.observations,
    "MeasureCodes": open_data.measure_codes,
    "MeasureGroups": open_data.measure_groups,
    "Dimensions": open_data.dimensions,
    "WijkenEnBuurtenCodes": open_data.area_codes,
}


def write(path: Path, rows: list[dict[str, Any]], kind: str) -> None:
    """Write rows as one of the forms in which the parts of a v4 table go round."""
    if kind == "json":
        page = {"@odata.context": f"https://x/{open_data.TABLE}/$metadata#x", "value": rows}
        path.with_suffix(".json").write_text(json.dumps(page), encoding="utf-8")
        return
    frame = pl.DataFrame(rows, infer_schema_length=None)
    if kind == "parquet":
        frame.write_parquet(path.with_suffix(".parquet"))
    else:
        frame.write_csv(path.with_suffix(".csv"))


def folder_of(folder: Path, kind: str = "json", prefix: str = f"{PREFIX}_", **other: Any) -> Path:
    """Write a table as a folder; ``other`` gives other rows for a part, None leaves it out."""
    folder.mkdir(exist_ok=True)
    for part, make in PARTS.items():
        rows = other.get(part, make())
        if rows is not None:
            # A name such as cbs.v4.85984NED_x has dots: with_suffix would cut it.
            write(folder / f"{prefix}{part}.x", rows, kind)
    properties = open_data.properties("2025-10-01", len(open_data.observations()))
    (folder / f"{prefix}Metadata.json").write_text(json.dumps(properties), encoding="utf-8")
    return folder


def expected() -> dict[tuple[str, str], float | None]:
    """Give every figure of the invented country by the title path of its measure and area."""
    return {
        (f"{path}/{title}", code): open_data.value(at, n)
        for at, (code, *_) in enumerate(open_data.AREAS)
        for n, (_, path, title, *_) in enumerate(open_data.COLUMNS)
    }


def given_by(raw: RawTable) -> dict[tuple[str, str], float | None]:
    named = raw.values.join(raw.measures, on="measure").select(
        pl.concat_str("path", pl.lit("/"), "title"), "area", "value"
    )
    return {(title.replace("  ", " "), area): value for title, area, value in named.iter_rows()}


def stripped(figures: dict[tuple[str, str], float | None]) -> dict[tuple[str, str], Any]:
    return {(title.strip(), area): value for (title, area), value in figures.items()}


@pytest.mark.parametrize("kind", ["json", "csv", "parquet"])
@pytest.mark.parametrize("prefix", [f"{PREFIX}_", ""])
def test_every_form_gives_the_same_figures_by_the_titles_of_the_measures(
    tmp_path: Path, kind: str, prefix: str
) -> None:
    raw = kwb.read(folder_of(tmp_path / "a", kind, prefix))[0]
    assert (dict(raw.areas.schema), dict(raw.measures.schema), dict(raw.values.schema)) == (
        AREA_COLUMNS,
        MEASURE_COLUMNS,
        VALUE_COLUMNS,
    )
    assert stripped(given_by(raw)) == stripped(expected())
    assert (raw.edition.table, raw.edition.year) == (open_data.TABLE, 2024)
    assert raw.edition.published == "2025-10-01"
    assert raw.areas["name"].to_list() == [name for _, name, _ in open_data.AREAS]


def test_a_file_of_observations_finds_its_measure_codes_beside_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", "parquet")
    raw = kwb.read(folder / f"{PREFIX}_Observations.parquet")[0]
    assert stripped(given_by(raw)) == stripped(expected())


def test_a_missing_cell_is_missing_and_a_special_one_never_nil(tmp_path: Path) -> None:
    rows = open_data.observations()
    hidden = next(row for row in rows if row["Value"] not in (None, 0))
    hidden["ValueAttribute"] = "Confidential"
    zero = rows[-1]
    zero["Value"] = 0
    at, n = open_data.SPECIAL
    raw = kwb.read(folder_of(tmp_path / "a", Observations=rows))[0]
    found = {
        (measure, area): (value, flag) for measure, area, value, flag in raw.values.iter_rows()
    }
    special = (open_data.measure_id(n), open_data.AREAS[at][0])
    assert found[special] == (None, "missing")
    assert found[hidden["Measure"], hidden["WijkenEnBuurten"]] == (None, "suppressed")
    assert found[zero["Measure"], zero["WijkenEnBuurten"]] == (0.0, "measured")
    assert len(found) == len(open_data.AREAS) * len(open_data.COLUMNS)
    assert "2 cells have a special value (Confidential, Impossible)" in " ".join(
        note.render("en") for note in raw.notes
    )


@settings(max_examples=30, deadline=None)
@given(
    attribute=st.text(st.characters(categories=("L", "N")), max_size=12),
    value=st.one_of(st.none(), st.floats(-1e6, 1e6)),
)
def test_only_a_plain_cell_is_a_figure(
    tmp_path_factory: pytest.TempPathFactory, attribute: str, value: float | None
) -> None:
    rows = open_data.observations()
    rows[3] |= {"ValueAttribute": attribute, "Value": value}
    raw = kwb.read(folder_of(tmp_path_factory.mktemp("a"), Observations=rows))[0]
    found = raw.values.filter(
        (pl.col("measure") == rows[3]["Measure"]) & (pl.col("area") == rows[3]["WijkenEnBuurten"])
    )
    plain = attribute in ("None", "") and value is not None
    assert found["value"].to_list() == [value if plain else None]
    assert (found["flag"][0] == "measured") == plain


def test_the_order_of_measures_and_rows_plays_no_part(tmp_path: Path) -> None:
    codes = list(reversed(open_data.measure_codes()))
    rows = list(reversed(open_data.observations()))
    raw = kwb.read(folder_of(tmp_path / "a", MeasureCodes=codes, Observations=rows))[0]
    assert stripped(given_by(raw)) == stripped(expected())


def test_words_among_the_measures_describe_the_area(tmp_path: Path) -> None:
    """Some tables give the name of the municipality and the redivision as measures of text."""
    codes = [
        *open_data.measure_codes(),
        {"Identifier": "GEM", "Index": 1, "Title": "Gemeentenaam", "MeasureGroupId": None,
         "DataType": "String", "Unit": "naam"},
        {"Identifier": "IND", "Index": 2, "Title": "Indelingswijziging wijken en buurten",
         "MeasureGroupId": None, "DataType": "String", "Unit": "code"},
        {"Identifier": "STED", "Index": 3, "Title": "Mate van stedelijkheid",
         "MeasureGroupId": None, "DataType": "String", "Unit": "code"},
    ]  # fmt: skip
    rows = open_data.observations()
    for code, *_ in open_data.AREAS:
        for measure, words in (("GEM", "Verzonnen"), ("IND", "2"), ("STED", "  4")):
            rows.append({"Id": len(rows) + 9000, "Measure": measure, "Value": None,
                         "ValueAttribute": "None", "StringValue": words,
                         "WijkenEnBuurten": code})  # fmt: skip
    raw = kwb.read(folder_of(tmp_path / "a", MeasureCodes=codes, Observations=rows))[0]
    assert set(raw.areas["redivision"]) == {"2"}
    assert set(raw.values.filter(pl.col("measure") == "STED")["value"]) == {4.0}
    assert not set(raw.values["measure"]) & {"GEM", "IND"}


def refusal(folder: Path, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        kwb.read(folder, **options)
    assert caught.value.todo is not None
    assert caught.value.sentence("nl") != caught.value.sentence("en")
    return caught.value.sentence("en")


def test_without_measure_codes_the_observations_are_refused(tmp_path: Path) -> None:
    said = refusal(folder_of(tmp_path / "a", MeasureCodes=None))
    assert "there is no MeasureCodes beside it" in said


def test_measure_codes_of_another_table_are_refused(tmp_path: Path) -> None:
    codes = open_data.measure_codes()[:-1]
    said = refusal(folder_of(tmp_path / "a", MeasureCodes=codes))
    assert "the metadata does not know the column" in said


def test_a_figure_that_stands_twice_is_refused_by_its_row(tmp_path: Path) -> None:
    rows = open_data.observations()
    said = refusal(folder_of(tmp_path / "a", Observations=[*rows, rows[0]]))
    assert f"measure {rows[0]['Measure']} of {rows[0]['WijkenEnBuurten']} stands in more" in said


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    codes = [{**row, "Title": f"Iets {n}"} for n, row in enumerate(open_data.measure_codes())]
    said = refusal(folder_of(tmp_path / "a", MeasureCodes=codes))
    assert "no column of 'Kerncijfers wijken en buurten' was found, but Iets 0" in said


def test_a_cell_that_is_no_number_is_refused_by_its_row(tmp_path: Path) -> None:
    rows = [{**row, "Value": str(row["Value"] or "")} for row in open_data.observations()]
    rows[4]["Value"] = "veel"
    said = refusal(folder_of(tmp_path / "a", Observations=rows))
    assert "row 5, column 'Value'" in said


ID = "83765NED"


@pytest.mark.realdata
def test_the_real_measure_codes_of_2017_map_to_our_indicators(
    tmp_path: Path, real_data: Path
) -> None:
    """Invented observations over every real measure; all of them lie within what can be."""
    real = real_data / "kwb"
    for part in ("MeasureCodes", "MeasureGroups", "WijkenEnBuurtenCodes", "Dimensions"):
        source = real / f"cbs.v4.{ID}_{part}.parquet"
        (tmp_path / source.name).symlink_to(source)
    (tmp_path / f"cbs.v4.{ID}_Metadata.json").symlink_to(real / f"cbs.v4.{ID}_Metadata.json")
    measures = pl.read_parquet(real / f"cbs.v4.{ID}_MeasureCodes.parquet")
    areas = ["NL00", "GM0164", "WK016401", "BU01640100"]
    pl.DataFrame(
        [
            {"Id": n, "Measure": measure, "WijkenEnBuurten": area, "Value": 1.0 + n % 3,
             "ValueAttribute": "None", "StringValue": None}
            for n, (area, measure) in enumerate(
                (area, measure) for area in areas for measure in measures["Identifier"]
            )
        ]
    ).write_parquet(tmp_path / f"cbs.v4.{ID}_Observations.parquet")  # fmt: skip
    raw = kwb.read(tmp_path)[0]
    assert raw.edition.id == f"{ID}-2017"
    assert raw.measures.height == measures.height
    assert raw.areas["name"].to_list()[:2] == ["Nederland", "Hengelo"]
    found = observe(raw, dict(catalogue()))
    # Some of the titles that stand in MeasureCodes of 2017, by the indicators they are.
    assert {
        "population", "households", "household_size", "single_person_households_share",
        "low_income_households_share", "income_per_resident", "social_assistance_share_15_64",
        "distance_gp", "distance_school", "distance_supermarket", "distance_day_care",
        "owner_occupied_share", "gas_use", "electricity_use", "residents_share_65plus",
    } <= set(found.filled)  # fmt: skip
    # "Appartement" stands twice, under electricity and under gas: the groups tell them apart.
    paths = raw.measures.filter(pl.col("title") == "Appartement")["path"]
    assert paths.n_unique() == 2
