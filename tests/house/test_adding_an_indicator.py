"""A newcomer who follows docs/adding-an-indicator.md gets what the page says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from house.project import ROOT, SOURCE
from weefsel.atlas.indicator import catalogue, read_catalogue

PAGE = (ROOT / "docs" / "adding-an-indicator.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    (found,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, flags=re.S)
    return found


@pytest.fixture
def newcomer(tmp_path: Path) -> Path:
    """Do what the page asks: save the export and the file."""
    (tmp_path / "kwb-2023-example.csv").write_text(block("csv"), encoding="utf-8")
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "motorcycles_per_1000.toml").write_text(
        block("toml"), encoding="utf-8"
    )
    return tmp_path


def test_the_page_s_export_and_file_give_what_the_page_prints(newcomer: Path):
    done = subprocess.run(
        [sys.executable, "-c", block("python")],
        cwd=newcomer,
        env={"PYTHONPATH": str(SOURCE.parent)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    assert sorted(done.stdout.splitlines()) == sorted(block("text").splitlines())


def test_the_file_fits_in_the_catalogue_beside_all_others(newcomer: Path):
    everything = newcomer / "catalogue"
    shutil.copytree(SOURCE / "atlas" / "indicators", everything)
    shutil.copy(newcomer / "indicators" / "motorcycles_per_1000.toml", everything)

    together = read_catalogue(everything)

    assert set(together) == {*catalogue(), "motorcycles_per_1000"}
