"""A store in an empty folder, with a clock that moves an hour a load."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from weefsel.atlas.store import Store


@pytest.fixture
def clock() -> Callable[[], datetime]:
    hours = count()
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return lambda: start + timedelta(hours=next(hours))


@pytest.fixture
def store(tmp_path: Path, clock: Callable[[], datetime]) -> Store:
    return Store(tmp_path, now=clock)
