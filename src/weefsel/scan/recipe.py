"""The recipe of a scan: what it is about and how it is made; running it gives the result."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator

from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.method import CURRENT, method

SCHEMA = "weefsel.scan/1"
Level = Literal["neighbourhood", "district", "municipality"]
LEVELS: tuple[Level, ...] = ("municipality", "district", "neighbourhood")
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
    outliers: Literal["winsorise", "none"] = "winsorise"
    skew_threshold: float = Field(default_factory=_number("skew_threshold"), ge=0)
    kurtosis_threshold: float = Field(default_factory=_number("kurtosis_threshold"), ge=0)
    normalise: Literal["z_score"] = "z_score"
    aggregate: Literal["arithmetic"] = "arithmetic"
    # "municipality": all areas are compared with those of the municipality itself, and its
    # own figures count too. Own figures are never compared with the country.
    reference: Literal["country", "municipality"] = "country"
    centre: float = Field(default_factory=_number("centre"), ge=0, le=100)
    spread: float = Field(default_factory=_number("spread"), gt=0)

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
