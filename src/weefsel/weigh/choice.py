"""The recipe of a choice: options, acts and the user's own figures, each with its source."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, field_validator

from weefsel.base.distributions import RangeKind
from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.evidence.parameter import Grade

SCHEMA = "weefsel.choice/1"
DEFAULT_DRAWS = 16_384  # DESIGN.md section 6, Draws
_ID = r"^[a-z0-9][a-z0-9_-]{0,39}$"


class Own(Document):
    """A figure of the user: a value, its range when known, and where it comes from."""

    value: float
    low: float | None = None
    high: float | None = None
    range_kind: RangeKind = "none"
    source: str = Field(min_length=1, max_length=500)
    evidence_grade: Grade | None = None
    price_year: int | None = None  # of an amount of money; default the last year of the index

    @field_validator("value", "low", "high", mode="before")
    @classmethod
    def _is_number(cls, given: object) -> object:
        """Refuse true and false, which would count as one and zero."""
        return _number(given)


def _number(given: object) -> object:
    if isinstance(given, bool):
        raise InputError(
            text("a figure is a number, not true or false."),
            where="value",
            todo=text("Correct it and try again."),
        )
    return given


class Shares(Document):
    """A share by year, counted from the start of an act; the last one holds on."""

    values: tuple[float, ...] = Field(min_length=1, max_length=100)
    source: str = Field(min_length=1, max_length=500)


class Substitute(Document):
    """Where people of a provision that closes can go: another one, or nowhere (empty)."""

    to: str = Field(default="", pattern=r"^([a-z]+:[a-z0-9][a-z0-9_-]*)?$", max_length=120)
    people: float = Field(ge=0)
    source: str = Field(min_length=1, max_length=500)


class Act(Document):
    """One thing an option does to one provision.

    ``cut`` closes it; ``invest`` extends it, and the figures are then the extra cost and
    the extra visitors; ``keep`` changes nothing. Costs and persons are never negative:
    the kind says the direction. ``substitution`` is where its visitors can go instead, as
    ``weefsel.place/1`` found it: said beside the result, and counted in nothing yet.
    """

    kind: Literal["cut", "keep", "invest"]
    object: str = Field(pattern=r"^[a-z]+:[a-z0-9][a-z0-9_-]*$", max_length=120)
    name: str = Field(default="", max_length=120)
    areas: tuple[str, ...] = Field(min_length=1, max_length=1000)
    from_year: int
    chain: str
    cost_eur_per_year: Own | None = None
    one_off_eur: Own | None = None
    regular_visitors: Own | None = None
    vulnerable_share: Own | None = None
    guidance_hours_per_client_per_year: Own | None = None
    avoidable_share: Shares | None = None  # of the cost, by year; default all at once
    lonely_share: Own | None = None  # default: the national share
    substitution: tuple[Substitute, ...] = Field(default=(), max_length=100)

    def own(self, key: str) -> Own | None:
        """Give one of the user's own figures by its key."""
        held = getattr(self, key)
        assert held is None or isinstance(held, Own)
        return held


class Replacement(Document):
    """A house's own value in place of a parameter that comes with Weefsel.

    The result shows it as an own figure, with the value of research beside it.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)
    value: float
    low: float | None = None
    high: float | None = None
    range_kind: RangeKind = "none"
    year: int  # that the value is about
    price_year: int | None = None  # of an amount of money; default the year it is about
    reason: str = Field(min_length=1, max_length=1000)
    source: str = Field(min_length=1, max_length=500)
    url: str = Field(default="", max_length=500)
    dated: str = Field(default="", max_length=10)  # ISO date it was last looked at, when known

    @field_validator("value", "low", "high", mode="before")
    @classmethod
    def _is_number(cls, given: object) -> object:
        """Refuse true and false, which would count as one and zero."""
        return _number(given)


class Option(Document):
    """One way to go: the zero option does nothing, the others act."""

    id: str = Field(pattern=_ID)
    title: str = Field(default="", max_length=200)
    zero: bool = False
    act: tuple[Act, ...] = ()

    @property
    def acting(self) -> tuple[Act, ...]:
        """Give the acts that change something."""
        return tuple(act for act in self.act if act.kind != "keep")


class Choice(Document):
    """A choice: what, where, from when, for how long, and the options to weigh.

    The recipe is the record: the same recipe, seed and version give the same result.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True
    )

    schema_id: Literal["weefsel.choice/1"] = Field(alias="schema")
    title: str = Field(min_length=1, max_length=200)
    question: str = Field(default="", max_length=1000)
    area: str
    base_year: int
    horizon: int
    draws: int = DEFAULT_DRAWS
    seed: int = 1
    dated: str = Field(default="", max_length=10)  # ISO date the recipe was made, when known
    fictitious: bool = False
    unknown_lines: tuple[float, ...] | None = None  # three named values of the unknown
    option: tuple[Option, ...]
    parameter: tuple[Replacement, ...] = ()  # own values in place of those of research

    @classmethod
    def read(cls, content: bytes | str, name: str) -> Choice:
        """Read and check a recipe from TOML.

        Raises ``InputError`` that names the file, the key and what to do.
        """
        from weefsel.weigh.rules import verify

        choice = check(cls, read_toml(content, name), name)
        verify(choice, name)
        return choice

    def record(self) -> dict[str, object]:
        """Give the recipe as a plain record, unknown keys left out."""
        record = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        if not self.parameter:  # a recipe without own values stays as it always was
            del record["parameter"]
        for option in record["option"]:
            for act in option["act"]:
                if not act["substitution"]:
                    del act["substitution"]
        return record

    def toml(self) -> str:
        """Write the recipe as TOML; reading it back gives an equal choice."""
        return write_toml(self.record())
