"""The process that reads names with deduce: ``python -m weefsel.outcomes.recogniser.server``.

One at a time for a folder: a second one finds the lock taken and goes. It ends when nobody asked
anything for a while, or when the process it was started for is gone.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from weefsel.base.durable import write_durably
from weefsel.outcomes.recogniser.messages import NotUnderstoodError, Room, receive, send

IDLE_SECONDS = 3600.0
# Who only looks whether the lock is taken holds it for an instant.
LOCK_SECONDS = 0.5
LINE_SECONDS = 5.0  # how long an asker may take to say what it wants
_NICE = 10
_PERSONS = frozenset({"persoon", "patient"})

Reader = Callable[[str], Sequence[tuple[int, int]]]


def deduce_reader(cache: Path) -> Reader:
    """Load deduce, its look-up tables built first where they are not yet; takes time."""
    from deduce import Deduce

    logging.disable(logging.CRITICAL)  # deduce logs all it does, on standard output
    try:
        reader = Deduce(cache_path=cache)
    except Exception:  # a table that was cut off while it was written: build it again
        shutil.rmtree(cache, ignore_errors=True)
        reader = Deduce(cache_path=cache)

    def read(words: str) -> list[tuple[int, int]]:
        found = reader.deidentify(words).annotations
        return sorted((one.start_char, one.end_char) for one in found if one.tag in _PERSONS)

    return read


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, room: Room, reader: Reader) -> None:
        self.key, self.reader = room.key(), reader
        self.busy = threading.Lock()  # deduce is not made for two at a time
        self.asked = time.monotonic()
        super().__init__(("127.0.0.1", 0), _Line)

    def handle_error(self, request: object, client_address: object) -> None:
        """Let an asker that goes away go; a text is never written to a journal."""


class _Line(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        """Answer one question."""
        line: socket.socket = self.request
        line.settimeout(LINE_SECONDS)
        with suppress(NotUnderstoodError, OSError):
            words = receive(line, self.server.key).get("words")
            if not isinstance(words, str):
                return
            with self.server.busy:
                self.server.asked = time.monotonic()
                names = self.server.reader(words)
            send(line, self.server.key, {"names": [list(one) for one in names]})


def alive(process: int) -> bool:
    """Tell whether a process still runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def run(
    room: Room,
    *,
    idle: float = IDLE_SECONDS,
    parent: int | None = None,
    load: Callable[[Path], Reader] = deduce_reader,
) -> bool:
    """Serve until idle or the parent is gone; give whether this process was the one."""
    room.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(room.lock)
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout:
        return False
    try:
        room.address.unlink(missing_ok=True)
        room.cache.mkdir(parents=True, exist_ok=True)
        with _Server(room, load(room.cache)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            here = {"port": server.server_address[1], "process": os.getpid()}
            write_durably(room.address, json.dumps(here).encode())
            while time.monotonic() - server.asked < idle and (parent is None or alive(parent)):
                time.sleep(min(1.0, idle))
            server.shutdown()
    finally:
        room.address.unlink(missing_ok=True)
        lock.release()
    return True


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--idle", type=float, default=IDLE_SECONDS)
    parser.add_argument("--parent", type=int, default=None)
    given = parser.parse_args()
    if hasattr(os, "nice"):
        os.nice(_NICE)
    started = time.monotonic()
    served = run(Room(given.folder), idle=given.idle, parent=given.parent)
    words = "ended" if served else "another one is there"
    sys.stderr.write(f"{words} after {time.monotonic() - started:.0f} s\n")


if __name__ == "__main__":
    main()
