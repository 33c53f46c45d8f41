"""What a provider says of itself (OpenID Connect Discovery 1.0) and the keys it signs with.

Fetched when somebody first needs it, never at start: a provider that is down stops only the
log-in by that provider. Kept for a while in this process.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import requests

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.login.config import check_address
from weefsel.web.login.oidc.refusal import RefusedError, refused

WELL_KNOWN = "/.well-known/openid-configuration"
KEPT = 600  # seconds that a document is used before it is asked again
FAILED = 30  # seconds that a failure is told again without asking: nobody can hold our workers
KEYS_AT_MOST_EVERY = 10  # seconds between two questions for a key we do not know
PATIENCE = (3, 7)  # seconds to connect and to answer
LARGEST = 1_000_000  # bytes; a larger answer is no document of this kind


@dataclass(frozen=True)
class Found:
    """The addresses of a provider."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str


_kept: dict[str, tuple[float, Any]] = {}
_failed: dict[str, tuple[float, RefusedError]] = {}
_busy = Lock()


def forget() -> None:
    """Forget what was kept: for tests, and for who changes the provider."""
    with _busy:
        _kept.clear()
        _failed.clear()


def fetch(address: str) -> Mapping[str, Any]:
    """Fetch a JSON object. Raises ``RefusedError`` when that does not succeed."""
    try:
        with requests.get(address, timeout=PATIENCE, allow_redirects=False, stream=True) as answer:
            if answer.status_code != requests.codes.ok:
                raise refused(text("the provider of your account answers with a fault."))
            body = answer.raw.read(LARGEST + 1, decode_content=True)
            if len(body) > LARGEST:
                raise refused(text("the provider of your account says something unreadable."))
            answer._content = body
            found = answer.json()
    except requests.exceptions.JSONDecodeError:
        raise refused(text("the provider of your account says something unreadable.")) from None
    except requests.RequestException:
        raise refused(
            text("the provider of your account does not answer."),
            text("Try again later, or ask who runs this Weefsel."),
        ) from None
    if not isinstance(found, dict):
        raise refused(text("the provider of your account says something unreadable."))
    return found


def _ask(address: str, *, older_than: float = KEPT) -> Mapping[str, Any]:
    """Give a document that is no older than so many seconds."""
    with _busy:
        at, document = _kept.get(address, (0.0, None))
        failed_at, fault = _failed.get(address, (0.0, None))
    if document is not None and time.monotonic() - at < older_than:
        return dict(document)
    if fault is not None and time.monotonic() - failed_at < FAILED:
        raise RefusedError(fault.what, todo=fault.todo)
    try:
        document = fetch(address)
    except RefusedError as new:
        with _busy:
            _failed[address] = (time.monotonic(), new.with_traceback(None))
        raise
    with _busy:
        _kept[address] = (time.monotonic(), document)
        _failed.pop(address, None)
    return document


def discover(issuer: str) -> Found:
    """Give the addresses of a provider. Raises ``RefusedError``."""
    document = _ask(issuer + WELL_KNOWN)
    if str(document.get("issuer", "")).rstrip("/") != issuer:
        raise refused(text("the provider of your account gives another name than was set."))
    named = {}
    for ours, theirs, needed in (
        ("authorization", "authorization_endpoint", True),
        ("token", "token_endpoint", True),
        ("keys", "jwks_uri", True),
        ("userinfo", "userinfo_endpoint", False),
        ("end_session", "end_session_endpoint", False),
    ):
        address = str(document.get(theirs) or "")
        if address or needed:
            try:
                check_address(address, theirs)
            except InputError:
                raise refused(
                    text("the provider of your account gives an address that is not secure.")
                ) from None
        named[ours] = address
    return Found(issuer=str(document["issuer"]), **named)


def signing_key(found: Found, kid: str | None) -> Mapping[str, Any] | None:
    """Give the RSA key with this id, after asking the provider anew when it is not known."""
    for older_than in (KEPT, KEYS_AT_MOST_EVERY):
        keys = _ask(found.keys, older_than=older_than).get("keys")
        fitting = [
            key
            for key in (keys if isinstance(keys, list) else [])
            if isinstance(key, dict)
            and key.get("kty") == "RSA"
            and key.get("use", "sig") == "sig"
            and key.get("alg", "RS256") == "RS256"
            and (kid is None or key.get("kid") == kid)
        ]
        if len(fitting) == 1:
            return fitting[0]
    return None
