"""A file sealed with a passphrase: unreadable without it, and noticed when one bit differs.

The key comes from the passphrase by scrypt (RFC 7914). The content is cut in blocks, each
sealed by AES-256-GCM with a counter and a mark for the last in its nonce, so that blocks can
be neither changed, swapped, repeated nor cut off (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizar, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance",
2015). Blocks can be read in any order.
"""

from __future__ import annotations

import io
import os
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from weefsel.base.errors import InputError
from weefsel.base.language import text

MAGIC = b"weefsel-sealed-1\n"
SALT_BYTES = 16
KEY_BYTES = 32  # AES-256
TAG_BYTES = 16  # of GCM
NONCE_PREFIX_BYTES = 7  # with a counter of four bytes and a mark of one: the twelve of GCM
# OWASP Password Storage Cheat Sheet, the strongest of its settings for scrypt: 128 MB, 1 s.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 1 << 17, 8, 1
BLOCK = 1 << 16
SHORTEST_PASSPHRASE = 16  # characters; NCSC advises sentences, not words
_HEAD = len(MAGIC) + SALT_BYTES + NONCE_PREFIX_BYTES


def is_sealed(handle: IO[bytes]) -> bool:
    """Tell whether a file is sealed; it stands at its begin again afterwards."""
    found = handle.read(len(MAGIC))
    handle.seek(0)
    return found == MAGIC


def read_passphrase(content: bytes, name: str) -> bytes:
    """Give the passphrase in a file, without the end of its line.

    Raises ``InputError`` when it is too short to protect anything.
    """
    found = content.strip(b"\r\n")
    if len(found.decode(errors="replace")) < SHORTEST_PASSPHRASE:
        raise InputError(
            text("a passphrase has at least %(least)s characters.", least=SHORTEST_PASSPHRASE),
            where=name,
            todo=text("Write a sentence that nobody else would think of, and keep it elsewhere."),
        )
    return found


def _cipher(passphrase: bytes, salt: bytes) -> AESGCM:
    kdf = Scrypt(salt=salt, length=KEY_BYTES, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P)
    return AESGCM(kdf.derive(passphrase))


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


class SealedWriter(io.RawIOBase):
    """Seals what is written to it; call ``finish`` at the end."""

    def __init__(self, raw: IO[bytes], passphrase: bytes) -> None:
        salt, self._prefix = os.urandom(SALT_BYTES), os.urandom(NONCE_PREFIX_BYTES)
        self._raw, self._cipher = raw, _cipher(passphrase, salt)
        self._head = MAGIC + salt + self._prefix
        self._kept, self._number = bytearray(), 0
        raw.write(self._head)

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, content: Any) -> int:
        """Take some bytes; whole blocks go out, but the last is kept until ``finish``."""
        self._kept += content
        while len(self._kept) > BLOCK:
            self._seal(bytes(self._kept[:BLOCK]), last=False)
            del self._kept[:BLOCK]
        return len(content)

    def finish(self) -> None:
        """Seal what is left as the last block."""
        self._seal(bytes(self._kept), last=True)
        self._kept.clear()

    def _seal(self, block: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last)
        self._raw.write(self._cipher.encrypt(nonce, block, self._head))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Opens what was sealed; can be read from any place.

    Raises ``InputError`` at once when the passphrase is another or the file was changed.
    """

    def __init__(self, raw: IO[bytes], passphrase: bytes, name: str) -> None:
        self._raw, self._name = raw, name
        self._head = raw.read(_HEAD)
        salt = self._head[len(MAGIC) : len(MAGIC) + SALT_BYTES]
        self._prefix = self._head[len(MAGIC) + SALT_BYTES :]
        sealed = raw.seek(0, io.SEEK_END) - _HEAD
        self._blocks = max(-(-sealed // (BLOCK + TAG_BYTES)), 1)
        self._size = sealed - self._blocks * TAG_BYTES
        self._at, self._held, self._block = 0, -1, b""
        if len(self._head) < _HEAD or self._size < 0:
            raise self._wrong()
        self._cipher = _cipher(passphrase, salt)
        self._open(0)
        self._open(self._blocks - 1)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read from any place."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(start + offset, 0)
        return self._at

    def tell(self) -> int:
        """Tell the place."""
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """Read on from the place."""
        left = max(self._size - self._at, 0)
        wanted = left if size is None or size < 0 else min(size, left)
        found = bytearray()
        while len(found) < wanted:
            number, within = divmod(self._at, BLOCK)
            piece = self._open(number)[within : within + wanted - len(found)]
            found += piece
            self._at += len(piece)
        return bytes(found)

    def _open(self, number: int) -> bytes:
        if number != self._held:
            self._raw.seek(_HEAD + number * (BLOCK + TAG_BYTES))
            sealed = self._raw.read(BLOCK + TAG_BYTES)
            nonce = _nonce(self._prefix, number, number == self._blocks - 1)
            try:
                self._block = self._cipher.decrypt(nonce, sealed, self._head)
            except InvalidTag as fault:
                raise self._wrong() from fault
            self._held = number
        return self._block

    def _wrong(self) -> InputError:
        return InputError(
            text("this backup does not open with that passphrase, or it was changed."),
            where=self._name,
            todo=text("Check the passphrase, or take another backup."),
        )
