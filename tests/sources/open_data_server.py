"""A server on this computer that speaks as CBS and PDOK do, and fails when told to."""

from __future__ import annotations

import hashlib
import json
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sources import open_data

_TEST = re.compile(r"(?:startswith\((\w+),'([^']*)'\)|(\w+) eq '([^']*)')")
_MUNICIPALITY = re.compile(r"<fes:Literal>([^<]*)</fes:Literal>")

# Lists that are long enough to come in pages; metadata never is.
_LONG = ("TypedDataSet", "WijkenEnBuurten", "Observations", "WijkenEnBuurtenCodes")
_LONGER = 10  # a page of OData v4 has ten times the rows of one of v3


@dataclass
class Incident:
    """Something that goes wrong, the first ``times`` that an address has the pattern ``where``."""

    where: str
    kind: str  # status, cut, torn, page, gone, hang
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    then: Any = None  # called when it happens
    times: int = 1

    def strikes(self, address: str) -> bool:
        """Tell whether it goes wrong now."""
        return self.times > 0 and re.search(self.where, address) is not None


class OpenData:
    """What the server has, what it was asked, and what goes wrong."""

    def __init__(self) -> None:
        self.page_size = 5
        self.modified = "2025-10-01"
        self.versions = {"v3", "v4"}
        self.services = {"wfs", "ogc"}
        self.links_from = "https://opendata.cbs.nl"  # the host that the links name
        self.etags = True
        self.filters = True
        self.names_next = True
        self.promised: int | None = None
        self.incidents: list[Incident] = []
        self.asked: list[str] = []
        self.unchanged = 0
        self.rows: dict[str, list[dict[str, Any]]] = {
            "TypedDataSet": open_data.typed_rows(),
            "WijkenEnBuurten": open_data.area_names(),
            "DataProperties": open_data.files.properties(),
            "Observations": open_data.observations(),
            "WijkenEnBuurtenCodes": open_data.area_codes(),
            "MeasureCodes": open_data.measure_codes(),
            "MeasureGroups": open_data.measure_groups(),
            "Dimensions": open_data.dimensions(),
        }
        self.shapes = {
            kind: open_data.features(kind) for kind in ("gemeenten", "wijken", "buurten")
        }

    def move_to_the_real_country(self) -> None:
        """Give the areas codes as the Netherlands has them, of municipalities that are not there.

        The fictitious country is always compared with itself; only a part of the real one is
        recognised as a part. The figures stay invented.
        """

        def moved(content: Any) -> Any:
            words = re.sub(r"\b(GM|WK|BU)999", r"\g<1>900", json.dumps(content))
            return json.loads(words.replace("XX00", "NL00"))

        self.rows, self.shapes = moved(self.rows), moved(self.shapes)

    def asked_for(self, part: str) -> int:
        """Count the requests whose path ends in this part."""
        return sum(urlsplit(one).path.endswith(part) for one in self.asked)

    def answer(self, address: str) -> tuple[str, Any] | None:
        """Give the kind and content of an answer, none when there is nothing there."""
        split = urlsplit(address)
        query = {name: found[0] for name, found in parse_qs(split.query).items()}
        parts = split.path.strip("/").split("/")
        if parts[0] == "v3" and "v3" in self.versions and parts[1] == open_data.TABLE:
            return self._v3(address, parts[-1], query)
        if parts[0] == "v4" and "v4" in self.versions and parts[1] == open_data.TABLE:
            return self._v4(address, parts[-1], query)
        if parts[0] == "wfs" and "wfs" in self.services and "/2024/" in split.path:
            return self._wfs(query)
        if parts[0] == "ogc" and "ogc" in self.services and "buurten-2024" in split.path:
            return self._ogc(address, parts, query)
        return None

    def _v3(self, address: str, part: str, query: dict[str, str]) -> tuple[str, Any] | None:
        context = f"{self.links_from}/ODataFeed/odata/{open_data.TABLE}/$metadata#{part}"
        if part == "TableInfos":
            rows = len(self.rows["TypedDataSet"]) if self.promised is None else self.promised
            infos = [open_data.table_infos(self.modified, rows)]
            return "json", {"odata.metadata": context, "value": infos}
        if part not in ("DataProperties", "WijkenEnBuurten", "TypedDataSet"):
            return None
        return "json", self._page(address, part, query, "odata.metadata", "odata.nextLink")

    def _v4(self, address: str, part: str, query: dict[str, str]) -> tuple[str, Any] | None:
        if part == "Properties":
            cells = len(self.rows["Observations"]) if self.promised is None else self.promised
            found = open_data.properties(self.modified, cells)
            return "json", {"@odata.context": "x", **found}
        if part not in self.rows or part in ("TypedDataSet", "WijkenEnBuurten"):
            return None
        return "json", self._page(address, part, query, "@odata.context", "@odata.nextLink")

    def _page(
        self, address: str, part: str, query: dict[str, str], context: str, link: str
    ) -> dict[str, Any]:
        rows = self.rows[part]
        if "$filter" in query and self.filters:
            rows = [row for row in rows if _holds(row, query["$filter"])]
        skip = int(query.get("$skip", 0))
        longer = _LONGER if part == "Observations" else 1
        end = skip + (self.page_size * longer if part in _LONG else len(rows))
        answer: dict[str, Any] = {context: f"{self.links_from}/{open_data.TABLE}#{part}"}
        answer["value"] = rows[skip:end]
        if end < len(rows) and self.names_next:
            base, _, asked = address.partition("?")
            kept = "&".join(p for p in asked.split("&") if p and not p.startswith("$skip"))
            answer[link] = f"{self.links_from}{base}?{kept}&$skip={end}"
        return answer

    def _wfs(self, query: dict[str, str]) -> tuple[str, Any] | None:
        found = self.shapes.get(query["typeNames"].partition(":")[2])
        if found is None:
            return "xml", b"<ows:ExceptionReport/>"
        only = _MUNICIPALITY.search(query.get("filter", ""))
        if only and self.filters:
            found = [f for f in found if f["properties"]["gemeentecode"] == only[1]]
        if query.get("resultType") == "hits":
            total = len(found) if self.promised is None else self.promised
            return "xml", (
                '<?xml version="1.0"?><wfs:FeatureCollection '
                f'numberMatched="{total}" numberReturned="0"/>'
            ).encode()
        start, count = int(query["startIndex"]), int(query["count"])
        page = found[start : start + min(count, self.page_size)]
        return "json", {"type": "FeatureCollection", "features": page}

    def _ogc(self, address: str, parts: list[str], query: dict[str, str]) -> tuple[str, Any]:
        if parts[-1] != "items":
            return "json", {"id": parts[-1], "title": parts[-1], "links": [], "v": self.modified}
        found = self.shapes[parts[-2]]
        if "gemeentecode" in query and self.filters:
            found = [f for f in found if f["properties"]["gemeentecode"] == query["gemeentecode"]]
        start = int(query.get("cursor", 0))
        end = start + self.page_size
        links = [{"rel": "self", "href": address}]
        if end < len(found):
            kept = "&".join(f"{k}={v}" for k, v in query.items() if k != "cursor")
            links.append({"rel": "next", "href": f"https://api.pdok.nl/x?{kept}&cursor={end}"})
        page = {"type": "FeatureCollection", "features": found[start:end], "links": links}
        return "json", page


