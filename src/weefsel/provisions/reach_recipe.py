"""The recipe of access, reach and gaps: ``weefsel.reach/1``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.offered import Options
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.ways import How, Ways, distances, ways_of
from weefsel.sources.area_code import SHAPES

SCHEMA = "weefsel.reach/1"


class ReachRecipe(Document):
    """What is asked of the social map of one municipality.

    Without ``kinds`` every kind that somebody offers here. ``within`` replaces how far
    residents go for every kind (metres, minutes with a table); ``detour`` and ``weights``
    as in ``ways.Ways``. ``year`` is the newest year of figures to use.
    """

    schema_id: Literal["weefsel.reach/1"] = Field(default="weefsel.reach/1", alias="schema")
    municipality: str = Field(pattern=f"^{SHAPES['municipality']}$")
    kinds: tuple[str, ...] = Field(default=(), max_length=60)
    year: int | None = Field(default=None, ge=2000, le=2100)
    how: How = "straight"
    detour: float = Field(default_factory=lambda: distances().detour.value, ge=1, le=5)
    within: float | None = Field(default=None, gt=0, le=100_000)
    weights: tuple[float, ...] = Field(
        default_factory=lambda: distances().zones.weights, min_length=1, max_length=10
    )
    options: Options = Options()

    @model_validator(mode="after")
    def _known_kinds(self) -> ReachRecipe:
        for kind in self.kinds:
            if kind not in place_kinds():
                raise InputError(
                    text("there is no kind of provision '%(kind)s'.", kind=kind[:60]),
                    where=SCHEMA,
                    todo=text("Use one of these: %(known)s.", known=", ".join(place_kinds())),
                )
        return self

    def ways(self, kind: str) -> Ways:
        """Give how distances to a kind are measured."""
        within = ways_of(kind, self.how).within if self.within is None else self.within
        return Ways(how=self.how, detour=self.detour, within=within, weights=self.weights)

    def record(self) -> dict[str, object]:
        """Give the recipe as a plain record, every number spelled out."""
        return self.model_dump(mode="json", by_alias=True)

    def toml(self) -> str:
        """Give the recipe as TOML."""
        return write_toml(self.record())

    @classmethod
    def read(cls, content: bytes | str, name: str) -> ReachRecipe:
        """Read a recipe; raises ``InputError`` that names file and key."""
        return check(cls, read_toml(content, name), name)
