"""Processes that start warm: forks of one that has imported the large packages already.

A command takes a second or two to import NumPy, Polars, SciPy, Numba and Django, and the tests
run hundreds. Each fork is a process of its own, with its own environment, folder and output: it
shares nothing with another but what importing leaves. ``warm_process.py`` is what is forked.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"
# What a library reads when it is imported, which is before the fork: these start cold.
AT_IMPORT = ("POLARS_", "OMP_", "NUMBA_", "PYTHONHASHSEED")
_running: list[subprocess.Popen[str]] = []
_started_cold: set[str] = set()


def run(
    command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``-m MODULE ...``, ``-c CODE ...`` or ``SCRIPT ...`` and give what it said."""
    strange = [one for one in environment if one.startswith(AT_IMPORT) and one not in os.environ]
    if not hasattr(os, "fork") or strange:
        return cold(command, environment, folder)
    with tempfile.TemporaryDirectory() as place:
        told = {name: str(Path(place) / name) for name in ("out", "err")}
        asked = {"command": list(command), "environment": dict(environment), **told}
        process = _process()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asked | {"folder": str(folder or Path.cwd())}) + "\n")
        process.stdin.flush()
        status = int(process.stdout.readline())
        said = (Path(each).read_text(encoding="utf-8") for each in told.values())
        return subprocess.CompletedProcess([sys.executable, *command], status, *said)


def weefsel(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``weefsel``: each command the first time as people do, in a process that starts cold."""
    name = next(iter(arguments), "")
    started = cold if name not in _started_cold else run
    _started_cold.add(name)
    return started(["-m", "weefsel", *arguments], environment, folder)


def cold(
    command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the same in a new process."""
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        env=dict(environment),
        cwd=folder,
        check=False,
    )


def _process() -> subprocess.Popen[str]:
    if not _running or _running[0].poll() is not None:
        _running[:] = [
            subprocess.Popen(
                [sys.executable, str(HERE / "warm_process.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": str(SOURCE)},
            )
        ]
    return _running[0]


@atexit.register
def _end() -> None:
    for one in _running:
        one.communicate()  # it ends when nobody can ask any more
