"""Fetching a table by its id, against a feed on this computer that speaks OData v3."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlparse

import pytest

from weefsel.base.errors import InputError
from weefsel.sources.download import fetch_table, is_table_id

ROWS = [{"ID": n, "Codering_3": f"BU9990{n:04d}", "AantalInwoners_5": 5 * n} for n in range(25)]


class Feed(BaseHTTPRequestHandler):
    """A feed that gives ten rows a page, as CBS gives ten thousand."""

    broken_from: ClassVar[int | None] = None

    def do_GET(self) -> None:
        address = urlparse(self.path)
        *_, table, part = address.path.split("/")
        if table != "99999NED":
            self.send_error(404)
            return
        start = int(parse_qs(address.query).get("$skip", ["0"])[0])
        if part == "TypedDataSet":
            if Feed.broken_from is not None and start >= Feed.broken_from:
                self.send_error(500)
                return
            answer: dict[str, object] = {"odata.metadata": "x", "value": ROWS[start : start + 10]}
            if start + 10 < len(ROWS):
                answer["odata.nextLink"] = (
                    f"http://{self.headers['Host']}{address.path}?$format=json&$skip={start + 10}"
                )
        else:
            answer = {"odata.metadata": "x", "value": [{"Identifier": table}]}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def feed() -> Iterator[str]:
    Feed.broken_from = None
    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/ODataFeed/odata"
    server.shutdown()
    server.server_close()


def test_all_pages_and_the_metadata_are_fetched(feed: str, tmp_path: Path) -> None:
    said: list[int] = []
    folder = fetch_table(
        "99999NED", tmp_path, feed=feed, progress=lambda rows, _: said.append(rows)
    )
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "DataProperties.json",
        "TableInfos.json",
        "TypedDataSet-0001.json",
        "TypedDataSet-0002.json",
        "TypedDataSet-0003.json",
    ]
    rows = [
        row
        for name in names
        if name.startswith("TypedDataSet")
        for row in json.loads((folder / name).read_text())["value"]
    ]
    assert rows == ROWS
    assert said[-1] == len(ROWS)


def test_a_page_that_fails_leaves_nothing_behind(feed: str, tmp_path: Path) -> None:
    Feed.broken_from = 10
    with pytest.raises(InputError, match=r"99999NED: the open data of CBS could not be fetched"):
        fetch_table("99999NED", tmp_path, feed=feed)
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_does_not_exist_is_said_to(feed: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="CBS has no table with this id"):
        fetch_table("11111NED", tmp_path, feed=feed)


def test_without_a_connection_the_sentence_names_the_way_round(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="download the table from StatLine and load that file"):
        fetch_table("99999NED", tmp_path, feed="http://127.0.0.1:9/odata")


@pytest.mark.parametrize(
    ("source", "expected"),
    [("84799NED", True), ("kwb-2020.csv", False), ("GM0164", False), ("8479NED", False)],
)
def test_a_table_id_is_told_from_a_file(source: str, expected: bool) -> None:
    assert is_table_id(source) is expected
