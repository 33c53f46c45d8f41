"""The recipe of a scan: what it is about and how it is made; running it gives the result."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.admissible import Aggregate, Missing, Normalise, Outliers, Weights
from weefsel.scan.admissible import check as check_pair
from weefsel.scan.method import CURRENT, method
from weefsel.scan.working_set import Changes, unrepeated

SCHEMA = "weefsel.scan/1"
Level = Literal["neighbourhood", "district", "municipality"]
LEVELS: tuple[Level, ...] = ("municipality", "district", "neighbourhood")
_FEWEST_DRAWS = 100  # a range from P5 to P95 needs some draws outside it
_MUNICIPALITY = re.compile(r"GM\d{4}")


def _number(key: str) -> Callable[[dict[str, Any]], float]:
    """Take a number from the method that the recipe names."""
    return lambda given: method(given["method"]).number(key)


def _count(key: str) -> Callable[[dict[str, Any]], int]:
    return lambda given: round(method(given["method"]).number(key))


class ScanRecipe(Document):
    """A scan of one municipality; every number left out is taken from the dated method.

    ``level`` is the level that the title and the table are about; the result holds all
    three. ``year`` left out: the newest year whose loaded figures can give a score, else
    the newest division. ``indicator_set``: ``core`` takes the core set of each condition,
    ``all`` every indicator that the catalogue permits in it.
    """

    model_config = ConfigDict(populate_by_name=True)

    schema_id: Literal["weefsel.scan/1"] = Field(default="weefsel.scan/1", alias="schema")
    area: str
    level: Level = "neighbourhood"
    year: int | None = None
    indicator_set: Literal["core", "all"] = "core"
    # What a municipality changed in the working set of the catalogue, each with its reason.
    indicator_changes: Changes = ()
    method: str = CURRENT
    max_age_years: int = Field(default_factory=_count("max_age_years"), ge=0)
    minimum_residents: int = Field(default_factory=_count("minimum_residents"), ge=0)
    minimum_filled: int = Field(default_factory=_count("minimum_filled"), ge=1)
    minimum_weight: float = Field(default_factory=_number("minimum_weight"), ge=0, le=1)
    minimum_reference_share: float = Field(
        default_factory=_number("minimum_reference_share"), ge=0, le=1
    )
    minimum_country_share: float = Field(
        default_factory=_number("minimum_country_share"), ge=0, le=1
    )
    missing: Missing = "leave_out"
    outliers: Outliers = "winsorise"
    skew_threshold: float = Field(default_factory=_number("skew_threshold"), ge=0)
    kurtosis_threshold: float = Field(default_factory=_number("kurtosis_threshold"), ge=0)
    normalise: Normalise = "z_score"
    # For distance to target: the value of each indicator at which nothing is left to wish.
    targets: dict[str, float] = Field(default_factory=dict)
    weights: Weights = "given"
    aggregate: Aggregate = "arithmetic"
    # A total of the four conditions is never made unasked (``total.py`` says how).
    total: bool = False
    # "municipality": all areas are compared with those of the municipality itself, and its
    # own figures count too. Own figures are never compared with the country.
    reference: Literal["country", "municipality"] = "country"
    centre: float = Field(default_factory=_number("centre"), ge=0, le=100)
    spread: float = Field(default_factory=_number("spread"), gt=0)
    # How sure it is: the share of the spread that an unpublished error is taken to be, how
    # often scores are drawn anew, and the seed of that chance.
    assumed_error: float = Field(default_factory=_number("assumed_error"), ge=0)
    draws: int = Field(default_factory=_count("draws"), ge=_FEWEST_DRAWS)
    seed: int = Field(default=1, ge=0)

    @field_validator("area")
    @classmethod
    def _is_municipality(cls, area: str) -> str:
        if not _MUNICIPALITY.fullmatch(area):
            raise InputError(
                text("'%(area)s' is not the code of a municipality.", area=area[:60]),
                where="area",
                todo=text("Give two letters and four digits, such as GM0164."),
            )
        return area

    @field_validator("method")
    @classmethod
    def _is_known(cls, dated: str) -> str:
        # An unknown date raises here, so that the numbers after it can rely on it.
        method(dated)
        return dated

    @field_validator("indicator_changes")
    @classmethod
    def _changed_once(cls, changes: Changes) -> Changes:
        return unrepeated(changes)

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        check_pair(self.normalise, self.aggregate)
        return self

    @classmethod
    def read(cls, content: bytes | str, name: str) -> ScanRecipe:
        """Read a recipe from TOML; raises ``InputError`` that names the file and the key."""
        return check(cls, read_toml(content, name), name)

    def toml(self) -> str:
        """Write the recipe as TOML, every number spelled out, so that it runs again alike."""
        return write_toml(self.record())

    def record(self) -> dict[str, Any]:
        """Give the recipe as a plain record with its schema first."""
        return self.model_dump(by_alias=True)
