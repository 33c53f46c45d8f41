"""What a memo is made of: headings, text, pictures, tables, as plain data for the template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from weefsel.base.language import Text, render

Part = dict[str, Any]


class Drawn(Protocol):
    """A chart or a map: what is drawn, in which language, and its sentence."""

    @property
    def lang(self) -> str:
        """Give its language."""

    @property
    def label(self) -> str:
        """Give the sentence it says."""

    def svg(self, *, label: str | None = None, hidden: bool = False) -> str:
        """Draw it as SVG."""

    def png(self, scale: float = 2.0) -> bytes:
        """Draw it as PNG."""


def heading(words: Text, lang: str) -> Part:
    """Make a heading of the second level."""
    return {"kind": "heading", "words": words.render(lang)}


def paragraph(
    words: Text | str, lang: str, *, lead: Text | None = None, mute: bool = False
) -> Part:
    """Make a paragraph, with a bold word before it when asked."""
    return {
        "kind": "text",
        "lead": lead.render(lang) if lead else "",
        "words": render(words, lang),
        "mute": mute,
    }


def quote(words: str, below: str) -> Part:
    """Make somebody's words, with who said them below."""
    return {"kind": "quote", "words": words, "below": below}


def figure(picture: Drawn, caption: Text) -> Part:
    """Make a picture with its sentence as alternative text and a caption."""
    return {
        "kind": "figure",
        "svg": picture.svg(hidden=True),
        "alt": picture.label,
        "caption": caption.render(picture.lang),
    }


def cell(
    words: str,
    *,
    below: str = "",
    tag: str = "",
    tag_kind: str = "calm",
    strong: bool = False,
    mute: bool = False,
    link: str = "",
) -> Part:
    """Make one cell of a table; ``below`` is a second, quieter line, ``link`` where words lead."""
    return {
        "words": words,
        "below": below,
        "tag": tag,
        "tag_kind": tag_kind,
        "strong": strong,
        "mute": mute,
        "link": safe_link(link),
    }


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[Part]],
    *,
    widths: Sequence[float],
    right: Sequence[bool],
) -> Part:
    """Make a table; a width of 0 takes what it needs, others share the rest.

    A row of one cell is a title over the rows that follow.

    Raises ``ValueError`` when a row has another number of cells than the header.
    """
    if any(len(row) not in (1, len(header)) for row in rows):
        raise ValueError("every row of a table needs a cell for each column, or is a title")
    return {
        "kind": "table",
        "header": list(header),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "right": list(right),
    }


def item(words: str, *, lead: str = "") -> Part:
    """Make one item of a list, with bold words before it when asked."""
    return {"lead": lead, "words": words}


def bullets(items: Sequence[Part]) -> Part:
    """Make a list."""
    return {"kind": "list", "items": list(items)}


def safe_link(url: str) -> str:
    """Give a link only when it leads to a web page."""
    return url if url.startswith(("https://", "http://")) else ""
