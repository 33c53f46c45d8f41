"""How the columns of somebody's own spreadsheet are meant: guessed first, then as the user says.

The document of a mapping (``weefsel.own-figures/1``) is what a screen edits and what
``weefsel load local FILE --mapping FILE.toml`` reads.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator

from weefsel.base.document import Document, check, read_document, read_file, read_toml, write_toml
from weefsel.base.errors import InputError
from weefsel.base.figure import UNITS
from weefsel.base.language import text
from weefsel.sources.area_code import SHAPES
from weefsel.sources.local_grid import Grid
from weefsel.sources.names import slug

SCHEMA = "weefsel.own-figures/1"
Level = Literal["neighbourhood", "district", "municipality"]
Basis = Literal["survey", "own_records", "things", "published"]
# What a column can be; an indicator, its n and its margin are written "indicator:<id or name>".
ROLES = (
    "area", "code", "level", "indicator", "year", "value", "n", "margin", "confidence", "basis",
    "source", "skip",
)  # fmt: skip
OF_INDICATOR = ("indicator", "n", "margin")
LEAST = "Openbaar, bron noemen"  # what holds where nobody says more: stored is open to all
_MOST_COLUMNS = 200
_MOST_WORDS = 500
_MOST_NEW = 40
# What follows the name of an indicator in the heading of a column beside it.
_TAILS = {
    "n": re.compile(
        r"^(?P<of>.+?)[\s,;:(\[_-]+(?:n|aantal|respondenten|steekproef)[\s)\]]*$", re.I
    ),
    "margin": re.compile(r"^(?P<of>.+?)[\s,;:(\[_-]+(?:foutmarge|marge|margin)[\s)\]]*$", re.I),
}


class Words(Document):
    """The words by which roles, kinds, levels and licences are recognised (``local.toml``)."""

    role: dict[str, tuple[str, ...]]
    basis: dict[str, tuple[str, ...]]
    level: dict[str, tuple[str, ...]]
    above: dict[str, tuple[str, ...]]
    licence: dict[str, tuple[str, ...]]

    def find(self, kind: str, said: str) -> str | None:
        """Give what a word stands for, none when it is not known."""
        wanted = slug(said)
        table: dict[str, tuple[str, ...]] = getattr(self, kind)
        for meaning, words in table.items():
            if wanted and (wanted == slug(meaning) or wanted in words):
                return meaning
        return None


@cache
def words() -> Words:
    """Give the words that come with Weefsel."""
    return read_document(Words, Path(str(resources.files("weefsel.sources"))) / "local.toml")


class NewIndicator(Document):
    """An indicator that only this municipality has: shown beside others, never in a score.

    Only indicators of the catalogue enter a condition: those were chosen for what they say,
    with a source, before anybody saw the figures.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{2,59}$")
    name_nl: str = Field(min_length=3, max_length=120)
    name_en: str = Field(min_length=3, max_length=120)
    unit: str = "percent"
    decimals: int = Field(default=1, ge=0, le=3)
    population: str = Field(default="residents", max_length=80)
    remark_nl: str = Field(default="", max_length=500)
    remark_en: str = Field(default="", max_length=500)

    @field_validator("unit")
    @classmethod
    def _is_unit(cls, unit: str) -> str:
        if unit not in UNITS:
            raise InputError(
                text("'%(unit)s' is not a unit.", unit=unit[:40]),
                where="unit",
                todo=text("Use one of these: %(known)s.", known=", ".join(sorted(UNITS))),
            )
        return unit


