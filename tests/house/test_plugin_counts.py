"""A run ends with how many tests on real data ran and how many were skipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from house.project import ROOT

SAMPLE = """
import pytest

@pytest.mark.realdata
@pytest.mark.parametrize("year", [2019, 2020])
def test_reads(year):
    assert year

@pytest.mark.realdata
def test_fails():
    assert False

@pytest.fixture
def real():
    pytest.skip("no data here")

@pytest.mark.realdata
def test_has_none(real):
    assert real

def test_other():
    assert True
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_every_test_on_real_data_is_counted_once(tmp_path: Path, workers: str):
    (tmp_path / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = realdata\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "plugin_counts", "-p", "no:django", "-n", workers],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        encoding="utf-8",
    )
    assert "Real data: 3 ran, 1 skipped" in done.stdout.splitlines()


def test_this_very_run_counts_them(pytestconfig: pytest.Config):
    assert pytestconfig.pluginmanager.has_plugin("plugin_counts")
