"""Reading the health estimates of RIVM: years, age groups, intervals, and refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sources import kwb_files as files
from weefsel.base.errors import InputError
from weefsel.sources import health

CODES = ["NL01", *files.CODES]
KINDS = ["Land", *files.KINDS]


def rows(
    year: int = 2022, age: str = "20300", margin: str = "MW00000", shift: float = 0.0
) -> list[dict[str, Any]]:
    return [
        {
            "ID": at,
            "Leeftijd": age.ljust(6),
            "Marges": margin,
            "WijkenEnBuurten": code.ljust(10),
            "Perioden": f"{year}JJ00",
            "Gemeentenaam_1": "Verzonnen".ljust(40),
            "SoortRegio_2": KINDS[at].ljust(10),
            "Codering_3": code.ljust(20),
            "ErvarenGezondheidGoedZeerGoed_4": f"{70 + at + shift:.1f}".rjust(8),
            "Eenzaam_27": None if at == 3 else f"{40 + at + shift:.1f}".rjust(8),
        }
        for at, code in enumerate(CODES)
    ]


def write(folder: Path, records: list[dict[str, Any]], name: str = "gezondheid.json") -> Path:
    return files.write_page(folder / name, records, table="50120NED")


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(InputError) as caught:
        health.read(path, **options)  # type: ignore[arg-type]
    assert caught.value.sentence("nl") != caught.value.sentence("en")
    return caught.value.sentence("en")


def test_every_value_is_marked_as_a_model_estimate(tmp_path: Path) -> None:
    raw = health.read(write(tmp_path, rows()))[0]
    assert raw.edition.id == "50120NED-2022-18plus"
    assert raw.areas.is_empty()
    flags = raw.values.group_by("flag").len().sort("flag")
    assert flags.rows() == [("missing", 1), ("model_estimate", 13)]
    assert raw.values.filter(pl.col("flag") == "missing")["value"].to_list() == [None]


def test_the_country_gets_the_code_of_cbs(tmp_path: Path) -> None:
    raw = health.read(write(tmp_path, rows()))[0]
    assert "NL01" not in raw.values["area"]
    assert raw.values.filter(pl.col("area") == "NL00").height == 2


def test_years_and_age_groups_become_tables_of_their_own(tmp_path: Path) -> None:
    records = rows(2016) + rows(2022) + rows(2022, age="80200") + rows(2022, age="53115")
    found = {raw.edition.id for raw in health.read(write(tmp_path, records))}
    assert found == {
        "50120NED-2016-18plus",
        "50120NED-2022-18plus",
        "50120NED-2022-65plus",
        "50120NED-2022-18to65",
    }


def test_bounds_of_the_interval_stand_beside_the_value(tmp_path: Path) -> None:
    records = rows() + rows(margin="MOG0095", shift=-2.5) + rows(margin="MBG0095", shift=3.0)
    values = health.read(write(tmp_path, records))[0].values
    one = values.filter(
        (pl.col("area") == "BU99910000") & (pl.col("measure") == "ErvarenGezondheidGoedZeerGoed_4")
    )
    assert one.select("value", "lower", "upper").rows() == [(73.0, 70.5, 76.0)]


def test_a_statline_export_with_titles_reads_the_same(tmp_path: Path) -> None:
    heading = ["Leeftijd", "Marges", "Wijken en buurten", "Perioden",
               "Regioaanduiding/Codering (code)",
               "Ervaren gezondheid goed/zeer goed (%)", "Eenzaam (%)"]  # fmt: skip
    body = [
        ["18 jaar of ouder", "Waarde", "Naam", "2022", one["Codering_3"],
         one["ErvarenGezondheidGoedZeerGoed_4"].replace(".", ","),
         "." if one["Eenzaam_27"] is None else one["Eenzaam_27"].replace(".", ",")]
        for one in rows()
    ]  # fmt: skip
    path = tmp_path / "50120NED_export.csv"
    path.write_bytes(files.to_text([heading, *body]))
    raw = health.read(path)[0]
    plain = health.read(write(tmp_path, rows()))[0]
    assert raw.edition.id == plain.edition.id
    assert raw.values.drop("measure").equals(plain.values.drop("measure"))


def test_without_a_column_for_age_the_name_says_the_population(tmp_path: Path) -> None:
    records = [{k: v for k, v in one.items() if k not in ("Leeftijd", "Marges")} for one in rows()]
    path = write(tmp_path, records, "rivm_gezondheid_2022_65plus.json")
    assert health.read(path)[0].edition.population == "65plus"


def test_a_file_that_names_no_population_is_taken_as_adults_and_says_so(tmp_path: Path) -> None:
    records = [{k: v for k, v in one.items() if k != "Leeftijd"} for one in rows()]
    raw = health.read(write(tmp_path, records))[0]
    assert raw.edition.population == "18plus"
    assert any("18 and over" in note.render("en") for note in raw.notes)


def test_all_years_of_a_table_use_the_codes_of_its_division(tmp_path: Path) -> None:
    tables = health.read(write(tmp_path, rows(2016) + rows(2022)))
    assert [(raw.edition.year, raw.edition.division) for raw in tables] == [
        (2016, 2022),
        (2022, 2022),
    ]


def test_an_unknown_margin_is_named(tmp_path: Path) -> None:
    sentence = refusal(write(tmp_path, rows(margin="MXX")))
    assert "row 1, column 'Marges'" in sentence
    assert "MXX" in sentence


def test_an_unknown_age_group_is_named(tmp_path: Path) -> None:
    assert "column 'Leeftijd'" in refusal(write(tmp_path, rows(age="12345")))


def test_bounds_without_values_are_refused(tmp_path: Path) -> None:
    assert "not the values" in refusal(write(tmp_path, rows(margin="MOG0095")))


def test_a_code_that_stands_twice_in_one_year_is_named(tmp_path: Path) -> None:
    records = rows()
    records[5]["Codering_3"] = records[4]["Codering_3"]
    records[5]["SoortRegio_2"] = records[4]["SoortRegio_2"]
    sentence = refusal(write(tmp_path, records))
    assert "row 6" in sentence


def test_key_figures_are_no_health_table(tmp_path: Path) -> None:
    path = files.write_page(tmp_path / "kwb.json", files.typed_rows(), table="50120NED")
    assert "AantalInwoners_5" in refusal(path)


def test_a_period_that_is_no_year_is_named(tmp_path: Path) -> None:
    records = rows()
    records[2]["Perioden"] = "ooit"
    assert "row 3, column 'Perioden'" in refusal(write(tmp_path, records))


def test_one_edition_given_twice_in_a_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, rows(), "a.json")
    records = [{**one, "Roker_11": "10.0"} for one in rows()]
    write(tmp_path, records, "b.json")
    assert "more than once" in refusal(tmp_path)
