"""A chain drawn as an EffectenArena: a picture that pages, files and the PDF share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape

import polars as pl
import vl_convert

from weefsel.base.language import Text
from weefsel.evidence.chain import Drawing
from weefsel.report.arena_draw import draw
from weefsel.report.arena_layout import lay_out
from weefsel.report.arena_words import VERDICT_WORDS, finding, said
from weefsel.report.fonts import FOLDER
from weefsel.weigh.tables import payer_name

TABLE_COLUMNS = {
    "number": pl.Int64,
    "from": pl.String,
    "to": pl.String,
    "verdict": pl.String,
    "role": pl.String,
    "after": pl.String,
    "collects": pl.String,
    "parameters": pl.String,
    "studies": pl.String,
    "url": pl.String,
    "remark": pl.String,
}
_KEPT = 64  # drawings kept in memory; one is some 30 kB


@dataclass(frozen=True)
class Arena:
    """The drawing of a chain in one language, the sentence it says and its table."""

    drawing: Drawing
    lang: str

    @property
    def sentence(self) -> Text:
        """Give the finding."""
        return finding(self.drawing)

    @property
    def label(self) -> str:
        """Give the finding in the language of the drawing."""
        return self.sentence.render(self.lang)

    @property
    def description(self) -> str:
        """Say every arrow in words: what the drawing says to who does not see it."""
        return " ".join(
            said(arrow, number, self.lang) + "."
            for number, arrow in enumerate(self.drawing.arrow, 1)
        )

    def svg(self, *, headed: bool = False) -> str:
        """Draw as SVG that may stand in a page under a strict content policy.

        ``headed`` puts the finding above it, for a file that stands alone.
        """
        body, wide, high = _drawn(self.drawing, self.lang, headed=headed)
        name = f"arena-{self.drawing.id}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-arena" '
            f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" '
            f'aria-labelledby="{name}-title" aria-describedby="{name}-desc" focusable="false">'
            f'<title id="{name}-title">{escape(self.label)}</title>'
            f'<desc id="{name}-desc">{escape(self.description)}</desc>{body}</svg>'
        )

    @property
    def ratio(self) -> float:
        """Give how high the drawing is for its width, without the finding above it."""
        _, wide, high = _drawn(self.drawing, self.lang, headed=False)
        return high / wide

    def png(self, scale: float = 2.0) -> bytes:
        """Draw as PNG on white with the finding above, ``scale`` pixels for each unit."""
        _fonts()
        body, wide, high = _drawn(self.drawing, self.lang, headed=True)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
            f'width="{wide}" height="{high}">'
            f'<rect width="{wide}" height="{high}" fill="white"/>{body}</svg>'
        )
        return bytes(vl_convert.svg_to_png(svg, scale=scale))

    @property
    def table(self) -> pl.DataFrame:
        """Give the arrows in rows: the same as the drawing, with figures and studies."""
        numbers = {arrow.id: str(at) for at, arrow in enumerate(self.drawing.arrow, 1)}
        rows = []
        for number, arrow in enumerate(self.drawing.arrow, 1):
            dutch = self.lang == "nl"
            rows.append(
                (
                    number,
                    arrow.from_nl if dutch else arrow.from_en,
                    arrow.to_nl if dutch else arrow.to_en,
                    VERDICT_WORDS[arrow.verdict].render(self.lang),
                    arrow.role,
                    ", ".join(numbers[one] for one in arrow.after),
                    ", ".join(payer_name(one).render(self.lang) for one in arrow.collects),
                    ", ".join(arrow.parameters),
                    ", ".join(arrow.studies),
                    arrow.url,
                    arrow.remark_nl if dutch else arrow.remark_en,
                )
            )
        return pl.DataFrame(rows, schema=TABLE_COLUMNS, orient="row")


def arena(drawing: Drawing, lang: str) -> Arena:
    """Draw a chain in a language."""
    return Arena(drawing, lang)


@lru_cache(maxsize=_KEPT)
def _drawn(drawing: Drawing, lang: str, *, headed: bool) -> tuple[str, int, int]:
    heading = finding(drawing).render(lang) if headed else ""
    return draw(drawing, lay_out(drawing, lang), lang, heading=heading)


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FOLDER))
