"""Leefbaarometer: classes of 2.0, scores of 3.0, each year of its own, strange files refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.mapping import observe
from weefsel.errors import InputError
from weefsel.scan.working_set import why_never
from weefsel.sources import livability
from weefsel.sources.model import RawTable

CLASSES: dict[str, dict[str, str | None]] = {
    "GM9990": {
        "KL02": "5", "KL08": "6", "KL12": "6",
        "VKL0208": "5", "VKL0812": "4", "VKL0212": "5",
    },
    "GM9991": {
        "KL02": None, "KL08": "7", "KL12": "9",
        "VKL0208": None, "VKL0812": "7", "VKL0212": None,
    },
}  # fmt: skip
SCORES = (
    "bu_code,bu_naam,jaar,lbm,afw,won,fys,vrz,soc,onv\n"
    "BU99900000,Spoelkwartier,2022,4.1034,0.0321,0.01,-0.02,0.03,0.004,0.008\n"
    "BU99900000,Spoelkwartier,2024,4.2001,0.0400,0.01,-0.02,0.03,0.006,0.014\n"
    "BU99900001,Kettingbuurt,2024,3.9000,-0.2600,-0.1,-0.06,0.03,-0.1,-0.03\n"
)


def json_file(folder: Path, content: object) -> Path:
    path = folder / "klassen.json"
    path.write_text(json.dumps(content))
    return path


def csv_file(folder: Path, content: str, name: str = "Leefbaarometer-scores buurten.csv") -> Path:
    path = folder / name
    path.write_text(content)
    return path


def figures(raw: RawTable, area: str) -> dict[str, float | None]:
    found = observe(raw, catalogue()).frame.filter(pl.col("area") == area)
    return dict(found.select("indicator", "value").iter_rows())


def test_classes_of_each_year_with_the_change_since_the_measurement_before(tmp_path: Path) -> None:
    tables = livability.read(json_file(tmp_path, CLASSES))
    assert [raw.edition.year for raw in tables] == [2002, 2008, 2012]
    assert {raw.edition.division for raw in tables} == {2012}
    assert figures(tables[0], "GM9990") == {"livability2_class": 5}
    assert figures(tables[1], "GM9990") == {"livability2_class": 6, "livability2_change_class": 5}
    assert figures(tables[2], "GM9991") == {
        "livability2_class": 9,
        "livability2_change_class": 7,
        "livability2_change_since_2002_class": None,
    }
    flags = set(tables[2].values["flag"])
    assert flags == {"model_estimate", "missing"}


def test_scores_of_version_three_are_other_indicators_than_classes_of_two(tmp_path: Path) -> None:
    first, last = livability.read(csv_file(tmp_path, SCORES))
    assert (first.edition.year, last.edition.year) == (2022, 2024)
    assert first.edition.division == last.edition.division == 2024
    found = figures(last, "BU99900001")
    assert found["livability3_score"] == 3.9
    assert found["livability3_deviation"] == -0.26
    assert found["livability3_nuisance"] == -0.03
    assert not any(one.startswith("livability2") for one in found)


def test_a_later_issue_of_the_same_years_is_an_edition_of_its_own(tmp_path: Path) -> None:
    old = livability.read(csv_file(tmp_path, SCORES))[0].edition
    more = SCORES + "BU99900000,Spoelkwartier,2026,4.2,0.04,0.01,-0.02,0.03,0.006,0.014\n"
    new = livability.read(csv_file(tmp_path, more))[0].edition
    assert old.year == new.year
    assert old.id != new.id


def test_none_of_them_can_enter_a_condition() -> None:
    shown = [one for one in catalogue().values() if one.id.startswith(("livability", "ses_woa"))]
    assert len(shown) == 16
    for one in shown:
        assert one.composite
        assert one.condition == "context"
        assert why_never(one) is not None


class TestRefused:
    def refused(self, path: Path, *words: str, year: int | None = None) -> None:
        with pytest.raises(InputError) as fault:
            livability.read(path, year=year)
        for word in (path.name, *words):
            assert word in str(fault.value), str(fault.value)

    def test_a_class_that_does_not_exist(self, tmp_path: Path) -> None:
        wrong = CLASSES | {"GM9990": CLASSES["GM9990"] | {"KL12": "10"}}
        self.refused(json_file(tmp_path, wrong), "row 1", "KL12", "9")

    def test_a_class_of_change_that_does_not_exist(self, tmp_path: Path) -> None:
        wrong = CLASSES | {"GM9990": CLASSES["GM9990"] | {"VKL0812": "8"}}
        self.refused(json_file(tmp_path, wrong), "row 1", "VKL0812", "7")

    def test_half_a_class(self, tmp_path: Path) -> None:
        wrong = CLASSES | {"GM9990": CLASSES["GM9990"] | {"KL12": "4.5"}}
        self.refused(json_file(tmp_path, wrong), "KL12", "4.5")

    def test_a_code_that_is_none(self, tmp_path: Path) -> None:
        self.refused(json_file(tmp_path, CLASSES | {"PC7551": CLASSES["GM9990"]}), "PC7551")

    def test_a_record_of_something_else(self, tmp_path: Path) -> None:
        self.refused(json_file(tmp_path, {"type": "x", "GM": {"a": 1}}), "Leefbaarometer")

    def test_scores_by_postal_code(self, tmp_path: Path) -> None:
        self.refused(csv_file(tmp_path, "PC4,jaar,lbm,afw\n7551,2024,4.1,0.02\n"))

    def test_a_year_that_is_none(self, tmp_path: Path) -> None:
        self.refused(csv_file(tmp_path, SCORES.replace(",2022,", ",laatst,")), "row", "jaar")

    def test_scores_without_a_year(self, tmp_path: Path) -> None:
        bare = "bu_code,lbm\nBU99900000,4.1\n"
        self.refused(csv_file(tmp_path, bare), "--year")
        (raw,) = livability.read(csv_file(tmp_path, bare), year=2024)
        assert raw.edition.year == 2024

    def test_another_year_than_the_file_says(self, tmp_path: Path) -> None:
        self.refused(csv_file(tmp_path, SCORES), "2022, 2024", "2020", year=2020)

    def test_an_area_twice_in_a_year(self, tmp_path: Path) -> None:
        twice = SCORES + SCORES.splitlines()[-1] + "\n"
        self.refused(csv_file(tmp_path, twice), "BU99900001", "row 5")

    def test_a_word_for_a_score(self, tmp_path: Path) -> None:
        self.refused(csv_file(tmp_path, SCORES.replace("3.9000", "goed")), "lbm", "goed")


@pytest.mark.realdata
def test_every_class_of_the_real_files_is_read(real_data: Path) -> None:
    """Each cell against a plain reading with the json module; 390 and 2,981 areas."""
    for name, count in (("gemeente", 390), ("wijk", 2_981)):
        path = real_data / "sociaal" / f"leefbaarometer2_{name}_klassen.json"
        plain = json.loads(path.read_text())
        tables = livability.read(path)
        assert [raw.edition.year for raw in tables] == [2002, 2008, 2012, 2014, 2016]
        assert {raw.edition.division for raw in tables} == {2016}
        read = {
            (area, measure): value
            for raw in tables
            for measure, area, value in raw.values.select("measure", "area", "value").rows()
        }
        assert len(plain) == count
        assert len(read) == count * 15
        for area, classes in plain.items():
            for measure, given in classes.items():
                assert read[area, measure] == (None if given is None else float(given))


@pytest.mark.realdata
def test_ses_of_amsterdam_is_read_cell_by_cell(real_data: Path) -> None:
    from weefsel.sources import ses

    path = real_data / "sociaal" / "85163NED_ses_woa_2019_amsterdam.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    (raw,) = ses.read(path)
    assert (raw.edition.id, raw.edition.division) == ("85163NED-2019", 2021)
    observed = observe(raw, catalogue())
    columns = {
        "ses_woa_score": "SES-WOA/Totaalscore/Gemiddelde score (Getal)",
        "ses_woa_spread": "Spreiding/Spreiding totaal/Waarde (Getal)",
        "ses_woa_education_low_share": "Opleidingsniveau/Laag/Waarde (%)",
        "ses_woa_education_middle_share": "Opleidingsniveau/Middelbaar/Waarde (%)",
        "ses_woa_education_high_share": "Opleidingsniveau/Hoog/Waarde (%)",
    }
    assert set(observed.filled) == set(columns)
    for indicator, column in columns.items():
        mine = observed.frame.filter(pl.col("indicator") == indicator)
        values = dict(mine.select("area", "value").iter_rows())
        for row in rows:
            cell = row[column].strip()
            code = row["Regiocode (gemeente, wijk, buurt) (code)"].strip()
            assert values[code] == (None if cell == "." else float(cell))
    scores = observed.frame.filter(pl.col("indicator") == "ses_woa_score")
    assert (scores.height, scores["value"].null_count()) == (579, 90)
