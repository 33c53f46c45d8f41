"""``weefsel protect``: a table goes in by a file, the safe one comes out, mistakes are said."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from cli.running import Run

ROWS = [
    ("buurt", "activiteit", "aantal"),
    ("BU99900101", "inloop", 3),
    ("BU99900101", "taal", 47),
    ("BU99900102", "inloop", 52),
    ("BU99900102", "taal", 55),
    ("BU99900201", "inloop", 60),
    ("BU99900201", "taal", 71),
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "deelnemers.csv"
    path.write_text("\n".join(";".join(map(str, row)) for row in ROWS), encoding="utf-8")
    return path


def read(path: Path) -> list[list[str]]:
    rows = list(csv.reader(path.open(encoding="utf-8-sig"), delimiter=";"))
    return rows[: rows.index([])]


def test_a_file_comes_back_safe_with_its_hierarchy_and_says_so(weefsel: Run, table: Path):
    done = weefsel("protect", table)

    assert done.returncode == 0, done.stderr
    assert "4 van de 21 aantallen zijn verborgen." in done.stdout
    assert "Het narekenen klopt" in done.stdout
    rows = read(table.with_name("deelnemers-veilig.csv"))
    assert ["BU99900101", "inloop", "x"] in rows
    assert ["WK999002", "totaal", "131"] in rows  # districts by the codes themselves
    assert ["totaal", "totaal", "288"] in rows
    assert not any(row[-1] == "3" for row in rows)


def test_a_workbook_goes_in_and_out(weefsel: Run, tmp_path: Path, table: Path):
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "deelnemers.xlsx")

    done = weefsel("protect", "deelnemers.xlsx", "--out", "veilig.xlsx")
    weefsel("protect", table, "--out", "veilig.csv")

    assert done.returncode == 0, done.stderr
    cells = [
        ["" if one is None else str(one) for one in row]
        for row in load_workbook(tmp_path / "veilig.xlsx").worksheets[0].values
    ]
    assert cells == read(tmp_path / "veilig.csv")


@pytest.mark.parametrize("as_ledger", [True, False])
def test_an_earlier_table_is_taken_along(
    weefsel: Run, tmp_path: Path, table: Path, as_ledger: bool
):
    """The second table shows districts only; what they less the first give stays hidden."""
    weefsel("protect", table, "--out", "eerst.csv", "--ledger", "register.json")
    small = tmp_path / "sport.csv"
    # The same people by neighbourhood and sex: the margin by neighbourhood was published.
    small.write_text(
        "buurt;geslacht;aantal\nBU99900101;man;48\nBU99900101;vrouw;2\nBU99900102;man;50\n"
        "BU99900102;vrouw;57\nBU99900201;man;61\nBU99900201;vrouw;70\n",
        encoding="utf-8",
    )
    earlier = "register.json" if as_ledger else "eerst.csv"

    done = weefsel("protect", small, "--earlier", earlier, "--out", "dan.csv")

    assert done.returncode == 0, done.stderr
    assert "ook samen met eerdere tabellen" in done.stdout
    rows = read(tmp_path / "dan.csv")
    assert ["BU99900101", "man", "x"] in rows
    assert ["BU99900101", "vrouw", "x"] in rows
    changed = small.read_text(encoding="utf-8").replace("man;61", "man;62")
    small.write_text(changed, encoding="utf-8")
    refused = weefsel("protect", small, "--earlier", earlier, "--out", "dan.csv")
    assert refused.returncode == 2
    assert "eerder met een ander aantal" in refused.stderr


def test_what_belongs_to_what_comes_from_a_file(weefsel: Run, tmp_path: Path):
    (tmp_path / "t.csv").write_text("soort,n\na,40\nb,50\nc,60\n", encoding="utf-8")
    (tmp_path / "o.csv").write_text(
        "dimension,category,parent\nsoort,a,groep\nsoort,b,groep\n", encoding="utf-8"
    )

    done = weefsel(
        "protect", "t.csv", "--count", "n", "--parents", "o.csv", "--json", "-", lang="en"
    )

    cells = json.loads(done.stdout)["cells"]
    counts = {one["categories"][0]["category"]: one["count"] for one in cells}
    assert counts == {"a": 40, "b": 50, "c": 60, "groep": 90, None: 150}


def test_rounded_with_a_seed_is_the_same_again(weefsel: Run, tmp_path: Path, table: Path):
    for name in ("een.csv", "twee.csv"):
        done = weefsel("protect", table, "--round", "--seed", 7, "--out", name)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "een.csv").read_bytes() == (tmp_path / "twee.csv").read_bytes()
    assert all(int(row[-1]) % 10 == 0 for row in read(tmp_path / "een.csv")[1:])


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        ("a;n\nx;3\ny;abc\n", ("--count", "n"), "t.csv: rij 3, kolom 'n'"),
        ("a;n\nx;3\nx;4\n", (), "t.csv: rij 3, kolom 'a'"),
        ("a;n\nx;3\ny;4\ntotaal;9\n", (), "t.csv: rij 4, kolom 'n'"),
        ("a;n\nx;3;9\n", (), "t.csv: rij 2"),
        ("a;n\nx;-3\ny;5\n", ("--count", "n"), "rij 2, kolom 'n'"),
        ("a;n\nx;3,5\ny;5\n", ("--count", "n"), "rij 2, kolom 'n'"),
        ("a;n\n", (), "geen rijen"),
        ("", (), "leeg"),
        ("a;;n\nx;y;3\n", (), "rij 1"),
        ("a;n\nx;30\n", ("--by", "zzz"), "'zzz'"),
        ("a;n\nx;30\n", ("--count", "zzz"), "'zzz'"),
        ("a;n\nx;30\n", ("--incomplete", "n"), "'n'"),
        ("a;n\nx;30\n", ("--out", "t.docx"), ".csv of .xlsx"),
        ("a;n\nx;30\n", ("--out", "t.csv"), "op de plaats"),
        ("a;n\nx;30\n", ("--earlier", "t.csv", "--earlier", "niet.json"), "niet.json"),
        ('a;n\nx;"30\n', (), "t.csv"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(
    weefsel: Run, tmp_path: Path, content: str, arguments: tuple[str, ...], said: str
):
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")

    done = weefsel("protect", "t.csv", *arguments)

    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
