"""The recogniser of one install: in which folder it lives, and whether this install wants one.

A door, like the command: it reads the environment. It imports nothing of Django.
"""

from __future__ import annotations

import os
from pathlib import Path

from weefsel.outcomes.recogniser.client import Recogniser, start
from weefsel.outcomes.recogniser.messages import Room

SETTING = "WEEFSEL_RECOGNISER"
_OFF = frozenset({"0", "off", "no", "false"})


def room(home: Path) -> Room:
    """Give the room of the recogniser in the folder of an install."""
    return Room(home / "recogniser")


def start_here(home: Path) -> bool:
    """Start it for the process that serves the pages, unless the setting turns it off.

    Only a door (the command) may call this: it reads and sets the environment, so that the
    workers of the pages know that they may ask.
    """
    if os.environ.get(SETTING, "").lower() in _OFF:
        return False
    os.environ[SETTING] = "1"
    start(room(home), parent=os.getpid())
    return True


def asker(home: Path, *, parent: int | None = None) -> Recogniser | None:
    """Give who asks it, for a worker of the pages; none where the install has none."""
    if os.environ.get(SETTING, "0").lower() in _OFF | {""}:
        return None
    return Recogniser(room(home), start=True, parent=parent)
