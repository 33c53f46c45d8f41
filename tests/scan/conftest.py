"""The example municipality in a store, made once for the tests that only read it."""

from __future__ import annotations

import pytest

from weefsel.atlas.store import Store
from weefsel.example.make import make_weverdam


@pytest.fixture(scope="session")
def weverdam(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a store with Weverdam; nobody writes in it."""
    store = Store(tmp_path_factory.mktemp("weverdam"))
    make_weverdam(store)
    return store
