"""Chains: from an activity to an outcome to use to a payer, with a verdict on every arrow.

A chain is as strong as its weakest arrow. An arrow without evidence has no figure and
makes what hangs on it conditional; an association is shown apart and saves nothing.

Two kinds of file: a ``Drawing`` has arrows only and can be seen, printed and pointed at; a
``Chain`` also says what the user brings and what is unknown, so that it can be weighed.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.base.distributions import Support
from weefsel.base.document import Document, Identified, read_file, read_folder, read_toml
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.evidence.checked import check_address, check_once, fault
from weefsel.evidence.parameter import Grade, Payer
from weefsel.evidence.references import Known, check_named
from weefsel.evidence.words import Words

Verdict = Literal["SUPPORTED", "INDICATIVE", "MIXED", "CONTRADICTED", "PRICE", "NONE"]
# Verdicts whose range must include zero (rule 3 of the chains).
DISPUTED: frozenset[str] = frozenset({"MIXED", "CONTRADICTED"})


class Arrow(Document):
    """One step of a chain: from what, to what, and what research says of it.

    ``role`` is what the arrow does in weighing: ``unknown`` nobody measured it,
    ``effect`` moves an outcome, ``association`` goes along with a cost, ``price`` values
    a use, ``shown`` is told but not counted. ``after`` names the earlier arrows at whose
    end this one starts; without any it starts at a part of the activity, or, for a price,
    stands loose: nothing that was found ties it to the activity.
    """

    id: str
    from_nl: str
    from_en: str
    to_nl: str
    to_en: str
    verdict: Verdict
    role: Literal["unknown", "effect", "association", "price", "shown"]
    parameters: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()  # interventions whose studies it rests on
    collects: tuple[Payer, ...] = ()  # who gains when the arrow holds
    after: tuple[str, ...] = ()  # arrows that come before it, which this one continues
    ours: bool = False  # the verdict is our own reading of what was found
    url: str = ""
    remark_nl: str = ""
    remark_en: str = ""

    @property
    def name(self) -> Words:
        """Give the arrow in words, in both languages."""
        return Words(f"{self.from_nl} → {self.to_nl}", f"{self.from_en} → {self.to_en}")


class Input(Document):
    """A figure the user has to bring."""

    key: str
    name_nl: str
    name_en: str
    unit: str
    support: Support
    default_grade: Grade  # for its default width, when the user gives neither range nor grade
    required: bool = True
    default_parameter: str = ""  # taken when the user leaves it out

    @property
    def name(self) -> Words:
        """Give the name in both languages."""
        return Words(self.name_nl, self.name_en)


class Unknown(Document):
    """What science does not know and the balance hangs on."""

    id: str
    arrow: str
    name_nl: str
    name_en: str
    below: float = Field(gt=0, lt=1)  # named values, as a multiple of the turning value
    above: float = Field(gt=1)
    reason_nl: str
    reason_en: str

    @property
    def name(self) -> Words:
        """Give the name in both languages."""
        return Words(self.name_nl, self.name_en)

    @property
    def reason(self) -> Words:
        """Give why it is unknown, in both languages."""
        return Words(self.reason_nl, self.reason_en)


class Uncounted(Document):
    """What counts but cannot be counted: p.m. with words, never zero."""

    id: str
    payer: Payer
    name_nl: str
    name_en: str
    words_nl: str
    words_en: str

    @property
    def name(self) -> Words:
        """Give the name in both languages."""
        return Words(self.name_nl, self.name_en)

    @property
    def words(self) -> Words:
        """Give why there is no figure, in both languages."""
        return Words(self.words_nl, self.words_en)


class Drawing(Identified):
    """A kind of provision and its arrows: investor, activity, group, effect, who collects."""

    id: str
    dated: date
    name_nl: str
    name_en: str
    investor: tuple[Payer, ...] = ()
    activity_nl: str = ""
    activity_en: str = ""
    group_nl: str = ""
    group_en: str = ""
    groups: tuple[str, ...] = ()  # G1 to G9
    needs: tuple[str, ...] = ()  # Dutch words people search with
    arrow: tuple[Arrow, ...] = Field(min_length=1)

    @property
    def name(self) -> Words:
        """Give the name in both languages."""
        return Words(self.name_nl, self.name_en)

    @property
    def activity(self) -> Words:
        """Give what is done, in both languages."""
        return Words(self.activity_nl, self.activity_en)

    @property
    def group(self) -> Words:
        """Give for whom, in both languages."""
        return Words(self.group_nl, self.group_en)

    @property
    def weighable(self) -> bool:
        """Tell whether it can be weighed: it says what to bring and what is unknown."""
        return isinstance(self, Chain)

    @property
    def conditional(self) -> bool:
        """Tell whether an arrow without evidence makes what hangs on it conditional."""
        return any(arrow.verdict == "NONE" for arrow in self.arrow)

    def find(self, arrow_id: str) -> Arrow:
        """Give one arrow; raises ``KeyError`` when the chain has no such arrow."""
        return {arrow.id: arrow for arrow in self.arrow}[arrow_id]


class Chain(Drawing):
    """A drawing that can be weighed: what the user brings, what is unknown and uncounted."""

    input: tuple[Input, ...]
    unknown: Unknown
    uncounted: tuple[Uncounted, ...] = ()

    def bring(self, key: str) -> Input:
        """Give one input; raises ``KeyError`` when the chain has no such input."""
        return {one.key: one for one in self.input}[key]


def check_drawing(drawing: Drawing, where: str) -> None:
    """Check that verdicts, roles and figures of the arrows agree.

    An arrow without evidence may not carry a figure, and an arrow with a figure needs a
    verdict that allows it. What comes before an arrow stands before it, and a price ends
    its chain. Raises ``InputError`` that names the file and the arrow.
    """
    check_once("groups", drawing.groups, where)
    for number, arrow in enumerate(drawing.arrow):
        check_address(f"arrow.{number}.url", arrow.url, where)
        if arrow.verdict == "SUPPORTED" and not (arrow.parameters or arrow.studies or arrow.url):
            what = text("what is supported names a parameter, a study or an address.")
            raise fault(f"arrow.{number}.verdict", what, where)
    wrong = ""
    if len({arrow.id for arrow in drawing.arrow}) != len(drawing.arrow):
        wrong = "arrow"
    continued: set[str] = set()  # arrows so far that another can follow
    for arrow in drawing.arrow:
        if not set(arrow.after) <= continued:
            raise InputError(
                text("the arrow '%(arrow)s' continues one that is not before it.", arrow=arrow.id),
                where=where,
                todo=text("Name arrows that stand above it; a price ends its chain."),
            )
        if arrow.role != "price":
            continued.add(arrow.id)
        if arrow.verdict == "NONE" and (arrow.parameters or arrow.role == "effect"):
            wrong = arrow.id
        if arrow.role in ("effect", "association", "price") and not arrow.parameters:
            wrong = arrow.id
        if (arrow.role == "price") != (arrow.verdict == "PRICE"):
            wrong = arrow.id
        if arrow.role == "unknown" and arrow.verdict != "NONE":
            wrong = arrow.id
    _raise(wrong, where)


def check_chain(chain: Chain, where: str) -> None:
    """Check the arrows, and that what is unknown hangs on one without evidence.

    Raises ``InputError`` that names the file and the arrow.
    """
    check_drawing(chain, where)
    unknown = {arrow.id: arrow for arrow in chain.arrow}.get(chain.unknown.arrow)
    _raise("unknown.arrow" if unknown is None or unknown.role != "unknown" else "", where)


def _raise(wrong: str, where: str) -> None:
    if wrong:
        raise InputError(
            text("the arrow '%(arrow)s' contradicts its own verdict or role.", arrow=wrong),
            where=where,
            todo=text("An arrow without evidence has no figure; correct it and try again."),
        )


def check_named_by(drawing: Drawing, parameters: Known, interventions: Known, where: str) -> None:
    """Check that the parameters and the interventions a chain names are there.

    Raises ``InputError`` that names the file and the key.
    """
    for number, arrow in enumerate(drawing.arrow):
        check_named(f"arrow.{number}.parameters", arrow.parameters, parameters, where)
        check_named(f"arrow.{number}.studies", arrow.studies, interventions, where)
    if isinstance(drawing, Chain):
        for number, one in enumerate(drawing.input):
            key = f"input.{number}.default_parameter"
            check_named(key, [one.default_parameter], parameters, where)


def _chain(path: Path) -> bool:
    return "unknown" in read_toml(read_file(path), path.name)


def read_chains(folder: Path) -> dict[str, Chain]:
    """Read the chains of a folder that can be weighed, by id in alphabetical order.

    Raises ``InputError`` that names file and key when a file is wrong.
    """
    return read_folder(Chain, folder, check_chain, only=_chain)


def read_drawings(
    folder: Path, *, parameters: Known = None, interventions: Known = None
) -> dict[str, Drawing]:
    """Read every chain of a folder, those that can be weighed included, by id.

    What it names is looked up among ``parameters`` and ``interventions`` where these are
    given. Raises ``InputError`` that names file and key when a file is wrong.
    """
    bare = read_folder(Drawing, folder, check_drawing, only=lambda path: not _chain(path))
    found = dict(sorted({**bare, **read_chains(folder)}.items()))
    for one in found.values():
        check_named_by(one, parameters, interventions, f"{one.id}.toml")
    return found


@cache
def chains() -> dict[str, Chain]:
    """Give the chains that come with Weefsel and can be weighed."""
    return {one.id: one for one in drawings().values() if isinstance(one, Chain)}


@cache
def drawings() -> dict[str, Drawing]:
    """Give every chain that comes with Weefsel."""
    return read_drawings(Path(str(resources.files("weefsel.evidence"))) / "data/chains")
