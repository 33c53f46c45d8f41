"""Reads a text in one plain spelling, and knows where each sign of it came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from weefsel.outcomes.screening.model import MARKER

# Stands for what was struck already: no rule reads through it.
STRUCK = "\ufffc"
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"), "-")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u2032\u00b4\u0060\u02bc"), "'")
_DOTS = dict.fromkeys(map(ord, "\u00b7\u2022\u2024\uff0e\u3002"), ".")
_PLAIN = _DASHES | _QUOTES | _DOTS
# Letters that carry a stroke or lack a dot: Unicode gives them no plain form.
_STROKES = str.maketrans("łŁøØđĐıßæÆœŒþð", "lLoOdDisaAoOtd")


@dataclass(frozen=True)
class Folded:
    """A text with plain dashes, digits, quotes and spaces; ``origin`` leads back.

    ``origin[i]`` is the place in the original of the sign at ``i`` and the place after it.
    """

    text: str
    origin: tuple[tuple[int, int], ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the original that a stretch here stands for."""
        return self.origin[start][0], self.origin[end - 1][1]


def fold(words: str) -> Folded:
    """Fold a text: compatibility forms spelled out, signs without width left out.

    A line break stays one; what was struck already becomes one opaque sign.
    """
    signs: list[str] = []
    origin: list[tuple[int, int]] = []
    here = 0
    for marker in MARKER.finditer(words):
        _fold_part(words, here, marker.start(), signs, origin)
        signs.append(STRUCK)
        origin.append(marker.span())
        here = marker.end()
    _fold_part(words, here, len(words), signs, origin)
    return Folded("".join(signs), tuple(origin))


def _fold_part(
    words: str, start: int, end: int, signs: list[str], origin: list[tuple[int, int]]
) -> None:
    here = start
    while here < end:
        after = here + 1
        while after < end and unicodedata.combining(words[after]):
            after += 1
        for sign in _plain(words[here:after]):
            signs.append(sign)
            origin.append((here, after))
        here = after


def _plain(cluster: str) -> str:
    """Give the plain signs of one sign with its accents; none when it has no width."""
    if cluster.isascii():
        return " " if cluster in "\t\x0b\x0c" else cluster.replace("\r", "\n")
    plain = unicodedata.normalize("NFKC", cluster.translate(_PLAIN)).translate(_PLAIN)
    out = []
    for sign in plain:
        category = unicodedata.category(sign)
        if category in {"Cf", "Mn", "Me", "Cs", "Co"}:
            continue
        if category == "Zs":
            out.append(" ")
        elif category in {"Zl", "Zp"}:
            out.append("\n")
        elif category == "Nd":
            out.append(str(unicodedata.digit(sign)))
        else:
            out.append(sign)
    return "".join(out)


def bare(word: str) -> str:
    """Give a word in small letters without accents, for looking up."""
    spelled = unicodedata.normalize("NFKD", word.casefold().translate(_STROKES))
    return "".join(sign for sign in spelled if not unicodedata.combining(sign))
