"""SES-WOA: a table a year, scores below zero kept, strange files refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.mapping import observe
from weefsel.errors import InputError
from weefsel.sources import ses

HEAD = (
    '"Perioden";"Wijken en buurten";"Regiocode (gemeente, wijk, buurt) (code)";'
    '"SES-WOA/Totaalscore/Gemiddelde score (Getal)";"Spreiding/Spreiding totaal/Waarde (Getal)"\n'
)
ROWS = (
    '"2021";"Spoelkwartier";"BU99900000";"-0,198";"0,925"\n'
    '"2022*";"Spoelkwartier";"BU99900000";"-0,783";"0,828"\n'
    '"2022*";"Kettingbuurt";"BU99900001";".";"."\n'
)


def write(folder: Path, content: str, name: str = "85900NED.csv") -> Path:
    path = folder / name
    path.write_text(content)
    return path


def test_a_table_of_two_years_gives_two_editions(tmp_path: Path) -> None:
    first, last = ses.read(write(tmp_path, HEAD + ROWS, "ses.csv"), table="85901NED")
    assert (first.edition.year, last.edition.year) == (2021, 2022)
    found = observe(last, catalogue()).frame
    score = found.filter(pl.col("indicator") == "ses_woa_score").sort("area")
    assert score["value"].to_list() == [-0.783, None]
    assert score["flag"].to_list() == ["measured", "missing"]
    assert (first.edition.division, last.edition.division) == (2021, 2022)


def test_the_division_of_a_known_table_is_that_of_its_title(tmp_path: Path) -> None:
    tables = ses.read(write(tmp_path, HEAD + ROWS))
    assert [raw.edition.division for raw in tables] == [2023, 2023]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (HEAD + ROWS.replace('"2021"', '"begin"'), "begin"),
        (HEAD + ROWS.replace("BU99900001", "BU9990X"), "BU9990X"),
        (HEAD + ROWS + ROWS.splitlines()[0] + "\n", "BU99900000"),
        (HEAD + ROWS.replace("-0,198", "laag"), "laag"),
        (HEAD.replace("SES-WOA/Totaalscore/Gemiddelde score", "Bomen") .replace(
            "Spreiding/Spreiding totaal/Waarde", "Struiken") + ROWS, "Bomen"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path: Path, content: str, word: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError) as fault:
        ses.read(path)
    assert path.name in str(fault.value)
    assert word in str(fault.value)
