"""Files as people send them by mistake: read right, or refused in one sentence."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from sources import boundary_examples as maps
from sources import kwb_files as files
from weefsel.base.errors import InputError
from weefsel.sources import areas, content, kwb

RESIDENTS = "Bevolking/Aantal inwoners (aantal)"


def sentences(path: Path, **options: object) -> tuple[str, str]:
    """Give the refusal in English and in Dutch."""
    with pytest.raises(InputError) as caught:
        kwb.read(path, **options)  # type: ignore[arg-type]
    english, dutch = caught.value.sentence("en"), caught.value.sentence("nl")
    assert caught.value.todo is not None
    assert "\n" not in dutch
    assert dutch != english
    return english, dutch


def write(folder: Path, rows: list[list[str]], name: str = "kwb2021.csv") -> Path:
    path = folder / name
    path.write_bytes(files.to_text(rows))
    return path


def test_points_between_thousands_beside_decimal_points_are_not_guessed_at(
    tmp_path: Path,
) -> None:
    rows = files.statline_rows(comma=False)
    at = rows[0].index(RESIDENTS)
    for row in rows[1:]:
        row[at] = f"{int(row[at]):,}".replace(",", ".")
    english, _ = sentences(write(tmp_path, rows))
    assert f"row 2, column '{RESIDENTS}': '2.310' can be thousands or decimals" in english


def test_points_between_thousands_beside_decimal_commas_are_thousands(tmp_path: Path) -> None:
    rows = files.statline_rows(comma=True)
    at = rows[0].index(RESIDENTS)
    for row in rows[1:]:
        row[at] = f"{int(row[at]):,}".replace(",", ".")
    values = kwb.read(write(tmp_path, rows))[0].values
    assert values["value"].to_list()[: len(files.CODES)] == files.COLUMNS[0][4]


def test_a_table_of_codes_and_one_figure_is_a_table(tmp_path: Path) -> None:
    rows = [["Codering", "Aantal inwoners"]]
    rows += [[code, f"{files.residents(code):.0f}"] for code in files.CODES]
    raw = kwb.read(write(tmp_path, rows))[0]
    assert raw.values["value"].to_list() == [files.residents(code) for code in files.CODES]


def test_a_row_whose_two_codes_differ_is_refused(tmp_path: Path) -> None:
    records = files.typed_rows()
    records[2]["Codering_3"], records[3]["Codering_3"] = (
        records[3]["Codering_3"],
        records[2]["Codering_3"],
    )
    english, _ = sentences(files.write_page(tmp_path / "pagina.json", records))
    assert "row 3, column 'WijkenEnBuurten': the row is about BU99910000 here and" in english


def test_a_page_missing_between_two_others_is_refused(tmp_path: Path) -> None:
    files.write_page(tmp_path / "pagina1.json", files.typed_rows(last=2), more=True)
    files.write_page(tmp_path / "pagina3.json", files.typed_rows(first=4))
    english, _ = sentences(tmp_path)
    assert "between pagina1.json and pagina3.json rows are missing (ID 2 to 3)" in english


@pytest.mark.parametrize("year", [-5, 0, 3021, 99999])
def test_a_number_that_is_no_year_is_refused(tmp_path: Path, year: int) -> None:
    path = write(tmp_path, files.statline_rows(), "export.csv")
    assert f"{year} is not a year" in sentences(path, year=year)[0]


def test_boundaries_of_no_year_are_refused(tmp_path: Path) -> None:
    path = maps.write(
        tmp_path, "kaart.geojson", maps.geojson(maps.cells(1, 1), [{"c": "BU99900000"}])
    )
    with pytest.raises(InputError, match="99999 is not a year"):
        areas.read(path, year=99999)


@pytest.mark.parametrize("table", ["../../elders", "84799NED/x", "A B", "x" * 99])
def test_a_table_id_cannot_lead_out_of_the_store(tmp_path: Path, table: str) -> None:
    path = write(tmp_path, files.statline_rows())
    assert "is not the id of a table" in sentences(path, table=table, year=2021)[0]


def test_a_table_that_nobody_knows_is_said_to_be_taken_as_key_figures(tmp_path: Path) -> None:
    raw = kwb.read(write(tmp_path, files.statline_rows(), "99999NED_2026.csv"))[0]
    assert raw.edition.id == "99999NED-2026"
    assert any("does not know table 99999NED" in str(note) for note in raw.notes)


def test_brackets_without_end_are_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / f"{files.TABLE}.json"
    path.write_text("[" * 100_000)
    assert "damaged or cut off" in sentences(path)[0]


@pytest.mark.parametrize("kind", ["gz", "zip", "xlsx"])
def test_a_small_file_that_unpacks_without_end_is_refused(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "MOST_UNPACKED", 1_000)
    path = tmp_path / f"{files.TABLE}.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(b"0" * 2_000))
    else:
        inside = "85039NED.csv" if kind == "zip" else "xl/workbook.xml"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(inside, b"0" * 2_000)
    assert "too large once it is unpacked" in sentences(path)[0]


def test_why_a_file_does_not_open_is_said_in_dutch(tmp_path: Path) -> None:
    path = write(tmp_path, files.statline_rows())
    english, dutch = sentences(path, metadata=tmp_path / "weg.json")
    assert "(it is not there)" in english
    assert "(het is er niet)" in dutch


def test_water_and_foreign_ground_on_a_map_are_no_areas_with_figures(tmp_path: Path) -> None:
    records = [
        {"buurtcode": "BU99910000", "water": "NEE", "aantalInwoners": 5},
        {"buurtcode": "BU99919997", "water": "JA", "aantalInwoners": -99997},
        {"buurtcode": "BU09980000", "water": "NEE", "aantalInwoners": -99997},
        {"buurtcode": "BU99910001", "water": None, "aantalInwoners": 10},
    ]
    path = maps.write(tmp_path, "kaart.geojson", maps.geojson([None] * 4, records))
    raw = kwb.read(path, year=2023)[0]
    assert raw.areas["code"].to_list() == ["BU99910000", "BU99910001"]


def test_codes_of_boundaries_may_be_in_small_letters(tmp_path: Path) -> None:
    path = maps.write(
        tmp_path, "kaart2022.geojson", maps.geojson(maps.cells(1, 1), [{"c": "bu9990a000 "}])
    )
    assert areas.read(path)[0].frame["code"].to_list() == ["BU9990A000"]


def test_a_quote_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, files.statline_rows())
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"Zuidkade"', b'"Zuidkade', 1))
    with pytest.raises(InputError) as caught:
        kwb.read(path)
    assert "row" in caught.value.sentence("en")


def test_a_json_error_of_the_feed_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / f"{files.TABLE}.json"
    path.write_text(json.dumps({"odata.error": {"message": {"value": "Resource not found"}}}))
    assert "no data file was found" in sentences(path)[0]
