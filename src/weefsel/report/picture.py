"""A picture: one Vega-Lite specification, the sentence it says and the table it shows."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

import polars as pl
import vl_convert

from weefsel.base.language import Text
from weefsel.report.fonts import FOLDER

VEGA_LITE = "6.1"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_CACHE = 4096  # drawn pictures kept in memory; one is some 5 kB
_SVG_HEAD = re.compile(r"^<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")
_MACHINE_LABEL = re.compile(r" (?:role|aria-[a-z]+)=\"[^\"]*\"")
_EMPTY_PATH = re.compile(r"<path class=\"(?:fore|back)ground\"[^>]*/>")


@dataclass(frozen=True)
class Picture:
    """A chart that pages, files and the memo draw alike.

    ``table`` says the same in rows; ``sentence`` says it in words and names the picture
    for who does not see it.
    """

    kind: str
    lang: str
    specification: str  # Vega-Lite as JSON, keys in a fixed order
    sentence: Text
    table: pl.DataFrame

    @property
    def key(self) -> str:
        """Give the hash of what is drawn: the name of the picture in caches and files."""
        return hashlib.sha256(self.specification.encode()).hexdigest()[:16]

    @property
    def label(self) -> str:
        """Give the sentence in the language of the picture."""
        return self.sentence.render(self.lang)

    def svg(self, *, label: str | None = None, hidden: bool = False) -> str:
        """Draw as SVG that may stand in a page under a strict content policy.

        Without style attributes, scripts or ids. Its accessible name is the sentence, or
        ``label``; ``hidden`` leaves it out for screen readers, where the text beside it
        already says the same.
        """
        width, height, body = _draw(self.specification)
        name = (
            'aria-hidden="true"'
            if hidden
            else f'role="img" aria-label="{escape(self.label if label is None else label)}"'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{self.kind}" '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'{name} focusable="false">{body}</svg>'
        )

    def png(self, scale: float = 2.0) -> bytes:
        """Draw as PNG on white, ``scale`` pixels for each unit."""
        _fonts()
        width, height, body = _draw(self.specification)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}">'
            f'<rect width="{width}" height="{height}" fill="white"/>{body}</svg>'
        )
        return bytes(vl_convert.svg_to_png(svg, scale=scale))


def picture(
    kind: str, lang: str, spec: dict[str, Any], sentence: Text, table: pl.DataFrame
) -> Picture:
    """Make a picture of a specification."""
    whole = {"$schema": SCHEMA, **spec}
    words = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Picture(kind, lang, words, sentence, table)


def warm_up() -> None:
    """Start the drawing engine: the first chart of a process takes a second, later ones not."""
    _draw(
        json.dumps(
            {
                "$schema": SCHEMA,
                "width": 1,
                "height": 1,
                "data": {"values": [{"a": 1}]},
                "mark": "text",
                "encoding": {"text": {"field": "a"}},
            }
        )
    )


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FOLDER))


@lru_cache(maxsize=_CACHE)
def _draw(specification: str) -> tuple[str, str, str]:
    """Draw once for each specification: width, height and what is inside the root."""
    _fonts()
    svg = vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE, allowed_base_urls=[])
    head = _SVG_HEAD.match(svg)
    if head is None:  # the engine changed its output: better a fault than a wrong picture
        raise RuntimeError("the drawing engine gave no SVG with a width and a height")
    body = svg[head.end() : svg.rindex("</svg>")]
    body = _EMPTY_PATH.sub("", _MACHINE_LABEL.sub("", body))
    return head[1], head[2], body
