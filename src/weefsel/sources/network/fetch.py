"""Ask one address, patiently: retries with back-off, time limits, whole answers only.

Proxies and certificates come from the environment, as requests reads them (HTTP_PROXY,
HTTPS_PROXY, NO_PROXY, REQUESTS_CA_BUNDLE).
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from weefsel import __version__
from weefsel.base.errors import InputError
from weefsel.sources.content import MOST_UNPACKED
from weefsel.sources.network import faults
from weefsel.sources.network.faults import Service

# Statuses after which the same question may get an answer: RFC 9110 section 15.6 and RFC 6585.
AGAIN = (429, 500, 502, 503, 504)
_CHUNK = 1 << 16  # bytes read at a time


@dataclass(frozen=True)
class Patience:
    """How long and how often to try. Choices of ours: no service states these."""

    tries: int = 5
    backoff_s: float = 1.0  # 0, 2, 4, 8 ... seconds between tries
    connect_s: float = 10.0
    read_s: float = 60.0  # CBS may take long over its first page
    longest_wait_s: float = 120.0  # a Retry-After beyond this ends the command


@dataclass(frozen=True)
class Answer:
    """What came back; ``body`` is None when what we have is still true (status 304)."""

    body: bytes | None
    etag: str | None = None
    modified: str | None = None
    content: Any = None  # the body as JSON, where that was asked for


class _TooLong(Exception):
    """The service asks for a longer wait than a command can take."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(seconds)


class _Retry(Retry):
    """Retries that give up at once when they are told to wait too long."""

    longest = Patience.longest_wait_s

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        seconds = super().get_retry_after(response)
        if seconds is not None and seconds > self.longest:
            raise _TooLong(seconds)
        return seconds


class Fetcher:
    """A session of requests to one service."""

    def __init__(self, service: Service, patience: Patience | None = None) -> None:
        self.service = service
        self.patience = patience or Patience()
        kind = type("_Retry", (_Retry,), {"longest": self.patience.longest_wait_s})
        retry = kind(
            total=self.patience.tries - 1,
            connect=1,
            backoff_factor=self.patience.backoff_s,
            status_forcelist=AGAIN,
            allowed_methods=("GET",),
            raise_on_status=False,
        )
        self.session = requests.Session()
        self.session.headers.update(
            {"Accept": "application/json", "User-Agent": f"weefsel/{__version__}"}
        )
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=retry))

    def __enter__(self) -> Fetcher:
        """Give the session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.session.close()

    def get(
        self,
        address: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
    ) -> Answer:
        """Get an address; give its whole body, or nothing when it is unchanged.

        ``etag`` and ``modified`` are those of the copy at hand. Raises ``NotThereError``
        when there is nothing at the address, ``UnreachableError`` for everything else.
        """
        asked = {
            name: value
            for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified))
            if value is not None
        }
        for turn in range(1, self.patience.tries + 1):
            try:
                return self._once(address, asked)
            except (
                requests.exceptions.ChunkedEncodingError,
                requests.exceptions.ContentDecodingError,
            ) as fault:
                # The body was cut off after the answer had begun: urllib3 does not retry that.
                if turn == self.patience.tries:
                    raise faults.broken_off(self.service, turn) from fault
                self.wait(turn)
            except _TooLong as fault:
                raise faults.asked_to_wait(self.service, fault.seconds) from fault
            except requests.exceptions.RequestException as fault:
                raise self._unreachable(fault) from fault
            except ValueError as fault:  # urllib3 refuses some addresses with a bare one
                raise self._unreachable(requests.exceptions.InvalidURL(str(fault))) from fault
        raise AssertionError("every turn returns or raises")

    def wait(self, turn: int) -> None:
        """Wait before a next try, twice as long each time."""
        time.sleep(self.patience.backoff_s * 2 ** (turn - 1))

    def _unreachable(self, fault: BaseException) -> InputError:
        return faults.unreachable(
            self.service, fault, connect_s=self.patience.connect_s, read_s=self.patience.read_s
        )

    def _once(self, address: str, asked: dict[str, str]) -> Answer:
        with self.session.get(
            address,
            headers=asked,
            stream=True,
            timeout=(self.patience.connect_s, self.patience.read_s),
        ) as response:
            etag = response.headers.get("ETag")
            modified = response.headers.get("Last-Modified")
            if response.status_code == 304 and asked:
                return Answer(None, etag, modified)
            if response.status_code != 200:
                raise faults.refused(self.service, response.status_code, self.patience.tries)
            parts: list[bytes] = []
            size = 0
            for chunk in response.iter_content(_CHUNK):
                size += len(chunk)
                if size > MOST_UNPACKED:
                    raise faults.something_else(self.service, _last(address))
                parts.append(chunk)
        return Answer(b"".join(parts), etag, modified)

    def get_json(
        self, address: str, *, etag: str | None = None, modified: str | None = None
    ) -> Answer:
        """Get a JSON object, again when it was cut off; raises as ``get`` does.

        A web page or a list is refused: neither is what these services give.
        """
        for turn in range(1, self.patience.tries + 1):
            answer = self.get(address, etag=etag, modified=modified)
            if answer.body is None:
                return answer
            content = self.read(answer.body)
            if isinstance(content, dict):
                return replace(answer, content=content)
            if content is not None:
                raise faults.something_else(self.service, _last(address))
            if answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
                raise self._marked_up(answer.body)
            if turn < self.patience.tries:
                self.wait(turn)
        raise faults.broken_off(self.service, self.patience.tries)

    def read(self, body: bytes) -> Any:
        """Give what a body holds, none when it is no JSON."""
        try:
            return json.loads(body.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return None

    def _marked_up(self, body: bytes) -> InputError:
        """Tell the report of a fault by a map service from the page of a captive network."""
        start = body[:1000].lower()
        if b"exceptionreport" in start or b"serviceexception" in start:
            return faults.refused(self.service, 400, 1)
        return faults.web_page(self.service)


def _last(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]
