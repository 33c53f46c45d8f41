"""The notes of one page: where each figure on it comes from, each provenance once.

Figures with the same sources, year, range and reason share a note. A note that differs from an
earlier one in its range alone points back to it, so that sixty scores of one method are not sixty
times the same sources. The first figure of a note is in the keyboard order; the others lead to
the same note and are skipped by Tab, so that a table of sixty rows is not sixty stops.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from weefsel.base.figure import Figure, Flag, Source, State
from weefsel.base.language import Text


@dataclass(frozen=True)
class Note:
    """One provenance: sources, year, range or the reason why there is none."""

    number: int
    figure: Figure
    sources: tuple[Source, ...]
    like: Note | None = None  # the first note with the same sources, year and kind of range

    @property
    def anchor(self) -> str:
        """Give the id of the note in the page."""
        return f"note-{self.number}"


@dataclass
class Notes:
    """The notes of a page, in the order in which its figures appear."""

    known: Mapping[str, Source] = field(default_factory=dict)
    _notes: dict[object, Note] = field(default_factory=dict)
    _alike: dict[object, Note] = field(default_factory=dict)

    def add(self, figure: Figure) -> tuple[Note, bool]:
        """Give the note of a figure, and whether this figure is its first."""
        key = _key(figure)
        found = self._notes.get(key)
        if found is not None:
            return found, False
        held = (self.known.get(each, Source(id=each, title="")) for each in figure.sources)
        sources = _told(each for each in held if not _says_the_same(each, figure))
        note = Note(len(self._notes) + 1, figure, sources, self._first_like(figure))
        self._notes[key] = note
        if note.like is None:
            self._alike[_key(figure, with_range=False)] = note
        return note, True

    def _first_like(self, figure: Figure) -> Note | None:
        """Give the first note that differs from this one in the numbers of its range alone."""
        if figure.low is None or figure.high is None or not figure.sources:
            return None
        return self._alike.get(_key(figure, with_range=False))

    def __iter__(self) -> Iterator[Note]:
        """Give the notes in order, also those that are added while a note is drawn."""
        done = 0
        while done < len(self._notes):
            yield list(self._notes.values())[done]
            done += 1

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._notes)


ORDER = ("computed", "own")  # first how it was made, then of whom the input is


def _told(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Give the sources in the order of telling, those that read the same only once."""
    held: dict[object, Source] = {}
    for each in sources:
        words = (_kind(each), each.title, each.publisher, each.url)
        held.setdefault(words if each.title else each.id, each)
    return tuple(sorted(held.values(), key=lambda each: (*ORDER, "").index(_kind(each))))


def _says_the_same(source: Source, figure: Figure) -> bool:
    """Tell whether a source is named by the very words that say why there is no figure."""
    if figure.value is not None or figure.reason is None:
        return False
    return source.title.casefold() == figure.reason.render("en").casefold()


def _kind(source: Source) -> str:
    kind = source.id.partition(":")[0]
    return kind if kind in ORDER else ""


def _key(figure: Figure, *, with_range: bool = True) -> object:
    """Tell figures of another provenance apart; the value itself does not matter."""
    reason: Text | None = figure.reason
    return (
        figure.sources,
        figure.year,
        (figure.low, figure.high) if with_range else (figure.low is None, figure.high is None),
        figure.level,
        figure.range_kind,
        figure.unit if figure.low is not None else "",
        None if reason is None else reason.render("en"),
        figure.flag if figure.flag != Flag.MEASURED else "",
        figure.state if figure.state != State.QUANTIFIED else "",
        figure.value is None,
    )
