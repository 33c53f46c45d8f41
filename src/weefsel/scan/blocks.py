"""The twelve blocks of a neighbourhood scan: figures, strong points, strain, what is missing.

The same figures can be seen through the lens of brede welvaart: eight themes of here and now
and four capitals for later. Nothing is added up: a block is a set of figures, no score.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import Field

from weefsel.atlas.indicator import Indicator, catalogue
from weefsel.base.certainty import Certainty
from weefsel.base.document import Document, read_document
from weefsel.base.errors import InputError
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.scan.method import Value
from weefsel.scan.result import ScanResult
from weefsel.sources.said import Number

STRENGTH, STRAIN, NEITHER = "strength", "strain", ""


class Block(Document):
    """A set of figures that belong together: a block, a theme or a capital."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    number: int = 0
    name_nl: str
    name_en: str
    indicators: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()  # conditions whose own figures of a municipality come here
    add_nl: str = ""  # what a municipality can add beside the open figures
    add_en: str = ""

    def render(self, lang: str) -> str:
        """Give the name in a language."""
        return self.name_nl if lang == "nl" else self.name_en


@dataclass(frozen=True)
class Addition:
    """What can be added to a block, in words."""

    block: Block

    def render(self, lang: str) -> str:
        """Give it in a language."""
        return self.block.add_nl if lang == "nl" else self.block.add_en


class Blocks(Document):
    """The blocks of a scan, and from where a figure is a strong point or a strain."""

    dated: str
    strength_from: Value
    strain_upto: Value
    block: tuple[Block, ...] = Field(min_length=1)


class Prosperity(Document):
    """The themes of here and now and the capitals for later."""

    dated: str
    theme: tuple[Block, ...] = Field(min_length=1)
    capital: tuple[Block, ...] = Field(min_length=1)


def _folder() -> Path:
    return Path(str(resources.files("weefsel.scan"))) / "declared"


def _check(blocks: Sequence[Block], known: Mapping[str, Indicator], file: str) -> None:
    """Refuse a figure that nobody knows or that says something of origin."""
    for block in blocks:
        for one in block.indicators:
            if one not in known or known[one].origin_trait:
                raise InputError(
                    text("'%(id)s' cannot stand in a block.", id=one),
                    where=f"{file}: {block.id}",
                    todo=text("Name an indicator of the catalogue that says nothing of origin."),
                )


def read_blocks(path: Path, known: Mapping[str, Indicator] | None = None) -> Blocks:
    """Read the blocks; raises ``InputError`` when a figure is unknown or stands in two."""
    made = read_document(Blocks, path)
    _check(made.block, catalogue() if known is None else known, path.name)
    placed = [one for block in made.block for one in block.indicators]
    for place, one in enumerate(placed):
        if one in placed[:place]:
            raise InputError(
                text("'%(id)s' stands in two blocks.", id=one),
                where=path.name,
                todo=text("Leave it in one of them."),
            )
    return made


@cache
def declared_blocks() -> Blocks:
    """Give the twelve blocks that come with Weefsel."""
    return read_blocks(_folder() / "blocks.toml")


@cache
def declared_prosperity() -> Prosperity:
    """Give the themes and capitals of brede welvaart."""
    made = read_document(Prosperity, _folder() / "prosperity.toml")
    _check([*made.theme, *made.capital], catalogue(), "prosperity.toml")
    return made


@dataclass(frozen=True)
class Line:
    """One figure of an area inside a block.

    ``place`` is the percent of the reference with a lower value; ``verdict`` says whether it
    is a strong point or a strain, empty for context and for what cannot be told.
    """

    indicator: Indicator
    figure: Figure
    country: Figure
    place: Figure | None
    verdict: str
    favourable: float | None  # percent of the reference that is less favourable
    trend: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class FilledBlock:
    """A block of one area: its figures, and what is not there with the reason."""

    block: Block
    lines: tuple[Line, ...]
    missing: tuple[tuple[Indicator, Text], ...]

    @property
    def strengths(self) -> tuple[Line, ...]:
        """Give the strong points, the strongest first."""
        return tuple(sorted(self._of(STRENGTH), key=lambda one: -(one.favourable or 0.0)))

    @property
    def strains(self) -> tuple[Line, ...]:
        """Give the points under strain, the worst first."""
        return tuple(sorted(self._of(STRAIN), key=lambda one: one.favourable or 0.0))

    def _of(self, verdict: str) -> list[Line]:
        return [one for one in self.lines if one.verdict == verdict]

    @property
    def to_add(self) -> Text | None:
        """Say what the municipality can add; none when nothing is known of that."""
        if not self.block.add_nl:
            return None
        return text("The municipality can add %(what)s.", what=Addition(self.block))


