"""Run the command as people do: in a process of its own (``warm.py`` says how it starts)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from cli import warm
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
        return warm.weefsel(list(map(str, arguments)), environment, tmp_path)

    return run
