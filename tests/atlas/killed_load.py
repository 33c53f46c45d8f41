"""Load two tables over and over, each time killed at a later step on the disk.

Run as ``python killed_load.py HOME``. From ``HOME/start`` it makes ``HOME/killed-1``, in which
a load was killed at its first step, and so on; ``HOME/whole`` is the first that ended well.
It prints how many steps a whole load takes. Each load runs in a fork of this process, which
itself never lets Polars work, so that no thread is lost in a fork.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from atlas.tables import areas, counts, edition, raw
from weefsel.atlas.store import Store

steps, fatal = 0, 0


def fatal_now() -> bool:
    global steps
    steps += 1
    return steps == fatal


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(act: Any) -> Any:
    def stepped(*given: Any, **named: Any) -> Any:
        if fatal_now():
            die()
        return act(*given, **named)

    return stepped


class HalfWriter:
    """A file that is killed with half of its bytes written."""

    def __init__(self, handle: Any) -> None:
        self.handle = handle

    def __enter__(self) -> HalfWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.handle.close()

    def write(self, content: bytes) -> None:
        if fatal_now():
            self.handle.write(content[: len(content) // 2])
            self.handle.flush()
            die()
        self.handle.write(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.handle, name)


open_path = Path.open
Path.open = lambda self, mode="r", *a, **k: (  # type: ignore[method-assign, assignment]
    HalfWriter(open_path(self, mode, *a, **k)) if "w" in mode else open_path(self, mode, *a, **k)
)
os.fsync, os.replace = before(os.fsync), before(os.replace)
Path.unlink = before(Path.unlink)  # type: ignore[method-assign]


def load(home: Path) -> None:
    with Store(home).change() as change:
        change.load(
            raw(places=areas(names={"BU99900000": "Nieuwland"})), counts(start=500.0), replace=True
        )
        later = edition(2021)
        change.load(raw(later), counts(later))


if __name__ == "__main__":
    root = Path(sys.argv[1])
    for fatal in count(1):
        place = root / f"killed-{fatal}"
        shutil.copytree(root / "start", place)
        child = os.fork()
        if child == 0:
            load(place)
            os._exit(0)
        _, ended = os.waitpid(child, 0)
        if not os.WIFSIGNALED(ended):
            break
    os.rename(place, root / "whole")
    print(fatal - 1)
    sys.exit(os.WEXITSTATUS(ended))
