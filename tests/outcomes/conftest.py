"""One process with deduce for all tests that need it, started while the others run."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from weefsel.outcomes.recogniser.client import Recogniser, start
from weefsel.outcomes.recogniser.messages import Room

# Building the look-up tables takes minutes on a slow machine, once; later runs find them.
PATIENCE = 600.0
IDLE = 120.0


def _room() -> Room:
    """Give the folder that every worker and every run of this user shares."""
    owner = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"weefsel-deduce-{owner}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and (folder.stat().st_uid != owner or folder.stat().st_mode & 0o077):
        pytest.exit(f"{folder} is not ours alone", returncode=1)
    return Room(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that need deduce last, and begin to load it when there are any."""
    needing = [one for one in items if one.get_closest_marker("deduce")]
    if needing:
        items.sort(key=lambda one: one.get_closest_marker("deduce") is not None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start it only when such a test is really going to run."""
    chosen = any(one.get_closest_marker("deduce") for one in session.items)
    if chosen and not session.config.option.collectonly:
        start(_room(), idle=IDLE)


@pytest.fixture(scope="session")
def deduce() -> Recogniser:
    """Give who asks deduce, once it is ready."""
    asked = Recogniser(_room())
    if not asked.ready():
        start(_room(), idle=IDLE)
    assert asked.wait(PATIENCE), (_room().journal).read_text()
    return asked
