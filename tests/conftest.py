"""What every test may use."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from weefsel.base.language import compile_catalogues

pytest_plugins = ["plugin_counts"]

# The pages read their home folder when they are imported: no test may touch a real one.
os.environ.setdefault("WEEFSEL_HOME", tempfile.mkdtemp(prefix="weefsel-test-"))
# Playwright keeps an event loop running in the process: Django takes that for asynchronous
# code and would refuse the database to whatever test comes after a browser test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the Dutch catalogues, so that tests read what users read."""
    compile_catalogues()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Give the folder with real open data, or skip where there is none."""
    folder = os.environ.get("WEEFSEL_REAL_DATA")
    if not folder:
        pytest.skip("WEEFSEL_REAL_DATA names no folder with real data")
    return Path(folder)
