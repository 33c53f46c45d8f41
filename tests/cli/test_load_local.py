"""``weefsel load local``: Weverdam's own figures by command, with every fault in a file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.running import Run
from weefsel.atlas.store import Store
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.run import scan

EXAMPLE = Path(__file__).parents[2] / "examples" / "weverdam-eigen-cijfers.csv"


@pytest.fixture
def home(weverdam_home: Path, tmp_path: Path) -> Path:
    """Give the home of the command, with Weverdam in it."""
    shutil.copytree(weverdam_home, tmp_path / "home")
    return tmp_path / "home"


def in_store(home: Path) -> list[int]:
    result = scan(Store(home), ScanRecipe(area="GM9990"))
    return [len(result.scored(one)) for one in ("cohesion", "empowerment")]


def in_document(words: str) -> list[int]:
    counts = dict.fromkeys(("cohesion", "empowerment"), 0)
    for area in json.loads(words)["areas"]:
        for one in area["scores"]:
            if area["level"] == "neighbourhood" and one["condition"] in counts:
                counts[one["condition"]] += one["figure"]["value"] is not None
    return list(counts.values())


def test_cohesion_and_empowerment_are_scored_after_it_and_not_before(
    weefsel: Run, home: Path
) -> None:
    assert in_store(home) == [0, 0]
    loaded = weefsel("load", "local", EXAMPLE)
    assert loaded.returncode == 0, loaded.stderr
    assert "CC BY 4.0" in loaded.stdout
    shown = weefsel("scan", "GM9990", "--json", "-")
    assert in_document(shown.stdout) == [57, 57], shown.stderr
    (table,) = {one.table for one in Store(home).editions() if one.own}
    assert table in loaded.stdout
    gone = weefsel("withdraw", table)
    assert gone.returncode == 0, gone.stderr
    assert in_store(home) == [0, 0]


def test_a_file_with_faults_stores_nothing_and_lists_them_all(
    weefsel: Run, home: Path, tmp_path: Path
) -> None:
    before = (home / "store" / "manifest.json").read_bytes()
    wrong = tmp_path / "fout.csv"
    wrong.write_text(
        "waar;indicator;jaar;waarde;soort\nLakenhal;Burenhulp;2023;101;enquete\n"
        "Nergens;Burenhulp;2023;10;enquete\n",
        encoding="utf-8",
    )
    mapping = tmp_path / "kolommen.toml"
    mapping.write_text(
        'schema = "weefsel.own-figures/1"\n[columns]\nwaar = "area"\n', encoding="utf-8"
    )
    refused = weefsel(
        "load", "local", wrong, "--mapping", mapping, "--gemeente", "GM9990",
        "--faults", tmp_path / "fouten.csv",
    )  # fmt: skip
    assert refused.returncode == 2
    assert "rij 2, kolom 'waarde'" in refused.stderr
    assert "Traceback" not in refused.stderr
    faults = (tmp_path / "fouten.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in faults] == ["Rij", "2", "3"]
    assert (home / "store" / "manifest.json").read_bytes() == before


def test_more_files_at_once_are_refused_in_one_sentence(weefsel: Run) -> None:
    run = weefsel("load", "local", "a.csv", "b.csv")
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
