"""The recipe of a composite of any table: which columns, in which parts, by which steps."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.scan.admissible import Aggregate, Normalise, Outliers, Weights
from weefsel.scan.admissible import check as check_pair
from weefsel.scan.method import method
from weefsel.scan.tree import Part, Tree

SCHEMA = "weefsel.composite/1"
Missing = Literal["refuse", "leave_out", "mean", "median", "group_mean", "group_median"]
_FEWEST_DRAWS = 100  # a range from P5 to P95 needs some draws outside it


class Measure(Document):
    """One indicator: a column, which way is up, where it belongs and what is done to it first.

    ``minimum`` and ``maximum`` are goalposts in the unit of the column, ``target`` what a
    distance is measured to. ``divide_by`` names the column of a denominator. ``error`` names
    a column of standard errors. The logarithm is taken last, of value and goalposts alike.
    """

    id: str = Field(min_length=1)
    column: str = ""
    name: str = ""
    parent: str = ""
    direction: Literal[-1, 1] = 1
    weight: float = Field(default=1.0, ge=0)
    divide_by: str = ""
    times: float = Field(default=1.0, gt=0)
    transform: Literal["none", "log"] = "none"
    outliers: Outliers | None = None
    minimum: float | None = None
    maximum: float | None = None
    target: float | None = None
    error: str = ""

    @property
    def source(self) -> str:
        """Give the column that the values are in."""
        return self.column or self.id

    @property
    def label(self) -> str:
        """Give the name for people."""
        return self.name or self.id


class Branch(Document):
    """One part of the index that is made of indicators or of other parts."""

    id: str = Field(min_length=1)
    name: str = ""
    parent: str = ""
    weight: float = Field(default=1.0, ge=0)
    aggregate: Aggregate | None = None

    @property
    def label(self) -> str:
        """Give the name for people."""
        return self.name or self.id


class CompositeRecipe(Document):
    """How the columns of a table become one index; numbers left out are those of the method.

    Indicators and parts without a ``parent`` make the index itself, whose id is ``index``.
    ``screen`` leaves an area out when a smaller share of its indicators has a value, before
    anything is filled in. ``minimum_share`` is the share of a part's weight that must be
    there before it has a score.
    """

    model_config = ConfigDict(populate_by_name=True)

    schema_id: Literal["weefsel.composite/1"] = Field(
        default="weefsel.composite/1", alias="schema"
    )
    title: str
    code: str
    name: str = ""
    groups: str = ""  # column of the group of each area: for filling in and for ranks inside
    decimal: Literal["comma", "point"] | None = None
    index: str = "index"
    screen: float = Field(default=0.0, ge=0, le=1)
    missing: Missing = "leave_out"
    minimum_share: float = Field(
        default_factory=lambda: method().number("minimum_weight"), ge=0, le=1
    )
    outliers: Outliers = "none"
    winsorise_most: int | None = Field(default=None, ge=0)
    otherwise: Literal["none", "log"] = "none"  # when so many values moved are not enough
    skew_threshold: float = Field(default_factory=lambda: method().number("skew_threshold"), ge=0)
    kurtosis_threshold: float = Field(
        default_factory=lambda: method().number("kurtosis_threshold"), ge=0
    )
    normalise: Normalise = "min_max"
    bottom: float = 0.0
    top: float = 100.0
    centre: float = 0.0  # of z-scores
    spread: float = Field(default=1.0, gt=0)
    weights: Weights = "given"
    aggregate: Aggregate = "arithmetic"
    # An error that no column gives, as a share of the spread between areas: none unless asked.
    assumed_error: float = Field(default=0.0, ge=0)
    draws: int = Field(default_factory=lambda: round(method().number("draws")), ge=_FEWEST_DRAWS)
    seed: int = Field(default=1, ge=0)
    indicator: tuple[Measure, ...] = Field(min_length=1)
    part: tuple[Branch, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        ids = [self.index, *(one.id for one in self.part), *(one.id for one in self.indicator)]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise _wrong(twice, text("this id is used twice."),
                         text("Give every indicator and part an id of its own."))  # fmt: skip
        parts = {one.id: one for one in self.part}
        for one in self._things():
            if self.parent(one) not in (self.index, *parts):
                raise _wrong(one.id, text("its parent '%(parent)s' is not a part of this index.",
                                          parent=one.parent[:60]),
                             text("Name a part, or leave parent out."))  # fmt: skip
        for branch in self.part:
            self._ends_at_the_index(branch, parts)
        for branch_id in (self.index, *parts):
            mine = self.children(branch_id)
            if not mine:
                raise _wrong(branch_id, text("nothing makes this part."),
                             text("Give it indicators, or leave it out."))  # fmt: skip
            if not sum(one.weight for one in mine) > 0:
                raise _wrong(branch_id, text("everything in this part weighs nothing."),
                             text("Give something in it a weight above 0."))  # fmt: skip
        return self

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        check_pair(self.normalise, self.aggregate)
        for branch in self.part:
            check_pair(self.normalise, branch.aggregate or self.aggregate)
        self._stays_above_zero()
        if not self.bottom < self.top:
            raise _wrong("bottom", text("the bottom of the scale is not under its top."),
                         text("Set top above bottom."))  # fmt: skip
        if self.weights == "pca" and self.part:
            raise _wrong("weights", text("weights by principal components need an index "
                                         "without parts."),
                         text("Choose given or equal weights."))  # fmt: skip
        if self.missing.startswith("group") and not self.groups:
            raise _wrong("missing", text("filling in by group needs the column of the groups."),
                         text("Name that column in the key groups."))  # fmt: skip
        for one in self.indicator:
            _check_goalposts(one)
        return self

    def _stays_above_zero(self) -> None:
        """Refuse to multiply points that are zero for whoever is last in the table."""
        kinds = {one.id: one.aggregate for one in self.part}
        for part in (self.index, *kinds):
            if (kinds.get(part) or self.aggregate) == "arithmetic" or self.bottom > 0:
                continue
            own = [one for one in self.children(part) if isinstance(one, Measure)]
            if self.bottom < 0 or any(None in (one.minimum, one.maximum) for one in own):
                raise _wrong(
                    "bottom",
                    text("a geometric or harmonic mean needs points above zero."),
                    text("Set bottom above 0, or give minimum and maximum."),
                )

    def _ends_at_the_index(self, branch: Branch, parts: dict[str, Branch]) -> None:
        at, steps = branch, 0
        while self.parent(at) != self.index:
            at, steps = parts[self.parent(at)], steps + 1
            if steps > len(parts):
                raise _wrong(branch.id, text("this part is inside itself."),
                             text("Name another parent."))  # fmt: skip

    def _things(self) -> list[Measure | Branch]:
        return [*self.indicator, *self.part]

    def parent(self, one: Measure | Branch) -> str:
        """Give the id of the part that an indicator or part belongs to."""
        return one.parent or self.index

    def children(self, part: str) -> list[Measure | Branch]:
        """Give the indicators and parts that make a part."""
        return [one for one in self._things() if self.parent(one) == part]

    def in_order(self) -> list[str]:
        """Give the ids of the parts, each after what it is made of; the index is the last."""
        found: list[str] = []

        def visit(part: str) -> None:
            for one in self.children(part):
                if isinstance(one, Branch):
                    visit(one.id)
            found.append(part)

        visit(self.index)
        return found

    def tree(self) -> Tree:
        """Give the parts with the numbers of what they are made of."""
        order = self.in_order()
        at = {one.id: place for place, one in enumerate(self.indicator)}
        at |= {part: len(self.indicator) + place for place, part in enumerate(order)}
        kinds = {one.id: one.aggregate for one in self.part}
        return Tree(
            indicators=len(self.indicator),
            parts=tuple(
                Part(
                    part,
                    tuple(at[one.id] for one in self.children(part)),
                    tuple(one.weight for one in self.children(part)),
                    kinds.get(part),
                )
                for part in order
            ),
            minimum=self.minimum_share,
        )

    def label(self, key: str) -> str:
        """Give the name for people of an indicator, a part or the index."""
        if key == self.index:
            return self.title
        return next(one.label for one in self._things() if one.id == key)

    @classmethod
    def read(cls, content: bytes | str, name: str) -> CompositeRecipe:
        """Read a recipe from TOML; raises ``InputError`` that names the file and the key."""
        try:
            return check(cls, read_toml(content, name), name)
        except InputError as fault:
            if fault.where.startswith(name):
                raise
            raise InputError(fault.what, where=f"{name}: {fault.where}", todo=fault.todo) from None

    def toml(self) -> str:
        """Write the recipe as TOML, every number spelled out, so that it runs again alike."""
        return write_toml(self.record())

    def record(self) -> dict[str, Any]:
        """Give the recipe as a plain record with its schema first."""
        return self.model_dump(by_alias=True)


def _check_goalposts(one: Measure) -> None:
    ends = (one.minimum, one.maximum)
    if None not in ends and not ends[0] < ends[1]:  # type: ignore[operator]
        raise _wrong(one.id, text("its minimum is not under its maximum."),
                     text("Correct the goalposts."))  # fmt: skip
    posts = (*ends, one.target)
    if one.transform == "log" and any(post is not None and post <= 0 for post in posts):
        raise _wrong(one.id, text("a logarithm needs goalposts above zero."),
                     text("Correct the goalposts, or leave transform out."))  # fmt: skip


def _wrong(where: str, what: Text, todo: Text) -> InputError:
    return InputError(what, where=where[:60], todo=todo)