def _holds(row: dict[str, Any], words: str) -> bool:
    tests = list(_TEST.finditer(words))
    left = re.sub(r"\bor\b|\s", "", _TEST.sub("", words))
    if not tests or left:
        raise ValueError(f"the server does not read this filter: {words}")
    return any(
        str(row[one[1]]).startswith(one[2]) if one[1] else str(row[one[3]]) == one[4]
        for one in tests
    )


def _handler(data: OpenData) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            data.asked.append(self.path)
            incident = next((one for one in data.incidents if one.strikes(self.path)), None)
            if incident is not None:
                incident.times -= 1
                if incident.then is not None:
                    incident.then()
                if incident.kind != "nothing":
                    self._fail(incident)
                    return
            found = data.answer(self.path)
            if found is None:
                self._send(404, b"{}", "application/json")
                return
            kind, content = found
            body = content if kind == "xml" else json.dumps(content).encode()
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if data.etags and self.headers.get("If-None-Match") == etag:
                data.unchanged += 1
                self._send(304, b"", "application/json", {"ETag": etag})
                return
            mime = "text/xml" if kind == "xml" else "application/json; charset=utf-8"
            self._send(200, body, mime, {"ETag": etag} if data.etags else {})

        def _fail(self, incident: Incident) -> None:
            found = data.answer(self.path)
            body = json.dumps(found[1]).encode() if found and found[0] == "json" else b"<x/>"
            if incident.kind == "cut":  # the promise of a length that never comes
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
            elif incident.kind == "torn":  # half of it, with the length of the half
                self._send(200, body[: len(body) // 2], "application/json")
            elif incident.kind == "body":
                self._send(200, incident.body, "text/html")
            elif incident.kind == "hang":
                threading.Event().wait(1.5)
                self.close_connection = True
            elif incident.kind == "gone":
                self.close_connection = True
            else:
                self._send(incident.status, b"{}", "application/json", incident.headers)

        def _send(
            self, status: int, body: bytes, mime: str, headers: dict[str, str] | None = None
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", mime)
            self.send_header("Content-Length", str(len(body)))
            for name, words in (headers or {}).items():
                self.send_header(name, words)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output quiet."""

    return Handler


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a client go that hung up."""


@contextmanager
def serving(data: OpenData, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve until the end of the block; give the address. With a context it is https."""
    server = _Quiet(("127.0.0.1", 0), _handler(data))
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        scheme = "http" if context is None else "https"
        yield f"{scheme}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
