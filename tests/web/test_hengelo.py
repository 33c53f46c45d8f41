"""Real open data on the pages: Hengelo's neighbourhoods, their map, and a choice about one."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from weefsel.atlas.load import load_file
from weefsel.atlas.store import Store

from .test_choice import FILLED

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]
TABLE = "kwb/cbs.v3.84799NED_{}.parquet"


@pytest.fixture(scope="module")
def visitor(home: Path, real_data: Path, tmp_path_factory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("real")
    store = Store(folder)
    metadata = real_data / TABLE.format("DataProperties")
    load_file(store, "kwb", real_data / TABLE.format("TypedDataSet"), metadata=metadata)
    load_file(store, "health", real_data / "sociaal/rivm_gezondheid_2020_18plus.xlsx")
    shapes = real_data / "geo/buurt_2019_gegeneraliseerd_wgs84.topojson"
    load_file(store, "areas", shapes, year=2019)
    before, settings.WEEFSEL_HOME = settings.WEEFSEL_HOME, folder
    yield Client(headers={"host": "127.0.0.1"})
    settings.WEEFSEL_HOME = before


def test_all_62_neighbourhoods_stand_in_the_table_and_on_the_map(visitor):
    page = visitor.get("/gemeente/GM0164/").content.decode()
    assert page.split("<tbody data-map-rows>")[1].split("</tbody>")[0].count("<tr ") == 62
    assert page.count('class="map-area"') == 62
    assert "Grenzen van" in page


def test_hengelo_has_a_score_for_one_condition_and_a_reason_for_three(visitor):
    page = visitor.get("/gemeente/GM0164/").content.decode()
    conditions = page.split('id="conditions"')[1].split("</section>")[0]
    assert conditions.count("te weinig cijfers voor een score") == 3


def test_a_real_municipality_is_not_called_made_up(visitor):
    for url in ("/", "/gemeente/GM0164/", "/buurt/BU01640101/", "/bronnen/"):
        assert "alle cijfers zijn verzonnen" not in visitor.get(url).content.decode()


def test_every_municipality_can_be_found(visitor):
    page = visitor.get("/gemeenten/").content.decode()
    assert page.count('href="/gemeente/GM') == 355


def test_a_choice_for_hengelo_gives_a_memo(visitor):
    answer = visitor.post("/kiezen/nieuw/", {**FILLED, "area": "BU01640101"})
    assert answer.status_code == 302
    page = visitor.get(answer["Location"]).content.decode()
    assert "Hengelo" in page
    assert "alle cijfers zijn verzonnen" not in page
    memo = visitor.get(answer["Location"].replace("/uitkomst/?", "/uitkomst/nota.pdf?"))
    assert memo.content.startswith(b"%PDF")


def test_the_netherlands_stands_on_one_map_and_in_one_table(visitor):
    page = visitor.get("/nederland/").content.decode()
    assert page.count('class="map-area"') == 355
    assert page.count('<tr data-code="GM') == 100  # a page of the table
    words = re.sub("<[^>]+>", "", page)
    assert "van de 11.448 buurten van Nederland" in words
    assert "Van sociaaleconomische zekerheid zijn 5 van de 8 cijfers er" in words
    assert "GM9990" not in page


def test_all_neighbourhoods_of_the_netherlands_fit_in_one_answer(visitor):
    asked = {"path": "/kaart/NL00.json?niveau=buurt", "headers": {"accept-encoding": "gzip"}}
    answer = visitor.get(**asked)
    assert len(answer.content) < 3_000_000
    areas = json.loads(gzip.decompress(answer.content))["features"]
    assert len(areas) == 13_808
    assert sum(one["geometry"] is not None for one in areas) == 13_350
    assert len(visitor.get("/kaart/GM0363.json").content) < 300_000
