"""What a source brings to the social map: its records, what was noticed, and whose they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from weefsel.base.language import Text
from weefsel.provisions.social_map import SocialMap

_MOST = 40  # signs of a slug, as ``social_map.SLUG`` says
_NAMESPACE = uuid5(NAMESPACE_URL, "https://weefsel.example/social-map")


@dataclass(frozen=True)
class Mapped:
    """Where a column or field of a source went: ``target`` is empty for what only was kept."""

    source: str
    target: str
    how: Text
    rows: int


@dataclass(frozen=True)
class Brought:
    """Records as read from a source, before any of them is stored.

    ``form`` is ``hsds``, ``hsds-1``, ``osm``, ``duo`` or ``table``; ``attribution`` what must
    be said wherever these are shown; ``mapped`` what went where.
    """

    map: SocialMap
    form: str
    source: str = ""
    source_url: str = ""
    attribution: str = ""
    licence: str = ""
    remarks: tuple[Text, ...] = ()
    mapped: tuple[Mapped, ...] = field(default=())


def new_id(*parts: str) -> str:
    """Give an id that is the same each time the same parts are given."""
    return str(uuid5(_NAMESPACE, ":".join(parts)))


def slug_of(*words: str) -> str:
    """Make a slug of words: letters, digits and single hyphens; "plek" where nothing is left."""
    plain = unicodedata.normalize("NFD", " ".join(words)).casefold()
    kept = "".join(one for one in plain if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:_MOST].strip("-") or "plek"


def web_address(said: str) -> str:
    """Give an address on the web with its protocol; lists often leave that out."""
    bare = said.strip()
    return f"https://{bare}" if bare and "://" not in bare and "." in bare else bare


def own_slug(taken: Iterable[str], *words: str) -> str:
    """Make a slug that is not taken, with a number behind it where that is needed."""
    wanted, there = slug_of(*words), set(taken)
    if wanted not in there:
        return wanted
    number = 1
    while True:
        number += 1
        tail = f"-{number}"
        found = wanted[: _MOST - len(tail)].rstrip("-") + tail
        if found not in there:
            return found
