"""Words in boxes: how wide they are in our bold letters, and where a line is broken."""

from __future__ import annotations

# Letters and their width as a share of the font's size: the widest of each group in the
# bold file of our own font, so that no real line is wider (a test measures each letter).
_GROUPS: tuple[tuple[str, float], ...] = (
    (" ',.:;ijlïíìî|!’‘", 0.33),
    ("()-/1Ifrt", 0.45),
    ("aàáâäcçeèéêëhknsuùúûüvxyzFJL79?×≈–", 0.575),
    ("bdgoòóôöpq2345EST±+", 0.625),
    ("068ABCDGHKNOPQRUVXYZ€&wñ“”", 0.77),
    ("mMWÆŒ%@…—", 1.03),
)
_LETTERS = {letter: wide for letters, wide in _GROUPS for letter in letters}
_WIDEST = 1.4  # everything that is not in a group: signs, other scripts
_VOWELS = frozenset("aeiouyëïéèöü")
_LEAST = 4  # letters that stay on either side of a break inside a word


def width(words: str, size: float) -> float:
    """Give the width of words at a font size, never less than they take in bold."""
    return size * sum(_LETTERS.get(letter, _WIDEST) for letter in words)


def wrap(words: str, size: float, room: float) -> tuple[str, ...]:
    """Break words into lines that fit ``room``; a word that is too long gets hyphens."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _parts(word, size, room)
        lines += whole
    return (*lines, line) if line or not lines else tuple(lines)


def longest(words: str, size: float) -> float:
    """Give the width of the widest word."""
    return max((width(word, size) for word in words.split()), default=0.0)


def _parts(word: str, size: float, room: float) -> list[str]:
    """Break one word where a syllable may begin, else where the room ends."""
    found = []
    while width(word, size) > room and len(word) > 1:
        most = 1
        while most < len(word) - 1 and width(word[: most + 1] + "-", size) <= room:
            most += 1
        at = next(
            (
                place
                for place in range(most, _LEAST - 1, -1)
                if len(word) - place >= _LEAST and _may_break(word, place)
            ),
            most,
        )
        found.append(word[:at] + ("" if word[at - 1] in "-/" else "-"))
        word = word[at:]
    return [*found, word]


def _may_break(word: str, place: int) -> bool:
    """Tell whether a syllable may begin here: a consonant before a vowel, or after a hyphen."""
    before, here, after = word[place - 1], word[place], word[place + 1 : place + 2]
    if before in "-/":
        return True
    return here.isalpha() and here not in _VOWELS and after in _VOWELS and before.isalpha()
