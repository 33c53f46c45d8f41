"""One Weverdam for all tests of the example: making it takes seconds, reading it nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from weefsel.atlas.store import Store
from weefsel.example.aggregates import aggregates
from weefsel.example.design import Design
from weefsel.example.design import design as read_design
from weefsel.example.land import make_land
from weefsel.example.make import SEED, ExampleReport, make_weverdam
from weefsel.example.people import People
from weefsel.example.tables import all_tables
from weefsel.example.town import Town, make_town
from weefsel.sources.model import RawTable


@pytest.fixture(scope="session")
def design() -> Design:
    return read_design()


@pytest.fixture(scope="session")
def town(design: Design) -> Town:
    return make_town(design, make_land(design, SEED), aggregates(), SEED)


@pytest.fixture(scope="session")
def people(design: Design, town: Town) -> dict[int, People]:
    return {year: People(design, town, aggregates(), SEED, year) for year in design.years}


@pytest.fixture(scope="session")
def tables(design: Design, town: Town) -> dict[str, RawTable]:
    return {raw.edition.id: raw for raw in all_tables(design, town, SEED)}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, ExampleReport]:
    store = Store(tmp_path_factory.mktemp("home"))
    return store, make_weverdam(store, SEED)


@pytest.fixture(scope="session")
def store(made: tuple[Store, ExampleReport]) -> Store:
    return made[0]


@pytest.fixture(scope="session")
def home(store: Store) -> Path:
    return store.home
