"""Mend a word that is spelled otherwise: the same sound, or one letter off.

References
----------
.. [1] Damerau, F.J. (1964). A technique for computer detection and correction of spelling
   errors. Communications of the ACM 7(3), 171-176: most slips are one letter left out, put
   in, changed, or swapped with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from weefsel.provisions.stems import sound

_SHORTEST = len("taal")  # a shorter word is too soon another one


class Spelling:
    """Known words by their sound, and by that sound with any one letter left out."""

    def __init__(self, known: Iterable[str]) -> None:
        self._common: dict[str, int] = {}
        for word in known:
            if len(word) >= _SHORTEST:
                self._common[word] = self._common.get(word, 0) + 1
        self._by_sound: dict[str, list[str]] = {}
        self._by_less: dict[str, list[str]] = {}
        for word in self._common:
            self._by_sound.setdefault(sound(word), []).append(word)
        for heard in self._by_sound:
            for less in set(_less(heard)):
                self._by_less.setdefault(less, []).append(heard)

    def mend(self, word: str) -> str:
        """Give the known word that was meant, empty when there is none.

        The same sound goes before a sound one letter off; of several the most common one.
        """
        if len(word) < _SHORTEST or word.isdigit():
            return ""
        heard = sound(word)
        if same := self._by_sound.get(heard):
            return self._best(same, word)
        if len(heard) < _SHORTEST:
            return ""
        near = set(self._by_less.get(heard, ()))
        for less in _less(heard):
            if less in self._by_sound:
                near.add(less)
            near.update(self._by_less.get(less, ()))
        fit = [one for sound_ in near if one_off(heard, sound_) for one in self._by_sound[sound_]]
        return self._best(fit, word) if fit else ""

    def _best(self, words: Iterable[str], written: str) -> str:
        return min(
            words,
            key=lambda one: (one[:1] != written[:1], -self._common[one], one),
        )


def _less(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def one_off(one: str, other: str) -> bool:
    """Tell whether one letter is left out, put in, changed, or swapped with the next [1]_."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    first = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[first:], other[first:]
    swapped = len(a) == len(b) > 1 and a[1] + a[0] + a[2:] == b
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
