"""Asks the recogniser, and starts it where it is not there; never waits long."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress

from filelock import FileLock, Timeout

from weefsel.outcomes.recogniser.messages import NotUnderstoodError, Room, receive, send

ANSWER_SECONDS = 3.0
# After a silence nobody waits for the recogniser again for this long.
PATIENCE_SECONDS = 20.0
START_AGAIN_SECONDS = 60.0


class Recogniser:
    """Asks for names in a text; its owner passes in the folder and whether it may start one."""

    def __init__(
        self,
        room: Room,
        *,
        start: bool = False,
        parent: int | None = None,
        idle: float | None = None,
    ) -> None:
        self.room, self._start, self._parent, self._idle = room, start, parent, idle
        self._silent_until = 0.0
        self._started = -START_AGAIN_SECONDS

    def names(self, words: str) -> list[tuple[int, int]] | None:
        """Give the stretches that are names, or none when nobody answers in time."""
        if not words.strip():
            return []
        now = time.monotonic()
        if now < self._silent_until:
            return None
        found = self._ask(words)
        if found is None:
            self._start_again()
        return found

    def _start_again(self) -> None:
        now = time.monotonic()
        if not self._start or now - self._started < START_AGAIN_SECONDS:
            return
        # One that is just dying still holds the lock: then nothing was started, so try again.
        if start(self.room, parent=self._parent, idle=self._idle) is not None:
            self._started = now

    def _ask(self, words: str) -> list[tuple[int, int]] | None:
        try:
            port = json.loads(self.room.address.read_bytes())["port"]
            key = self.room.key()
            with socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS) as line:
                send(line, key, {"words": words})
                given = receive(line, key)["names"]
            return [
                (int(first), int(last))
                for first, last in given
                if 0 <= int(first) < int(last) <= len(words)
            ]
        except FileNotFoundError:
            return None  # it is not ready: that costs no time, so ask again next time
        except (OSError, NotUnderstoodError, ValueError, KeyError, TypeError):
            self._silent_until = time.monotonic() + PATIENCE_SECONDS
            return None

    def ready(self) -> bool:
        """Tell whether it answers now; starts it where it may and it is not there."""
        self._silent_until = 0.0
        if self._ask("Jan de Vries") is not None:
            return True
        self._start_again()
        return False

    def wait(self, seconds: float) -> bool:
        """Wait until it answers, at most so long; give whether it does."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.ready():
                return True
            time.sleep(0.2)
        return self.ready()


def is_held(room: Room) -> bool:
    """Tell whether a process is there, ready or still loading."""
    if not room.folder.is_dir():
        return False
    lock = FileLock(room.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def start(
    room: Room, *, parent: int | None = None, idle: float | None = None
) -> subprocess.Popen[bytes] | None:
    """Start the process in the background unless one is there; gives at once."""
    if is_held(room):
        return None
    room.folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "weefsel.outcomes.recogniser.server", str(room.folder)]
    if parent is not None:
        command += ["--parent", str(parent)]
    if idle is not None:
        command += ["--idle", str(idle)]
    with suppress(OSError), room.journal.open("wb") as journal:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=journal,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,
        )
    return None