@dataclass(frozen=True)
class Scan:
    """The blocks of one area, with what they come to."""

    area: str
    name: str
    blocks: tuple[FilledBlock, ...]
    sources: tuple[str, ...] = field(default=())

    @property
    def strengths(self) -> tuple[Line, ...]:
        """Give the strong points of all blocks, the strongest first."""
        every = [line for one in self.blocks for line in one.strengths]
        return tuple(sorted(every, key=lambda one: -(one.favourable or 0.0)))

    @property
    def strains(self) -> tuple[Line, ...]:
        """Give the points under strain of all blocks, the worst first."""
        every = [line for one in self.blocks for line in one.strains]
        return tuple(sorted(every, key=lambda one: one.favourable or 0.0))

    @property
    def empty(self) -> tuple[Block, ...]:
        """Give the blocks without any figure."""
        return tuple(one.block for one in self.blocks if not one.lines)

    @property
    def title(self) -> Text:
        """Give the finding, which flips when strong points and strains do."""
        strong, strained = len(self.strengths), len(self.strains)
        said = {
            "name": self.name,
            "strong": Number(strong, 0),
            "strained": Number(strained, 0),
        }
        if not strong and not strained:
            return text(
                "Nothing in %(name)s stands out in the figures that can be compared", **said
            )
        if strong > strained:
            return text(
                "%(name)s has more strong points (%(strong)s) than points under strain "
                "(%(strained)s)",
                **said,
            )
        if strained > strong:
            return text(
                "%(name)s has more points under strain (%(strained)s) than strong points "
                "(%(strong)s)",
                **said,
            )
        return text(
            "%(name)s has as many strong points as points under strain (%(strong)s)", **said
        )

    @property
    def lead(self) -> tuple[Text, ...]:
        """Give the sentences under the title."""
        said = [
            text(
                "Strong points and strains are the figures in the most and least favourable "
                "quarter of the areas compared."
            )
        ]
        if self.empty:
            said.append(
                text(
                    "%(empty)s of the %(all)s blocks have no figures yet.",
                    empty=Number(len(self.empty), 0),
                    all=Number(len(self.blocks), 0),
                )
            )
        return tuple(said)

    def document(self) -> dict[str, Any]:
        """Give the blocks as a plain record."""
        return {
            "area": self.area,
            "title": {lang: self.title.render(lang) for lang in ("nl", "en")},
            "blocks": [_record(one) for one in self.blocks],
        }


def _record(one: FilledBlock) -> dict[str, Any]:
    return {
        "block": one.block.id,
        "figures": [
            {
                "indicator": line.indicator.id,
                "figure": line.figure.document(),
                "country": line.country.document(),
                "favourable": line.favourable,
                "verdict": line.verdict or None,
            }
            for line in one.lines
        ],
        "missing": [
            {"indicator": indicator.id, "reason": reason.render("en")}
            for indicator, reason in one.missing
        ],
    }


def neighbourhood_scan(
    result: ScanResult,
    area: str,
    *,
    trends: Mapping[str, Mapping[str, Any]] | None = None,
    certainty: Mapping[str, Certainty] | None = None,
) -> Scan:
    """Fill the twelve blocks for one area of a scan.

    ``trends`` gives a row of ``scan.trend`` by indicator. ``certainty`` gives by indicator
    how sure its difference from the reference is: what cannot be told apart is neither a
    strong point nor a strain.
    """
    blocks = declared_blocks().block
    placed = {one for block in blocks for one in block.indicators}
    own = [one for one in result.catalogue.values() if one.owner and one.id not in placed]
    made = tuple(
        _fill(
            result,
            area,
            block,
            [*block.indicators, *sorted(one.id for one in own if one.condition in block.takes)],
            trends or {},
            certainty or {},
        )
        for block in blocks
    )
    return Scan(area, result.name(area), made)


def prosperity_scan(
    result: ScanResult,
    area: str,
    *,
    trends: Mapping[str, Mapping[str, Any]] | None = None,
    certainty: Mapping[str, Certainty] | None = None,
) -> tuple[Scan, Scan]:
    """Give the same figures under the themes of here and now, and the capitals for later."""
    lens = declared_prosperity()

    def seen(blocks: Sequence[Block], ids: Mapping[str, Collection[str]]) -> Scan:
        made = tuple(
            _fill(result, area, one, list(ids[one.id]), trends or {}, certainty or {})
            for one in blocks
        )
        return Scan(area, result.name(area), made)

    of_theme = {
        theme.id: sorted(
            one.id
            for one in result.catalogue.values()
            if one.theme == theme.id and not one.origin_trait
        )
        for theme in lens.theme
    }
    of_capital = {one.id: one.indicators for one in lens.capital}
    return seen(lens.theme, of_theme), seen(lens.capital, of_capital)


def _fill(
    result: ScanResult,
    area: str,
    block: Block,
    indicators: Sequence[str],
    trends: Mapping[str, Mapping[str, Any]],
    certainty: Mapping[str, Certainty],
) -> FilledBlock:
    lines, missing = [], []
    for one in indicators:
        indicator = result.catalogue.get(one)
        if indicator is None or indicator.origin_trait:
            continue
        figure = result.figure(area, one)
        if figure.value is None:
            missing.append((indicator, result.why_not(area, one)))
            continue
        favourable = _favourable(result, area, indicator)
        lines.append(
            Line(
                indicator=indicator,
                figure=figure,
                country=result.country_figure(one),
                place=None if favourable is None else result.place(area, one),
                verdict=_verdict(favourable, certainty.get(one)),
                favourable=favourable,
                trend=trends.get(one),
            )
        )
    return FilledBlock(block, tuple(lines), tuple(missing))


def _favourable(result: ScanResult, area: str, indicator: Indicator) -> float | None:
    """Give the percent of the reference that is less favourable; none for context."""
    row = result.value_rows[area, indicator.id]
    if not indicator.direction or row["place"] is None:
        return None
    place = float(row["place"])
    return place if indicator.direction > 0 else 100.0 - place


def _verdict(favourable: float | None, sure: Certainty | None) -> str:
    if favourable is None or sure is Certainty.INDISTINGUISHABLE:
        return NEITHER
    lines = declared_blocks()
    if favourable >= lines.strength_from.value:
        return STRENGTH
    return STRAIN if favourable <= lines.strain_upto.value else NEITHER
