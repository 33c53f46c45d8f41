"""The recipe in an address: nothing is stored, and a link shows the same result again."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.screened import refused
from weefsel.weigh.choice import Choice

MAX_RECIPE_BYTES = 131_072  # an upload; hundreds of times a usual recipe
MAX_LINK_CHARACTERS = 12_000  # what browsers and servers in between carry without trouble
NAME = "recept"
KEPT = "bewaard"  # in an address: which stored choice this recipe is to be a new version of
# Control characters, and signs that turn the direction of what follows (Unicode TR 36): a
# spreadsheet refuses the first, the second make a text read as another one.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def pack(choice: Choice) -> str:
    """Give the part of an address that holds a recipe.

    Raises ``InputError`` when the recipe is too long for an address.
    """
    squeezed = zlib.compress(choice.toml().encode("utf-8"), 9)
    packed = base64.urlsafe_b64encode(squeezed).decode("ascii").rstrip("=")
    if len(packed) > MAX_LINK_CHARACTERS:
        raise InputError(
            text("this recipe is too long for a page."),
            todo=text("Weigh it with the command: weefsel weigh recipe.toml."),
        )
    return packed


def unpack(packed: str) -> Choice:
    """Read a recipe back from an address.

    Raises ``InputError`` when the address was cut off, changed or holds too much.
    """
    broken = InputError(
        text("the address of this choice is not whole."),
        todo=text("Copy the whole link, or upload the recipe."),
    )
    if not packed or len(packed) > MAX_LINK_CHARACTERS:
        raise broken
    try:
        squeezed = base64.b64decode(
            packed.encode("ascii") + b"=" * (-len(packed) % 4), altchars=b"-_", validate=True
        )
        reader = zlib.decompressobj()
        content = reader.decompress(squeezed, MAX_RECIPE_BYTES)
    except (binascii.Error, zlib.error, UnicodeEncodeError, ValueError) as fault:
        raise broken from fault
    if reader.unconsumed_tail or not reader.eof:
        raise broken
    return read_recipe(content, NAME)


def read_recipe(content: bytes, name: str) -> Choice:
    """Read a recipe that somebody brings.

    Raises ``InputError`` that names the file and the key, also when a text in it looks
    like personal data.
    """
    if len(content) > MAX_RECIPE_BYTES:
        raise InputError(
            text("the file is larger than a recipe can be."),
            where=name,
            todo=text("Check that this is the file you meant."),
        )
    choice = Choice.read(content, name)
    for place, words in _texts(choice.record()):
        if UNSEEN.search(words):
            raise InputError(
                text("this text holds signs that nobody can see."),
                where=f"{name}, {place}" if name else place,
                todo=text("Type the text again, and leave the signs out."),
            )
        found = refused(words)
        if found is not None:
            raise InputError(found, where=f"{name}, {place}" if name else place)
    return choice


def _texts(value: object, place: str = "") -> list[tuple[str, str]]:
    """Give every free text of a record with the key it stands under."""
    if isinstance(value, str):
        return [(place, value)]
    found: list[tuple[str, str]] = []
    if isinstance(value, dict):
        for key, part in value.items():
            found += _texts(part, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            found += _texts(part, f"{place}[{number}]")
    return found
