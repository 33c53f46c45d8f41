"""What every test may use."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from weefsel.base.language import compile_all

pytest_plugins = ["plugin_audit", "plugin_counts"]

# The pages read their home folder when they are imported: no test may touch a real one.
os.environ.setdefault("WEEFSEL_HOME", tempfile.mkdtemp(prefix="weefsel-test-"))
# No test starts a process of a gigabyte by the way; those that are about it share one.
os.environ.setdefault("WEEFSEL_RECOGNISER", "0")
# Playwright keeps an event loop running in the process: Django takes that for asynchronous
# code and would refuse the database to whatever test comes after a browser test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the Dutch catalogues, so that tests read what users read."""
    compile_all()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the test database in a file: a server in another thread must see the same rows."""
    from django.conf import settings

    mine = settings.DATABASES["default"]
    if mine["ENGINE"].endswith("sqlite3"):
        mine.setdefault("TEST", {})["NAME"] = tmp_path_factory.mktemp("database") / "test.sqlite3"


@pytest.fixture(scope="session")
def weverdam_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with the example municipality: read it, or copy it to change it."""
    from weefsel.atlas.store import Store
    from weefsel.example.make import make_weverdam

    folder = tmp_path_factory.mktemp("weverdam")
    make_weverdam(Store(folder))
    return folder


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Give the folder with real open data, or skip where there is none."""
    folder = os.environ.get("WEEFSEL_REAL_DATA")
    if not folder:
        pytest.skip("WEEFSEL_REAL_DATA names no folder with real data")
    return Path(folder)
