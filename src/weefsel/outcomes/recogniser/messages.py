"""How asker and recogniser speak: a length, a signature with the key of the install, and JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

MOST_BYTES = 4_000_000  # a text is pages, not books
KEY_BYTES = 32
_LENGTH = struct.Struct(">I")
_SIGNATURE_BYTES = hashlib.sha256().digest_size


class NotUnderstoodError(Exception):
    """What came over the line is cut off, too long, or not signed with our key."""


@dataclass(frozen=True)
class Room:
    """The folder of a recogniser and what lies in it."""

    folder: Path

    @property
    def lock(self) -> Path:
        """Give the file that the one process holds locked while it lives."""
        return self.folder / "lock"

    @property
    def address(self) -> Path:
        """Give the file with its port and process, there from when it is ready."""
        return self.folder / "address.json"

    @property
    def journal(self) -> Path:
        """Give the file in which the process tells what it does; never what it reads."""
        return self.folder / "journal.txt"

    @property
    def cache(self) -> Path:
        """Give the folder for deduce's look-up tables, another for each set of packages."""
        parts = [
            f"{name} {metadata.version(name)}" for name in ("deduce", "docdeid", "frozendict")
        ]
        return self.folder / hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]

    def key(self) -> bytes:
        """Give the key of this install; it is made the first time, for its owner alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "key"
        fresh = self.folder / f"key.{os.getpid()}.{secrets.token_hex(4)}"
        if not path.exists():
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
            with suppress(OSError):  # another made it in the meantime: theirs holds
                os.link(fresh, path)
            fresh.unlink(missing_ok=True)
        return path.read_bytes()


def send(line: socket.socket, key: bytes, message: dict[str, Any]) -> None:
    """Send a message."""
    body = json.dumps(message).encode()
    line.sendall(_LENGTH.pack(len(body)) + hmac.digest(key, body, "sha256") + body)


def receive(line: socket.socket, key: bytes) -> dict[str, Any]:
    """Wait for a message. Raises ``NotUnderstoodError`` when it is not whole or not ours."""
    (length,) = _LENGTH.unpack(_read(line, _LENGTH.size))
    if length > MOST_BYTES:
        raise NotUnderstoodError("too long")
    signature = _read(line, _SIGNATURE_BYTES)
    body = _read(line, length)
    if not hmac.compare_digest(signature, hmac.digest(key, body, "sha256")):
        raise NotUnderstoodError("not signed with our key")
    try:
        message = json.loads(body)
    except ValueError as fault:
        raise NotUnderstoodError("no JSON") from fault
    if not isinstance(message, dict):
        raise NotUnderstoodError("no message")
    return message


def _read(line: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = line.recv(min(65_536, length - len(parts)))
        if not part:
            raise NotUnderstoodError("cut off")
        parts += part
    return bytes(parts)
