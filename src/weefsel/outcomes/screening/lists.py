"""The lists that rules look things up in: those that come with deduce, and our own.

deduce (LGPL-3.0-or-later) brings lists of first names, surnames, streets and places; they are
read where it is installed and not copied. It is not imported for that: loading it takes
long. Our own lists are in ``screening_data``; the first lines of each tell its source.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources, util
from pathlib import Path

from weefsel.outcomes.screening.fold import bare

_OWN = resources.files("weefsel.outcomes") / "screening_data"
_INSIDE_DEDUCE = Path("data") / "lookup" / "src"
_SHORTEST_PART = 3  # letters of a part of a compound
_LONGEST_WORD = 40  # letters; what is longer is no word that people type
MOST_PARTS = 3  # parts of a compound that are looked for


def _of_deduce(name: str) -> list[str]:
    """Read a list of the installed deduce; an install without it has an empty one."""
    spec = util.find_spec("deduce")
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(spec.submodule_search_locations[0]) / _INSIDE_DEDUCE / name
    items, exceptions = (_lines(folder / file) for file in ("items.txt", "exceptions.txt"))
    left_out = set(exceptions) if name.startswith("locations") else set()
    return [item for item in items if item not in left_out]


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _own(name: str) -> list[str]:
    """Read a list of our own; lines that begin with # tell where it comes from."""
    lines = (_OWN / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


class _Block:
    """A long list as one stretch of bytes: small in memory, quick enough for a few questions."""

    def __init__(self, words: list[str]) -> None:
        self._bytes = ("\n" + "\n".join(words) + "\n").encode()

    def has(self, word: str) -> bool:
        """Tell whether a word is in the list."""
        return f"\n{word}\n".encode("utf-8", "surrogatepass") in self._bytes


@cache
def _streets() -> _Block:
    return _Block([name.lower() for name in _of_deduce("locations/lst_street")])


@lru_cache(maxsize=4096)
def is_street(name: str) -> bool:
    """Tell whether there is a street of this name in the Netherlands; small letters."""
    return _streets().has(name)


@cache
def _words() -> _Block:
    return _Block(_own("dutch_words"))


@lru_cache(maxsize=16384)
def is_word(word: str, parts: int = MOST_PARTS) -> bool:
    """Tell whether a bare word is Dutch: in the list, or words of it put together."""
    if _words().has(word):
        return True
    if parts == 1 or not _SHORTEST_PART * 2 <= len(word) <= _LONGEST_WORD:
        return False
    return any(
        (_words().has(word[:cut]) or _words().has(word[:cut].removesuffix("s")))
        and is_word(word[cut:], parts - 1)
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    )


@dataclass(frozen=True)
class Names:
    """What is known of names, all bare: small letters without accents."""

    first: frozenset[str]
    first_dutch: frozenset[str]
    last: frozenset[str]
    last_dutch: frozenset[str]
    also_words: frozenset[str]
    places: frozenset[str]


@cache
def names() -> Names:
    """Read the lists of names, once a process."""
    first_dutch = frozenset(map(bare, _of_deduce("names/lst_first_name")))
    last_dutch = frozenset(
        map(bare, _of_deduce("names/lst_surname") + _of_deduce("names/lst_interfix_surname"))
    )
    places = [
        name
        for part in ("lst_residence", "lst_municipality", "lst_region", "lst_province")
        for name in _of_deduce(f"locations/lst_placename/{part}")
    ]
    return Names(
        first=first_dutch | frozenset(map(bare, _own("first_names"))),
        first_dutch=first_dutch,
        last=last_dutch | frozenset(map(bare, _own("surnames"))),
        last_dutch=last_dutch,
        also_words=frozenset(_own("also_words")),
        places=frozenset(map(bare, places)),
    )


@cache
def _cues() -> dict[str, list[str]]:
    given: dict[str, str | list[str]] = {}
    for file in ("cues.toml", "addresses.toml"):
        given |= tomllib.loads((_OWN / file).read_text(encoding="utf-8"))
    return {
        name: words.split() if isinstance(words, str) else words for name, words in given.items()
    }


def cue_row(name: str) -> list[str]:
    """Read one list of words around names and addresses, longest first, as it is written."""
    return sorted(_cues()[name], key=len, reverse=True)


@cache
def cue(name: str) -> frozenset[str]:
    """Read one list of words around names and addresses, bare, to look words up in."""
    return frozenset(map(bare, _cues()[name]))
