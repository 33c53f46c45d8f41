"""The recipe of a case: money per payer that somebody worked out, post by post.

Where a choice computes from acts and chains, a case takes the posts as they are stated: so
many people, times so much, from this year on, for this payer. That is how published
cost-benefit analyses are written, so they can be computed again, and how a municipality
writes down its own. A match with a published outcome shows that the arithmetic is right, not
that the case is true.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, field_validator

from weefsel.base.distributions import RangeKind
from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.evidence.parameter import Grade
from weefsel.weigh.choice import DEFAULT_DRAWS

SCHEMA = "weefsel.case/1"
ID = r"^[a-z0-9][a-z0-9_-]{0,39}$"

Payer = Literal[
    "municipality",
    "health_insurer",
    "long_term_care",
    "state",
    "uwv",
    "housing_corporation",
    "employer",
    "justice",
    "school",
    "resident",
    "combined",  # several payers whose shares the source does not give
    "other",
]
Kind = Literal["cost", "gain", "burden"]
Net = Literal["counterfactual", "displacement", "drop_out"]


class Term(Document):
    """One factor of a post: a number with its range and source, or a parameter of Weefsel.

    ``exact`` is for what is counted, agreed or made by definition: it gets no range. Without
    ``exact`` and without a range the default width of its grade is used, and marked as ours.
    A share is written between 0 and 1.
    """

    name: str = Field(default="", max_length=120)
    value: float | None = None
    low: float | None = None
    high: float | None = None
    range_kind: RangeKind = "none"
    exact: bool = False
    share: bool = False
    money: bool = False  # an amount in the currency of the case: it has a price level
    source: str = Field(default="", max_length=500)
    evidence_grade: Grade | None = None
    price_year: int | None = None
    parameter: str = Field(default="", max_length=80)

    @field_validator("value", "low", "high", mode="before")
    @classmethod
    def _is_number(cls, given: object) -> object:
        """Refuse true and false, which would count as one and zero."""
        if isinstance(given, bool):
            raise ValueError("a figure is a number, not true or false")
        return given


class Stated(Document):
    """One post: who pays or gains, the product of its terms a year, and when.

    ``by_year`` multiplies the yearly amount, counted from ``from_year``; its last share holds
    on. ``drop_off`` takes a share off each following year. A transfer names in ``to`` who
    gets what the payer pays. What is already ``net_of`` something gets no factor for it again.
    """

    id: str = Field(pattern=ID)
    name: str = Field(default="", max_length=200)
    payer: Payer
    payer_name: str = Field(default="", max_length=120)
    kind: Kind
    times: tuple[Term, ...] = Field(min_length=1, max_length=20)
    from_year: int | None = None
    years: int | None = Field(default=None, ge=1, le=100)
    by_year: tuple[float, ...] = Field(default=(), max_length=100)
    drop_off: Term | None = None
    net_of: tuple[Net, ...] = ()
    deadweight: Term | None = None
    displacement: Term | None = None
    drop_out: Term | None = None
    to: Payer | None = None
    overlap: str = Field(default="", max_length=40)
    incidental: bool = False
    iv3: str = Field(default="", max_length=10)
    cashable: Term | None = None
    cashable_from: int | None = None
    remark: str = Field(default="", max_length=1000)

    @property
    def sign(self) -> float:
        """Give the side on which its payer books it: a gain counts up."""
        return 1.0 if self.kind == "gain" else -1.0

    @property
    def factors(self) -> tuple[tuple[str, Term], ...]:
        """Give the shares that are taken off the amount, by name."""
        held = (
            ("deadweight", self.deadweight),
            ("displacement", self.displacement),
            ("drop_out", self.drop_out),
        )
        return tuple((name, term) for name, term in held if term is not None)


class Overlap(Document):
    """Posts that count the same people or the same care: how much of the smaller ones stays.

    0 keeps the largest only, 1 is the plain sum (the rule of Meetstandaard Energiearmoede
    0.9, see the published cases).
    """

    id: str = Field(min_length=1, max_length=40)
    factor: float = Field(ge=0, le=1)
    source: str = Field(min_length=1, max_length=500)


class Unquantified(Document):
    """What counts but has no figure: it stands as p.m. with words, never as zero."""

    id: str = Field(pattern=ID)
    payer: Payer
    name: str = Field(min_length=1, max_length=200)
    words: str = Field(min_length=1, max_length=1000)


class CaseOption(Document):
    """One way to go with its posts; the zero option has none."""

    id: str = Field(pattern=ID)
    title: str = Field(default="", max_length=200)
    zero: bool = False
    people: Term | None = None  # for amounts per participant
    post: tuple[Stated, ...] = Field(default=(), max_length=500)
    pm: tuple[Unquantified, ...] = ()


class Published(Document):
    """What the source itself says came out, to hold the computation against.

    ``of`` names a figure of the result: ``social``, ``ratio``, ``per_person`` or
    ``payer:municipality``; it never enters the computation.
    """

    option: str = Field(pattern=ID)
    of: str = Field(min_length=1, max_length=80)
    value: float
    tolerance: float = Field(ge=0)
    source: str = Field(min_length=1, max_length=500)


class Case(Document):
    """A case: what, for how long, at which prices and discount rate, and its options.

    ``price_year`` is the year whose prices everything is in; ``"nominal"`` says that amounts
    are taken as they stand, for one year only. ``discount_percent`` is the source's own rate
    or one of the discount rates that come with Weefsel when left out.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True
    )

    schema_id: Literal["weefsel.case/1"] = Field(alias="schema")
    title: str = Field(min_length=1, max_length=200)
    question: str = Field(default="", max_length=1000)
    area: str = Field(default="", max_length=10)
    source: str = Field(default="", max_length=1000)
    url: str = Field(default="", max_length=500)
    remark: str = Field(default="", max_length=2000)
    base_year: int = Field(ge=1900, le=2200)
    horizon: int = Field(ge=1, le=100)
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")
    price_year: int | Literal["nominal"] | None = None
    discount_percent: Term | None = None
    discounted_from: Literal["first_year", "second_year"] = "second_year"
    draws: int = Field(default=DEFAULT_DRAWS, ge=1, le=1_048_576)
    seed: int = Field(default=1, ge=0, le=2**63 - 1)
    dated: str = Field(default="", max_length=10)
    fictitious: bool = False
    arithmetic_only: bool = False  # a check of the arithmetic, not a finding about a place
    overlap: tuple[Overlap, ...] = ()
    published: tuple[Published, ...] = ()
    option: tuple[CaseOption, ...] = Field(min_length=1, max_length=20)

    @classmethod
    def read(cls, content: bytes | str, name: str) -> Case:
        """Read and check a recipe from TOML.

        Raises ``InputError`` that names the file, the key and what to do.
        """
        from weefsel.weigh.case_rules import verify

        case = check(cls, read_toml(content, name), name)
        verify(case, name)
        return case

    @property
    def years(self) -> tuple[int, ...]:
        """Give the years of the horizon."""
        return tuple(range(self.base_year, self.base_year + self.horizon))

    @property
    def acting(self) -> tuple[CaseOption, ...]:
        """Give the options that do something."""
        return tuple(option for option in self.option if not option.zero)

    def record(self) -> dict[str, object]:
        """Give the recipe as a plain record, unknown keys left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def toml(self) -> str:
        """Write the recipe as TOML; reading it back gives an equal case."""
        return write_toml(self.record())