class LocalMapping(Document):
    """What the columns and words of a file mean, and on what terms its figures are shared.

    ``columns`` gives the role of a heading (``ROLES``, or "indicator:<id or name>" for a
    column of its own); ``indicators`` the indicator that a word of the file stands for.
    ``year``, ``level``, ``basis`` and ``confidence`` hold where the file has no column.
    """

    model_config = ConfigDict(populate_by_name=True)

    schema_id: Literal["weefsel.own-figures/1"] = Field(
        default="weefsel.own-figures/1", alias="schema"
    )
    title: str = Field(default="", max_length=160)
    name: str = Field(default="", max_length=40)  # becomes part of the edition's id
    municipality: str | None = Field(default=None, pattern=f"^{SHAPES['municipality']}$")
    house: str = Field(default="", max_length=120)  # who gives these figures
    source: str = Field(default="", max_length=300)  # where they come from
    licence: str = Field(default=LEAST, max_length=60)
    year: int | None = None
    division: int | None = None  # the year of the division whose areas are meant
    level: Level | None = None
    basis: Basis | None = None
    confidence: float = Field(default=0.95, gt=0.5, lt=1)  # of the margins as given
    decimal: Literal["comma", "point"] | None = None
    fractions: bool | None = None  # shares are written as 0.125 instead of 12.5
    columns: dict[str, str] = Field(default_factory=dict, max_length=_MOST_COLUMNS)
    indicators: dict[str, str] = Field(default_factory=dict, max_length=_MOST_WORDS)
    indicator: tuple[NewIndicator, ...] = Field(default=(), max_length=_MOST_NEW)

    @field_validator("licence")
    @classmethod
    def _is_open(cls, licence: str) -> str:
        known = words().find("licence", licence)
        if known is None:
            raise InputError(
                text(
                    "'%(licence)s' is not a licence under which all may see it.", licence=licence
                ),
                where="licence",
                todo=text("Use one of these: %(known)s.", known=", ".join(words().licence)),
            )
        return known

    @field_validator("columns")
    @classmethod
    def _are_roles(cls, columns: dict[str, str]) -> dict[str, str]:
        for heading, role in columns.items():
            kind, _, of = role.partition(":")
            if role not in ROLES and not (of.strip() and kind in OF_INDICATOR):
                raise InputError(
                    text(
                        "column '%(column)s' cannot be '%(role)s'.",
                        column=heading[:60],
                        role=role[:60],
                    ),
                    where="columns",
                    todo=text(
                        "Use one of these: %(known)s.",
                        known=", ".join((*ROLES, "indicator:<id>", "n:<id>", "margin:<id>")),
                    ),
                )
        return columns

    def toml(self) -> str:
        """Write the mapping as TOML, so that the same file loads the same way again."""
        return write_toml(self.model_dump(by_alias=True))

    def of(self, role: str) -> str | None:
        """Give the heading that has a role, none when no column has it."""
        return next((heading for heading, one in self.columns.items() if one == role), None)

    def many(self, kind: str) -> dict[str, str]:
        """Give the headings of columns of one indicator each: the word after "kind:"."""
        found = {}
        for heading, role in self.columns.items():
            head, _, of = role.partition(":")
            if head == kind and of:
                found[heading] = of.strip()
        return found


def read_mapping(path: Path) -> LocalMapping:
    """Read a mapping from TOML; raises ``InputError`` that names the file and the key."""
    return check(LocalMapping, read_toml(read_file(path), path.name), path.name)


def mapping_of(record: dict[str, Any], name: str = "mapping") -> LocalMapping:
    """Check a mapping that a screen or another program made."""
    return check(LocalMapping, record, name)


def guess(grid: Grid, known: dict[str, str], given: LocalMapping | None = None) -> LocalMapping:
    """Guess the columns that a mapping does not name.

    ``known`` gives the id of an indicator by the slug of its id or of one of its names. A
    heading that says nothing known stays without a role, and is then asked for.
    """
    base = _with_above(given or LocalMapping(), grid)
    unknown = [heading for heading in base.columns if heading not in grid.columns]
    if unknown:
        raise InputError(
            text("the file has no column '%(column)s'.", column=unknown[0][:60]),
            where=grid.file,
            todo=text("Its columns are: %(known)s.", known=", ".join(grid.columns)[:300]),
        )
    columns = dict(base.columns)
    taken = set(columns.values())
    for heading in grid.columns:
        if heading in columns:
            continue
        role = _guessed(heading, known)
        if role is not None and (role == "skip" or role not in taken):
            columns[heading] = role
            taken.add(role)
    if any(role.startswith("indicator:") for role in columns.values()):
        # A wide table: a column "value" beside indicators of their own would be a second one.
        columns = {h: r for h, r in columns.items() if r != "value" or h in base.columns}
    ordered = {heading: columns[heading] for heading in grid.columns if heading in columns}
    return base.model_copy(update={"columns": ordered})


def _with_above(given: LocalMapping, grid: Grid) -> LocalMapping:
    """Take what the lines above the table say ("Titel: ...") where the mapping is silent."""
    said: dict[str, str] = {}
    for line in grid.above:
        head, mark, rest = line.partition(":")
        key = words().find("above", head) if mark else None
        if key is not None and rest.strip():
            said.setdefault(key, rest.strip())
    fresh = LocalMapping()
    silent = {key: one for key, one in said.items() if getattr(given, key) == getattr(fresh, key)}
    if not silent:
        return given
    return mapping_of(given.model_dump(by_alias=True) | silent, grid.file)


def _guessed(heading: str, known: dict[str, str]) -> str | None:
    role = words().find("role", heading)
    if role is not None:
        return role
    whole = known.get(_bare(heading))
    if whole is not None:
        return f"indicator:{whole}"
    for kind, shape in _TAILS.items():
        found = shape.match(heading)
        of = known.get(_bare(found["of"])) if found else None
        if of is not None:
            return f"{kind}:{of}"
    return None


def _bare(heading: str) -> str:
    """Give the slug of a heading without a percent sign or unit behind it."""
    return slug(re.sub(r"\(\s*(?:%|in %|procent|percentage)\s*\)|%", "", heading))
