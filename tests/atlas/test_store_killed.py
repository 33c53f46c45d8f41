"""Killing the process in the middle of a load leaves the store as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.tables import counts, edition, raw, seen
from weefsel.atlas.store import Store

LOADS = Path(__file__).with_name("killed_load.py")
TESTS = LOADS.parent.parent


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_load_killed_at_any_step_on_disk_leaves_the_store_whole(tmp_path: Path) -> None:
    """At each write (half done), flush, rename and deletion of a load of two tables."""
    start = Store(tmp_path / "start")
    start.load(raw(), counts())
    (start.folder / "parts" / "orphan.parquet").write_bytes(b"left by an earlier broken load")
    before = seen(start)
    ran = subprocess.run(
        [sys.executable, str(LOADS), str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
    )
    assert ran.returncode == 0, ran.stderr
    steps = int(ran.stdout)
    whole = Store(tmp_path / "whole").observations(country="XX00")

    changed = []
    for step in range(1, steps + 1):
        store = Store(tmp_path / f"killed-{step}")
        if seen(store) != before:
            changed.append(step)
            assert store.observations(country="XX00").equals(whole)
        # Whatever happened, the next load works and clears what was left.
        other = edition(2022)
        store.load(raw(other), counts(other))
        with store.change():
            pass
        left = {path.name for path in (store.folder / "parts").iterdir()}
        assert left == store.manifest().files
    # Only the last step, which makes the rename of the list last, comes after the change.
    assert changed == [steps]
    assert steps > len(["write", "flush", "rename"])
