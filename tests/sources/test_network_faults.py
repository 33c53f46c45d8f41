"""Everything that a network does wrong, each a sentence that says what to do."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from sources import open_data
from sources.open_data_server import Incident, OpenData, serving
from weefsel.base.errors import InputError
from weefsel.sources import kwb
from weefsel.sources.network import cbs
from weefsel.sources.network.faults import UnreachableError
from weefsel.sources.network.fetch import Patience

HASTY = Patience(tries=3, backoff_s=0.01, connect_s=1, read_s=0.5, longest_wait_s=3)
PAGE = "TypedDataSet.*skip=5"
Ask = Callable[..., Path]


@pytest.fixture
def data() -> OpenData:
    return OpenData()


@pytest.fixture
def ask(data: OpenData, tmp_path: Path) -> Iterator[Ask]:
    with serving(data) as at:

        def call(**options: Any) -> Path:
            feeds = {"feed": f"{at}/v3", "feed_v4": f"{at}/v4", **options}
            return cbs.fetch_table(
                open_data.TABLE,
                tmp_path / "target",
                cache=tmp_path / "cache",
                patience=HASTY,
                **feeds,
            ).folder

        yield call


def refusal(ask: Ask, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        ask(**options)
    said = caught.value.sentence("en")
    assert caught.value.todo is not None
    assert "\n" not in said
    assert said.startswith(f"{open_data.TABLE}: ")
    assert caught.value.sentence("nl") != said
    return said


@pytest.mark.parametrize(
    "incident",
    [
        Incident(PAGE, "status", 503, {"Retry-After": "1"}),
        Incident(PAGE, "status", 429, {"Retry-After": "0"}),
        Incident(PAGE, "status", 500, times=2),
        Incident(PAGE, "cut"),
        Incident(PAGE, "torn"),
        Incident(PAGE, "gone"),
        Incident(PAGE, "hang"),
        Incident("TableInfos", "cut"),
        Incident("WijkenEnBuurten.*skip=10", "torn", times=2),
    ],
    ids=lambda one: f"{one.kind}-{one.status}" if isinstance(one, Incident) else "",
)
def test_what_goes_wrong_once_is_tried_again(data: OpenData, ask: Ask, incident: Incident) -> None:
    incident.times = max(incident.times, 1)
    data.incidents = [incident]
    (raw,) = kwb.read(ask())
    assert raw.areas.height == len(open_data.AREAS)
    assert incident.times == 0


def test_a_retry_after_is_waited_for(data: OpenData, ask: Ask) -> None:
    data.incidents = [Incident(PAGE, "status", 503, {"Retry-After": "1"})]
    began = time.monotonic()
    ask()
    assert time.monotonic() - began >= 1


def test_a_retry_after_that_is_too_long_is_said(data: OpenData, ask: Ask) -> None:
    data.incidents = [Incident(PAGE, "status", 429, {"Retry-After": "3600"}, times=9)]
    began = time.monotonic()
    assert "CBS asks to wait 3,600 seconds before trying again" in refusal(ask)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("incident", "sentence"),
    [
        (Incident(PAGE, "status", 503), "too busy or out of order (status 503, after 3 tries)"),
        (Incident(PAGE, "status", 429), "too busy or out of order (status 429, after 3 tries)"),
        (Incident(PAGE, "status", 403), "CBS refuses the request (status 403)"),
        (Incident(PAGE, "status", 511), "your network asks for a log-in"),
        (Incident(PAGE, "cut"), "the answer of CBS was cut off or damaged, 3 times"),
        (Incident(PAGE, "torn"), "the answer of CBS was cut off or damaged, 3 times"),
        (Incident(PAGE, "gone"), "the connection to CBS was broken off"),
        (Incident(PAGE, "hang"), "CBS gave no answer within 0.5 seconds"),
        (Incident(PAGE, "body", body=b"<!doctype html><title>Log in"), "a web page came back"),
        (
            Incident(PAGE, "body", body=b'{"value": 3}'),
            "something else than the part TypedDataSet",
        ),
        (Incident(PAGE, "body", body=b'["a"]'), "something else than the part TypedDataSet"),
        (Incident(PAGE, "body", body=b'{"value": [1, 2]}'), "where CBS promises 13"),
        (Incident(PAGE, "body", body=b""), "the answer of CBS was cut off or damaged, 3 times"),
        (
            Incident("DataProperties", "body", body=b'{"value": []}'),
            "something else than the part DataProperties",
        ),
        (
            Incident("DataProperties", "body", body=b'{"value": [], "odata.nextLink": "x"}'),
            "something else than the part DataProperties",
        ),
    ],
)
def test_what_keeps_going_wrong_is_said_and_what_came_stays(
    data: OpenData, ask: Ask, tmp_path: Path, incident: Incident, sentence: str
) -> None:
    data.versions = {"v3"}
    data.incidents = [Incident(**{**vars(incident), "times": 99})]
    assert sentence in refusal(ask)
    assert not (tmp_path / "target").exists()
    assert not list((tmp_path / "cache").rglob("*.unfinished"))


def test_a_redirect_to_a_log_in_page_is_recognised(data: OpenData, ask: Ask) -> None:
    data.incidents = [
        Incident(
            "/v[34]/.*/(TableInfos|Properties)", "status", 302, {"Location": "/login"}, times=9
        ),
        Incident("/login", "body", body=b"<html>Wi-Fi", times=9),
    ]
    said = refusal(ask)
    assert "a web page came back" in said
    assert "Open a web page to log in" in said


def test_a_redirect_without_end_is_said(data: OpenData, ask: Ask) -> None:
    data.incidents = [Incident("/", "status", 302, {"Location": "/again"}, times=999)]
    assert "CBS keeps sending the request on" in refusal(ask)


def test_without_a_network_the_sentence_names_the_way_round(ask: Ask) -> None:
    """The name ends in .invalid, which no name server knows (RFC 2606)."""
    said = refusal(ask, feed="https://cbs.invalid/odata", feed_v4="https://cbs.invalid/v4")
    assert "CBS cannot be found from here: there is no network" in said
    assert "download the table from StatLine and load that file" in said


def test_a_closed_door_is_said(ask: Ask) -> None:
    said = refusal(ask, feed="http://127.0.0.1:9/v3", feed_v4="http://127.0.0.1:9/v4")
    assert "the connection to CBS is refused" in said


@pytest.mark.parametrize("address", ["opendata.cbs.nl", "ftp://x", "http://", "https://[::"])
def test_a_setting_that_is_no_address_is_said(ask: Ask, address: str) -> None:
    assert "is not an address of the web" in refusal(ask, feed=address, feed_v4=address)


def test_when_one_version_does_not_answer_the_other_is_asked(data: OpenData, ask: Ask) -> None:
    (raw,) = kwb.read(ask(feed="http://127.0.0.1:9/v3"))
    assert raw.areas.height == len(open_data.AREAS)
    assert data.asked_for("/Observations") > 0


def test_a_version_that_does_not_answer_weighs_more_than_one_without_the_table(
    data: OpenData, ask: Ask
) -> None:
    data.versions = set()
    assert "refused" in refusal(ask, feed="http://127.0.0.1:9/v3")


def test_a_proxy_that_does_not_let_it_through_is_said(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Proxy(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            self.send_error(403)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output quiet."""

    server = HTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    try:
        said = refusal(ask, feed="https://cbs.invalid/v3", feed_v4="https://cbs.invalid/v4")
    finally:
        server.shutdown()
        server.server_close()
    assert "the proxy of your network does not let the request to CBS through" in said


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """Make a certificate that nobody knows."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, cert


def test_a_certificate_that_is_not_known_is_said_and_can_be_given(
    data: OpenData,
    ask: Ask,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, cert = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with serving(data, context) as at:
        feeds = {"feed": f"{at}/v3", "feed_v4": f"{at}/v4"}
        said = refusal(ask, **feeds)
        assert "the secure connection to CBS cannot be trusted" in said
        assert "REQUESTS_CA_BUNDLE" in said
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(cert))
        (raw,) = kwb.read(ask(**feeds))
    assert raw.areas.height == len(open_data.AREAS)


def test_a_cache_that_may_not_be_written_is_said(data: OpenData, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    with serving(data) as at, pytest.raises(InputError, match="nothing can be written there"):
        cbs.fetch_table(
            open_data.TABLE, tmp_path, cache=tmp_path / "cache", feed=f"{at}/v3", patience=HASTY
        )


def test_a_fault_in_the_first_question_is_told_from_one_in_the_middle(
    data: OpenData, ask: Ask
) -> None:
    data.incidents = [Incident(PAGE, "status", 503, times=99)]
    with pytest.raises(UnreachableError) as caught:
        ask()
    assert caught.value.begun
