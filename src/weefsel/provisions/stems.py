"""Words, their stems and their sounds: what searching the social map compares.

Stems are those of Snowball for Dutch and English, in tantivy. The sound of a word folds the
spellings that Dutch writers mix up ("ei" and "ij", "d" and "t" at the end), so that a word
that is written as it sounds is found.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

STEMMERS = {"nl": "dutch", "en": "english"}
_SOUNDS = (
    ("ij", "ei"),
    ("y", "ei"),
    ("au", "ou"),
    ("sch", "sg"),
    ("ch", "g"),
    ("ph", "f"),
    ("dh", "t"),
    ("th", "t"),
    ("dk", "tk"),
    ("dp", "tp"),
    ("ds", "ts"),
    ("ck", "k"),
    ("qu", "kw"),
    ("c", "k"),
    ("x", "ks"),
    ("v", "f"),
    ("z", "s"),
    ("ie", "i"),
)


# Words whose stem would fall together with another word's: the old are no parents.
_APART = {("ouderen", "nl"): "ouderen", ("oudere", "nl"): "ouderen"}


@cache
def _analyser(stemmer: str) -> Any:
    import tantivy  # late: a native library that only searching needs

    made = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    made = made.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    return (made.filter(tantivy.Filter.stemmer(stemmer)) if stemmer else made).build()


def tokens(words: str) -> list[str]:
    """Give the words of a text, in small letters without accents."""
    return list(_analyser("").analyze(words))


@lru_cache(maxsize=200_000)  # more than a country's social map has different words
def stem(token: str, lang: str) -> str:
    """Give the stem of a word of ``tokens`` in a language."""
    if (token, lang) in _APART:
        return _APART[token, lang]
    stems = _analyser(STEMMERS[lang]).analyze(token)
    return str(stems[0]) if stems else token


@lru_cache(maxsize=200_000)
def sound(token: str) -> str:
    """Give how a word sounds, roughly: words that are easily mixed up sound the same."""
    said = token
    for written, heard in _SOUNDS:
        said = said.replace(written, heard)
    if said.endswith("dt"):
        said = said[:-1]
    elif said.endswith("d"):
        said = said[:-1] + "t"
    return "".join(letter for at, letter in enumerate(said) if at == 0 or letter != said[at - 1])
