"""Run the command as people do: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import Run


@pytest.fixture
def weefsel(tmp_path: Path) -> Run:
    """Give a function that runs ``weefsel`` with its own home folder, in Dutch by default."""

    def run(
        *arguments: object, lang: str = "nl", **settings: str
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
            "WEEFSEL_HOME": str(tmp_path / "home"),
            "WEEFSEL_LANG": lang,
            **settings,
        }
        return subprocess.run(
            [sys.executable, "-m", "weefsel", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            check=False,
        )

    return run
