"""The words of a portfolio: names for screens, and the words by which a sheet is recognised."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from weefsel.base.document import Document, read_document
from weefsel.base.language import Text, text
from weefsel.sources.names import slug

ROLES: dict[str, Text] = {
    "activity": text("activity"),
    "organisation": text("organisation"),
    "amount": text("amount in euros"),
    "year": text("year of the grant"),
    "areas": text("neighbourhoods"),
    "participants": text("participants"),
    "intervention": text("intervention"),
    "goal": text("goal"),
    "kind": text("kind of activity"),
    "groups": text("for whom"),
    "aim": text("preventive or curative"),
    "form": text("collective or individual"),
    "skip": text("leave this column out"),
}
AIMS: dict[str, Text] = {"preventive": text("preventive"), "curative": text("curative")}
FORMS: dict[str, Text] = {"collective": text("collective"), "individual": text("individual")}
VERDICTS: dict[str, Text] = {
    "keep": text("keep as it is"),
    "improve": text("improve"),
    "scale": text("scale up"),
    "stop": text("stop"),
    "undecided": text("no decision yet"),
}
HOWS: dict[str, Text] = {
    "given": text("stated by the municipality"),
    "intervention": text("derived from the intervention in the library"),
    "kind": text("derived from the kind of activity"),
    "unknown": text("not known"),
}
TOS: dict[str, Text] = {
    "line": text("to another line"),
    "new": text("to a new activity"),
    "reserve": text("to the reserve"),
    "left": text("no destination yet"),
}
RESEARCH: dict[str, Text] = {
    "none_named": text("no intervention named"),
    "not_in_library": text("not in the library"),
    "light": text("light intervention"),
    "no_studies": text("no studies in this library"),
    "not_compared": text("never compared"),
    "nothing_either_way": text("nothing shown either way"),
    "in_favour": text("in favour"),
    "no_difference": text("no difference found"),
    "opposite": text("the opposite of what was meant"),
    "in_part": text("in favour in part"),
    "adverse": text("no difference, or the opposite"),
    "mixed": text("findings contradict each other"),
}
PARTS: dict[str, Text] = {
    **AIMS,
    **FORMS,
    "both": text("preventive and collective"),
    "neither": text("curative and individual"),
    "between": text("one of the two"),
    "unknown": text("not known"),
}


class _List(Document):
    words: tuple[str, ...]


class Words(Document):
    """The words by which columns and cells are recognised (``words.toml``)."""

    role: dict[str, tuple[str, ...]]
    tail: _List
    total: _List
    subtotal: _List
    grand: _List
    note: _List
    none: _List
    both: _List
    few: _List
    whole: _List
    kind: dict[str, tuple[str, ...]]
    group: dict[str, tuple[str, ...]]
    aim: dict[str, tuple[str, ...]]
    form: dict[str, tuple[str, ...]]

    def find(self, table: str, said: str) -> str | None:
        """Give what a word of a cell stands for, none when it is not known."""
        wanted = slug(said)
        held: dict[str, tuple[str, ...]] = getattr(self, table)
        for meaning, known in held.items():
            if wanted and (wanted == slug(meaning) or wanted in known):
                return meaning
        return None

    def says(self, table: str, said: str) -> bool:
        """Tell whether a word is in one of the lists without a meaning of their own."""
        held: _List = getattr(self, table)
        return slug(said) in held.words


@cache
def words() -> Words:
    """Give the words that come with Weefsel."""
    return read_document(Words, Path(str(resources.files("weefsel.portfolio"))) / "words.toml")


# What a spreadsheet program would run as a formula when a cell begins with it (OWASP).
_FORMULA_START = ("=", "+", "-", "@")


def guarded(said: str) -> str:
    """Put an apostrophe before a text that would run as a formula."""
    return "'" + said if said.startswith(_FORMULA_START) else said


def unguarded(said: str) -> str:
    """Take off the apostrophe that ``guarded`` put before a text."""
    return said[1:] if said.startswith("'") and said[1:].startswith(_FORMULA_START) else said
