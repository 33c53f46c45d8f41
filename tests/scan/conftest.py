"""The example municipality in a store, made once for the tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from weefsel.atlas.store import Store


@pytest.fixture(scope="session")
def weverdam(weverdam_home: Path) -> Store:
    """Give a store with Weverdam; nobody writes in it."""
    return Store(weverdam_home)
