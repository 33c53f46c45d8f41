"""Reading the key figures of CBS: editions, areas, and every refusal in one sentence."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import kwb_files as files
from weefsel.base.errors import InputError
from weefsel.sources import kwb
from weefsel.sources.model import AREA_COLUMNS, MEASURE_COLUMNS, VALUE_COLUMNS

NAME = f"{files.TABLE}_kwb{files.YEAR}"


def statline(folder: Path, rows: list[list[str]] | None = None, name: str = f"{NAME}.csv") -> Path:
    path = folder / name
    path.write_bytes(files.to_text(rows or files.statline_rows()))
    return path


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(InputError) as caught:
        kwb.read(path, **options)  # type: ignore[arg-type]
    sentence = caught.value.sentence("en")
    assert "\n" not in sentence
    assert caught.value.todo is not None
    assert caught.value.sentence("nl") != sentence
    return sentence


def test_frames_have_the_agreed_columns(tmp_path: Path) -> None:
    raw = kwb.read(statline(tmp_path))[0]
    assert dict(raw.areas.schema) == AREA_COLUMNS
    assert dict(raw.measures.schema) == MEASURE_COLUMNS
    assert dict(raw.values.schema) == VALUE_COLUMNS
    assert raw.values.height == len(files.CODES) * len(files.COLUMNS)


def test_areas_have_name_level_municipality_and_redivision(tmp_path: Path) -> None:
    areas = kwb.read(statline(tmp_path))[0].areas
    assert areas["code"].to_list() == files.CODES
    assert areas["name"].to_list() == files.NAMES
    assert areas["level"].to_list() == [
        "municipality", "district", "neighbourhood", "neighbourhood", "district", "neighbourhood",
    ]  # fmt: skip
    assert set(areas["municipality"]) == {"GM9991"}
    assert areas["redivision"].to_list() == [None, "1", "1", "3", "2", "2"]


def test_a_code_that_is_typed_as_text_is_still_a_figure(tmp_path: Path) -> None:
    """CBS types the degree of urbanity as a number in some years and as text in others."""
    column = (
        "MateVanStedelijkheid_20",
        "Stedelijkheid",
        "Mate van stedelijkheid",
        "code",
        [1.0] * 6,
    )
    columns = [files.COLUMNS[0], column]
    rows = [{**row, "MateVanStedelijkheid_20": "         2"} for row in files.typed_rows(columns)]
    records = files.properties(columns)
    records[-1]["Datatype"] = "String"
    files.write_page(tmp_path / "DataProperties.json", records)
    raw = kwb.read(files.write_page(tmp_path / f"{NAME}.json", rows))[0]
    found = raw.values.filter(pl.col("measure") == "MateVanStedelijkheid_20")
    assert found["value"].to_list() == [2.0] * 6


def test_names_of_a_data_set_come_from_its_dimension_table(tmp_path: Path) -> None:
    path = files.write_parquet(tmp_path / f"{NAME}.parquet")
    files.write_properties(tmp_path / f"{files.TABLE}_DataProperties.json")
    assert kwb.read(path)[0].areas["name"].to_list()[1:] == [None] * 5
    names = [
        {"Key": code.ljust(10), "Title": name}
        for code, name in zip(files.CODES, files.NAMES, strict=True)
    ]
    files.write_page(tmp_path / f"{files.TABLE}_WijkenEnBuurten.json", names)
    assert kwb.read(path)[0].areas["name"].to_list() == files.NAMES


def test_the_country_of_rivm_becomes_that_of_cbs(tmp_path: Path) -> None:
    rows = files.statline_rows()
    rows[1][2], rows[1][3] = "Land", "NL01  "
    assert kwb.read(statline(tmp_path, rows))[0].areas["code"][0] == "NL00"


def test_year_and_table_come_from_the_name(tmp_path: Path) -> None:
    edition = kwb.read(statline(tmp_path))[0].edition
    assert (edition.table, edition.year, edition.id) == ("85039NED", 2021, "85039NED-2021")
    assert edition.licence == "CC BY 4.0"
    assert edition.attribution == "Bron: CBS"
    assert len(edition.sha256) == 64


@pytest.mark.parametrize("name", ["kwb2021.csv", "kwb-2021.csv", "KWB 2021 export van 5 mei.csv"])
def test_a_name_with_only_the_year_gives_the_table_of_that_year(tmp_path: Path, name: str) -> None:
    raw = kwb.read(statline(tmp_path, name=name))[0]
    assert raw.edition.id == "85039NED-2021"
    assert any("does not name its table" in note.render("en") for note in raw.notes)


def test_content_goes_before_the_name(tmp_path: Path) -> None:
    rows = files.typed_rows()
    path = files.write_page(tmp_path / "85318NED_kwb2022.json", rows, table="85039NED")
    assert kwb.read(path)[0].edition.id == "85039NED-2021"


def test_an_option_goes_before_the_name(tmp_path: Path) -> None:
    path = statline(tmp_path, name="cijfers.csv")
    assert kwb.read(path, year=2021)[0].edition.id == "85039NED-2021"
    assert kwb.read(path, table="85039NED")[0].edition.year == 2021


def test_metadata_gives_title_year_and_date_of_publication(tmp_path: Path) -> None:
    path = files.write_parquet(tmp_path / "gegevens.parquet")
    folder = tmp_path / "meta"
    folder.mkdir()
    files.write_properties(folder / "DataProperties.json")
    info = {
        "Identifier": "85039NED",
        "Title": "Kerncijfers wijken en buurten 2021",
        "Modified": "2023-12-01T02:00:00",
        "Period": "2021",
    }
    files.write_page(folder / "TableInfos.json", [info])
    edition = kwb.read(path, metadata=folder)[0].edition
    assert (edition.id, edition.published) == ("85039NED-2021", "2023-12-01")


def test_metadata_of_another_table_beside_it_is_left_alone(tmp_path: Path) -> None:
    info = {"Identifier": "84799NED", "Title": "Kerncijfers 2020", "Period": "2020"}
    files.write_page(tmp_path / "Metadata.json", [info])
    edition = kwb.read(statline(tmp_path, name="kwb-2021.csv"))[0].edition
    assert edition.year == 2021


def test_a_wholly_empty_column_stays_as_missing(tmp_path: Path) -> None:
    raw = kwb.read(statline(tmp_path))[0]
    empty = raw.values.filter(pl.col("measure").str.contains("Afstand tot school"))
    assert empty["value"].null_count() == len(files.CODES)
    assert set(empty["flag"]) == {"missing"}


def test_a_dash_is_missing_and_said(tmp_path: Path) -> None:
    raw = kwb.read(statline(tmp_path, files.statline_rows(missing="-")))[0]
    assert raw.values["value"].null_count() == sum(
        value is None for *_, values in files.COLUMNS for value in values
    )
    assert any("a dash" in note.render("en") for note in raw.notes)


def test_other_topics_of_one_edition_in_a_folder_are_two_tables(tmp_path: Path) -> None:
    statline(tmp_path, files.statline_rows(files.COLUMNS[:4]), f"{NAME}_a.csv")
    statline(tmp_path, files.statline_rows(files.COLUMNS[4:]), f"{NAME}_b.csv")
    tables = kwb.read(tmp_path)
    assert [raw.edition.id for raw in tables] == ["85039NED-2021"] * 2


def without_codes(rows: list[list[str]]) -> list[list[str]]:
    return [[row[0], row[1], *row[5:]] for row in rows]


def test_a_file_without_codes_takes_those_of_another_file(tmp_path: Path) -> None:
    codes = statline(tmp_path)
    path = statline(tmp_path, without_codes(files.statline_rows()), f"{NAME}_zonder.csv")
    raw = kwb.read(path, codes=codes)[0]
    assert raw.areas.equals(kwb.read(codes)[0].areas)
    assert raw.values["area"].to_list()[:6] == files.CODES
    assert any("all 6 rows" in note.render("en") for note in raw.notes)


def test_without_codes_and_without_another_file_it_is_refused(tmp_path: Path) -> None:
    path = statline(tmp_path, without_codes(files.statline_rows()))
    assert "--codes" in refusal(path)


@pytest.mark.parametrize(("column", "found"), [(0, "Dorpp"), (2, "1000")])
def test_a_row_that_differs_from_the_file_with_codes_is_named(
    tmp_path: Path, column: int, found: str
) -> None:
    rows = without_codes(files.statline_rows())
    rows[3][column] = found
    path = statline(tmp_path, rows, f"{NAME}_zonder.csv")
    sentence = refusal(path, codes=statline(tmp_path))
    assert "row 4" in sentence
    assert found in sentence


def test_swapped_rows_are_refused(tmp_path: Path) -> None:
    rows = without_codes(files.statline_rows())
    rows[3], rows[4] = rows[4], rows[3]
    path = statline(tmp_path, rows, f"{NAME}_zonder.csv")
    assert "row 4" in refusal(path, codes=statline(tmp_path))


def test_fewer_rows_than_the_file_with_codes_are_refused(tmp_path: Path) -> None:
    path = statline(tmp_path, without_codes(files.statline_rows())[:-1], f"{NAME}_zonder.csv")
    assert "5 rows against 6" in refusal(path, codes=statline(tmp_path))


def test_a_text_in_a_column_of_numbers_is_named(tmp_path: Path) -> None:
    rows = files.statline_rows()
    rows[2][6] = "honderd"
    sentence = refusal(statline(tmp_path, rows))
    assert f"{NAME}.csv: row 3, column 'Bevolking/Leeftijdsgroepen/15 tot 25 jaar" in sentence
    assert "'honderd' is not a number" in sentence


@pytest.mark.parametrize("code", ["BU9991", "WK99910", "9991", "PV20", ""])
def test_a_code_of_a_wrong_shape_is_named(tmp_path: Path, code: str) -> None:
    rows = files.statline_rows()
    rows[3][3] = code
    sentence = refusal(statline(tmp_path, rows))
    assert "row 4, column 'Regioaanduiding/Codering (code)'" in sentence


def test_a_code_that_stands_twice_is_named(tmp_path: Path) -> None:
    rows = files.statline_rows()
    rows[4][3] = rows[3][3]
    sentence = refusal(statline(tmp_path, rows))
    assert "BU99910000 stands in more than one row" in sentence
    assert "row 5" in sentence


def test_a_code_that_contradicts_the_kind_of_area_is_named(tmp_path: Path) -> None:
    rows = files.statline_rows()
    rows[3][2] = "Wijk"
    assert "row 4" in refusal(statline(tmp_path, rows))


def test_a_row_that_is_cut_off_is_named(tmp_path: Path) -> None:
    content = files.to_text(files.statline_rows())
    path = tmp_path / f"{NAME}.csv"
    path.write_bytes(content[:-40])
    assert "row 7" in refusal(path)


def truncated_parquet(folder: Path) -> Path:
    path = files.write_parquet(folder / f"{NAME}.parquet")
    path.write_bytes(path.read_bytes()[:-100])
    return path


def truncated_gzip(folder: Path) -> Path:
    path = folder / f"{NAME}.csv.gz"
    path.write_bytes(gzip.compress(files.to_text(files.statline_rows()))[:-20])
    return path


def truncated_json(folder: Path) -> Path:
    path = files.write_page(folder / f"{NAME}.json", files.typed_rows())
    path.write_bytes(path.read_bytes()[:-50])
    return path


def truncated_workbook(folder: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for row in files.statline_rows():
        book.active.append(row)
    path = folder / f"{NAME}.xlsx"
    book.save(path)
    path.write_bytes(path.read_bytes()[:-300])
    return path


def empty(folder: Path) -> Path:
    path = folder / f"{NAME}.csv"
    path.write_bytes(b"")
    return path


def picture(folder: Path) -> Path:
    path = folder / f"{NAME}.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    return path


def letter(folder: Path) -> Path:
    path = folder / f"{NAME}.csv"
    path.write_text("Geachte heer, hierbij de cijfers.\nMet groet\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "way",
    [
        truncated_parquet,
        truncated_gzip,
        truncated_json,
        truncated_workbook,
        empty,
        picture,
        letter,
    ],
    ids=lambda way: way.__name__,
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    way: Callable[[Path], Path], tmp_path: Path
) -> None:
    assert refusal(way(tmp_path)).startswith(NAME)


def test_a_heading_without_rows_is_refused(tmp_path: Path) -> None:
    assert "no rows" in refusal(statline(tmp_path, files.statline_rows()[:1]))


def test_the_year_of_the_copyright_is_not_the_year_of_the_figures(tmp_path: Path) -> None:
    rows = [*files.statline_rows(), ["© CBS, Den Haag/Heerlen 11-12-2025"]]
    assert kwb.read(statline(tmp_path, rows, "kwb-2021.csv"))[0].edition.year == 2021
    rows = [["Kerncijfers wijken en buurten 2021"], ["Gewijzigd op: 1 december 2023"], *rows]
    assert kwb.read(statline(tmp_path, rows, "x.csv"))[0].edition.year == 2021


def test_the_last_page_may_not_point_to_a_next_one(tmp_path: Path) -> None:
    path = files.write_page(tmp_path / f"{NAME}.json", files.typed_rows(), more=True)
    assert "next page" in refusal(path)


def test_budget_figures_are_no_key_figures(tmp_path: Path) -> None:
    path = tmp_path / "iv3_2024.csv"
    path.write_bytes(
        files.to_text([["Gemeenten", "Taakveld", "Lasten"], ["Verzonnen", "6.1", "100"]])
    )
    assert "iv3_2024.csv" in refusal(path, year=2024)


def test_a_health_table_is_no_table_of_key_figures(tmp_path: Path) -> None:
    rows = files.statline_rows(files.COLUMNS[:1])
    rows[0][5] = "Eenzaam (%)"
    path = statline(tmp_path, rows, "kwb-2020.csv")
    assert "Eenzaam" in refusal(path)


def test_the_number_of_a_table_of_another_series_is_refused(tmp_path: Path) -> None:
    assert "Gezondheid" in refusal(statline(tmp_path), table="50090NED")


def test_a_year_that_the_table_does_not_hold_is_refused(tmp_path: Path) -> None:
    assert "85039NED does not hold the year 2019" in refusal(statline(tmp_path), year=2019)


def test_a_file_about_no_known_year_is_refused(tmp_path: Path) -> None:
    assert "--year" in refusal(statline(tmp_path, name="cijfers.csv"))


def test_files_of_two_years_in_one_folder_are_refused(tmp_path: Path) -> None:
    statline(tmp_path, name="85039NED_kwb2021.csv")
    statline(tmp_path, files.statline_rows(files.COLUMNS[:5]), "85318NED_kwb2022.csv")
    assert "85039NED-2021, 85318NED-2022" in refusal(tmp_path)


def test_pages_of_two_years_in_one_folder_are_refused(tmp_path: Path) -> None:
    statline(tmp_path, name="85039NED_kwb2021.csv")
    statline(tmp_path, name="85318NED_kwb2022.csv")
    assert tmp_path.name in refusal(tmp_path)


def test_a_comma_and_a_point_as_decimal_mark_are_refused(tmp_path: Path) -> None:
    rows = files.statline_rows()
    rows[2][10] = "2.2"
    sentence = refusal(statline(tmp_path, rows))
    assert "row 3, column 'Bevolking/Particuliere huishoudens/Gemiddelde huishoud" in sentence
    assert "a decimal point (2.2)" in sentence


def test_metadata_alone_is_refused(tmp_path: Path) -> None:
    assert "metadata" in refusal(files.write_properties(tmp_path / f"{NAME}.json"))


def test_metadata_of_another_table_is_refused_when_given(tmp_path: Path) -> None:
    path = files.write_parquet(tmp_path / f"{NAME}.parquet")
    other = files.write_properties(tmp_path / "other.json", files.COLUMNS[:3])
    assert "k_45Tot65Jaar_8" in refusal(path, metadata=other)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "nergens.csv" in refusal(tmp_path / "nergens.csv")


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\x1f\x8b", b"PAR1", b"PK\x03\x04", b"{", b"["]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / f"{NAME}.csv"
    path.write_bytes(start + content)
    with pytest.raises(InputError):
        kwb.read(path)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_export_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(files.to_text(files.statline_rows()))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / f"{NAME}.csv"
    path.write_bytes(bytes(content))
    try:
        tables = kwb.read(path)
    except InputError:
        return
    assert all(raw.values.height == raw.areas.height * raw.measures.height for raw in tables)
