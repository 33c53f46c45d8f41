"""``weefsel scan``: a municipality and a whole country on paper, recipes, and a clean stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.running import Run

STOPPED = 2
PATIENCE_S = 60


@pytest.fixture
def weverdam(weverdam_home: Path) -> str:
    """Give a home with the example municipality."""
    return str(weverdam_home)


def test_a_scan_is_run_again_from_its_recipe_with_the_peers_that_were_chosen(
    weefsel: Run, weverdam: str, tmp_path: Path
) -> None:
    recipe = tmp_path / "scan.toml"
    saved = weefsel(
        "scan", "GM9990", "--year", "2020", "--level", "wijk", "--save-recipe", recipe,
        "--csv", tmp_path / "table.csv", WEEFSEL_HOME=weverdam,
    )  # fmt: skip
    assert saved.returncode == 0, saved.stderr
    assert 'level = "district"' in recipe.read_text("utf-8")
    again = weefsel(
        "scan", "--recipe", recipe, "--peers", "BU99900101=BU99900102,BU99900103",
        "--json", "-", WEEFSEL_HOME=weverdam,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    told = json.loads(again.stdout)
    assert told["schema"] == "weefsel.scan-result/1"
    assert (told["year"], told["recipe"]["level"]) == (2020, "district")
    area = next(one for one in told["areas"] if one["code"] == "BU99900101")
    assert area["peers"]["fixed"] is True
    assert [one["code"] for one in area["peers"]["areas"]] == ["BU99900102", "BU99900103"]
    assert told["fixedPeers"] == [{"area": "BU99900101", "codes": ["BU99900102", "BU99900103"]}]


def test_a_scan_on_the_screen_has_short_sections(weefsel: Run, weverdam: str) -> None:
    shown = weefsel("scan", "GM9990", WEEFSEL_HOME=weverdam)
    assert shown.returncode == 0, shown.stderr
    for section in (
        "Hoe zeker de scores op", "Hoe het ging in Weverdam", "lusters van hoge en lage waarden",
        "Veerkrachtkaarten",
    ):  # fmt: skip
        assert section in shown.stdout


def test_a_country_is_written_area_by_area(weefsel: Run, weverdam: str, tmp_path: Path) -> None:
    target, table = tmp_path / "country.json", tmp_path / "country.csv"
    done = weefsel(
        "scan", "XX00", "--level", "wijk", "--json", target, "--csv", table,
        WEEFSEL_HOME=weverdam,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(target.read_text("utf-8"))
    assert told["schema"] == "weefsel.scan-country/1"
    assert [one["level"] for one in told["areas"]] == ["district"] * 9
    assert all(len(one["blocks"]) == 12 for one in told["areas"])
    lines = table.read_bytes().decode("utf-8-sig").split("\r\n")
    assert [line[:6] for line in lines[1:-1]] == ["WK9990"] * 9
    assert sorted(one.name for one in tmp_path.iterdir()) == ["country.csv", "country.json"]


def test_a_run_that_is_stopped_leaves_nothing(weverdam: str, tmp_path: Path) -> None:
    """It is stopped while the file is being written: not a part of it stays."""
    target = tmp_path / "country.json"
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        "WEEFSEL_HOME": weverdam,
        "WEEFSEL_LANG": "nl",
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "weefsel", "scan", "XX00", "--json", str(target)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + PATIENCE_S
    while not list(tmp_path.iterdir()) and time.monotonic() < until:
        time.sleep(0.002)
    assert [one.suffix for one in tmp_path.iterdir()] == [".unfinished"]
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == STOPPED, said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (("XX00", "--within"), "--within"),
        (("GM9990", "--json", "nowhere/at/all.json"), "map"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    weefsel: Run, weverdam: str, asked: tuple[str, ...], word: str
) -> None:
    refused = weefsel("scan", *asked, WEEFSEL_HOME=weverdam)
    assert refused.returncode == STOPPED
    assert word in refused.stderr
    assert "Traceback" not in refused.stderr


def test_peers_of_an_area_that_is_not_scanned_are_refused(
    weefsel: Run, weverdam: str, tmp_path: Path
) -> None:
    target = tmp_path / "scan.json"
    refused = weefsel(
        "scan", "GM9990", "--peers", "BU01640101=BU99900301", "--json", target,
        WEEFSEL_HOME=weverdam,
    )  # fmt: skip
    assert refused.returncode == 2
    assert refused.stderr.strip().splitlines() == [
        "--peers: 'BU01640101' is geen gebied van deze scan. Noem vóór het =-teken een gebied "
        "van GM9990."
    ]
    assert not target.exists()
