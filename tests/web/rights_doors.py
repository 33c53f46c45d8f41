"""Every thing that belongs to a house, and every address that opens it, for one generic test.

Each part adds its thing: how to make one in a house, and its addresses in pages, downloads
and API. ``test_rights_doors.py`` then opens each as every role of the own house, of another
house and of no house, published or not, and holds the answer to the table of rights. A file
``tests/web/doors_<part>.py`` with ``SHELVES = [Shelf(...), ...]`` is found by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class At:
    """An address, the right it takes, and how it is asked."""

    right: str
    url: str
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    json: bool = False


def _nothing(thing: Any) -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class Shelf:
    """A kind of thing that belongs to a house.

    ``make(house)`` makes one that is not published; ``publish(thing)`` publishes it (leave out
    where nothing is ever published); ``opens(thing)`` gives the addresses that hold its id;
    ``lists(thing)`` gives addresses where it may be listed among others (they may answer 200
    to anybody, but must not show ``secrets``); ``secrets(thing)`` gives words that nobody may
    read who may not see it (title, text, file name).
    """

    thing: str
    make: Callable[[Any], Any]
    opens: Callable[[Any], Sequence[At]]
    secrets: Callable[[Any], Sequence[str]]
    lists: Callable[[Any], Sequence[At]] = _nothing
    publish: Callable[[Any], Any] | None = None


def shelves() -> list[Shelf]:
    """Give what every part registered."""
    found: list[Shelf] = []
    for path in sorted(Path(__file__).parent.glob("doors_*.py")):
        found += import_module(f"web.{path.stem}").SHELVES
    return found
