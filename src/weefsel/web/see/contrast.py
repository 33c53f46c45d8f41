"""Two to five areas beside each other: each figure, and whether it can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import ndtri

from weefsel.atlas.indicator import CONDITIONS, Indicator, Named
from weefsel.base.errors import InputError
from weefsel.base.figure import Figure, Flag
from weefsel.base.language import Text, text
from weefsel.scan.difference import Difference, Uncertain, difference, refuse_mixed
from weefsel.scan.error import ASSUMED
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.sources.area_code import is_area_code, municipality_of
from weefsel.web import ask
from weefsel.web.see.signs import STRAIN, STRENGTH, Sign, tone_of

FEWEST, MOST = 2, 5  # areas that stand beside each other
HALF = 0.5


@dataclass(frozen=True)
class Side:
    """One of the areas: its scan, its name and where it is."""

    code: str
    name: str
    place: str
    result: ScanResult

    @property
    def url(self) -> str:
        """Give the address of its page."""
        return ask.page_of(self.code) or ""


@dataclass(frozen=True)
class Cell:
    """A figure of one area, and how it stands beside the first."""

    figure: Figure
    sign: Sign | None  # none for the first area itself


@dataclass(frozen=True)
class Line:
    """One figure of every area."""

    key: str
    name: Text | str | Named
    cells: tuple[Cell, ...]
    tellable: int  # areas that can be told apart from the first


@dataclass(frozen=True)
class Part:
    """The figures of one condition."""

    key: str
    name: Text
    lines: tuple[Line, ...]


def sides_of(codes: Sequence[str], year: int | None) -> list[Side]:
    """Give the areas that are asked for.

    Raises ``InputError`` for more than five, and where real and made up stand together;
    ``NotFoundError`` for one that is not loaded.
    """
    wanted = list(dict.fromkeys(codes))
    if len(wanted) > MOST:
        raise InputError(
            text("at most %(most)s areas stand beside each other.", most=MOST),
            where="gebied",
            todo=text("Take some out."),
        )
    for one in wanted:
        if not is_area_code(one) or municipality_of(one) is None:
            raise InputError(
                text("'%(code)s' is no area.", code=one[:20]),
                where="gebied",
                todo=text("Choose areas from the list."),
            )
    refuse_mixed(tuple(wanted))
    found = []
    for one in wanted:
        result = ask.scan_of(one, year=year)
        name = str(ask.area(one)["name"][0] or one)
        if one not in result.area_rows:
            raise InputError(
                text("%(name)s is not in the division of %(year)s.", name=name, year=result.year),
                where=one,
                todo=text("Choose another year or another area."),
            )
        place = "" if one == result.recipe.area else result.name(result.recipe.area)
        found.append(Side(one, result.name(one), place, result))
    return found


def parts(sides: Sequence[Side]) -> list[Part]:
    """Give the scores and figures of the areas, each held to the first area."""
    scores = tuple(
        _line(key, CONDITION_NAMES[key], [_score(side, key) for side in sides], 1)
        for key in CONDITIONS
        if any(side.result.score(side.code, key).value is not None for side in sides)
    )
    found = [Part("scores", text("scores"), scores)] if scores else []
    known: dict[str, Indicator] = {}
    for side in sides:
        known |= {
            one.id: one
            for one in side.result.catalogue.values()
            if (side.code, one.id) in side.result.value_rows and not one.origin_trait
        }
    for condition in (*CONDITIONS, "context"):
        lines = tuple(
            _line(one.id, Named(one), [_value(side, one) for side in sides], one.direction)
            for one in sorted(known.values(), key=lambda one: (not one.core, one.id))
            if one.condition == condition
        )
        if lines:
            found.append(Part(condition, CONDITION_NAMES.get(condition, text("context")), lines))
    return found


Measured = tuple[Figure, Uncertain]


def _score(side: Side, key: str) -> Measured:
    result = side.result
    figure, sure = result.score(side.code, key), result.sure(side.code, key)
    error = None
    if sure is not None:  # half the range is as many standard errors as its level says
        error = (sure.high - sure.low) / (2 * float(ndtri((1 + sure.level) / 2)))
    assumed = sure is not None and sure.assumed_share > HALF
    # The middle of the draws is what the error belongs to; a level has its own scale.
    value = None if sure is None else sure.expected
    # Scores of two working sets are two measures, as those of two levels are.
    changes = result.recipe.indicator_changes
    changed = sorted((one.indicator, one.weight) for one in changes if one.condition == key)
    kind = f"{result.level(side.code)} {changed}"
    return figure, Uncertain(side.code, value, error, result.year, kind, assumed)


def _value(side: Side, indicator: Indicator) -> Measured:
    result = side.result
    figure = result.figure(side.code, indicator.id)
    found = result.error(side.code, indicator.id)
    row = result.value_rows.get((side.code, indicator.id))
    own = row is not None and row["source"] in result.own
    kind = f"{'own' if own else ''} {_way(figure)}"
    return figure, Uncertain(
        side.code,
        figure.value,
        None if found is None else found[0],
        figure.year,
        kind,
        found is not None and found[1] == ASSUMED,
    )


def _way(figure: Figure) -> str:
    """Tell what is estimated from what is counted or asked."""
    estimated = figure.flag in (Flag.MODEL_ESTIMATE, Flag.IMPUTED)
    return figure.flag.value if estimated else Flag.MEASURED.value


def _line(
    key: str, name: Text | str | Named, measured: Sequence[Measured], direction: int
) -> Line:
    first = measured[0][1]
    cells, told = [Cell(measured[0][0], None)], 0
    for figure, one in measured[1:]:
        found = difference(one, first)
        told += found.side is not None
        cells.append(Cell(figure, _sign(found, direction)))
    return Line(key, name, tuple(cells), told)


def _sign(found: Difference, direction: int) -> Sign:
    way = {None: 0, "higher": 1, "lower": -1}[found.side]
    return Sign(found.words, tone_of(way * direction), found.certainty)


def title(sides: Sequence[Side], listed: Sequence[Part], *, told: bool = True) -> Text:
    """Say how many figures can be told apart; it flips when they flip.

    Which of the areas is the weaker one is a finding: it is left out unless it may be ``told``.
    """
    lines = [line for part in listed for line in part.lines if part.key in CONDITIONS]
    apart = [line for line in lines if line.tellable]
    names = [one.name for one in sides]
    said = {"first": ", ".join(names[:-1]), "others": names[-1]}
    if not lines:
        return text("%(first)s and %(others)s have no figure to compare", **said)
    if not apart:
        return text("%(first)s and %(others)s cannot be told apart on any figure", **said)
    strong = sum(_has(line, STRAIN) for line in apart)
    weak = sum(_has(line, STRENGTH) for line in apart)
    counts = {"n": _count(len(apart), "apart", sides), "of": _count(len(lines), "lines", sides)}
    if not told:
        return text(
            "%(first)s and %(others)s: %(n)s of %(of)s figures can be told apart", **said, **counts
        )
    held = {"first": names[0], "others": _and(names[1:])}
    if strong > weak:
        return text(
            "%(first)s stands mostly stronger than %(others)s: %(n)s of %(of)s figures can be "
            "told apart",
            **held,
            **counts,
        )
    if weak > strong:
        return text(
            "%(first)s stands mostly weaker than %(others)s: %(n)s of %(of)s figures can be told "
            "apart",
            **held,
            **counts,
        )
    return text(
        "%(first)s and %(others)s differ on %(n)s of %(of)s figures, to both sides",
        **said,
        **counts,
    )


def _and(names: Sequence[str]) -> Text | str:
    """Give names in a row: "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return text("%(most)s and %(last)s", most=", ".join(names[:-1]), last=names[-1])


def _has(line: Line, tone: str) -> bool:
    return any(cell.sign is not None and cell.sign.tone == tone for cell in line.cells)


def _count(value: int, name: str, sides: Sequence[Side]) -> Figure:
    return Figure(
        id=f"count:compare:{name}",
        value=float(value),
        decimals=0,
        year=sides[0].result.year,
        sources=("computed:scan_count",),
        reason=text("a count has no range"),
    )
