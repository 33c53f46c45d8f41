"""The list of parameters: what is asked of it, what fits, and what was read at the source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from weefsel.evidence.find import find
from weefsel.evidence.parameter import Parameter, parameters
from weefsel.evidence.tell import KINDS, unit_group
from weefsel.evidence.uses import all_uses

USED, UNUSED = "yes", "no"


@dataclass(frozen=True)
class Asked:
    """What somebody wants of the list; empty asks for nothing."""

    query: str = ""
    kind: str = ""
    unit: str = ""  # a key of tell.UNIT_GROUPS, or "other"
    payer: str = ""
    grade: str = ""
    checked: str = ""  # read_original, read_copy or not_read
    used: str = ""  # yes or no


@dataclass(frozen=True)
class Read:
    """How many parameters were read at the source, seen in a copy, and not read."""

    original: int
    copy: int
    not_read: int

    @property
    def all(self) -> int:
        """Give how many there are."""
        return self.original + self.copy + self.not_read


def listed(asked: Asked = Asked()) -> tuple[Parameter, ...]:
    """Give the parameters that fit: best first for a question, else by kind and name."""
    held = parameters()
    if asked.query.strip():
        found = find(asked.query, kind="parameter", most=len(held))
        rows = [held[one.thing.id] for one in found]
    else:
        order = list(KINDS)
        rows = sorted(
            held.values(),
            key=lambda one: (order.index(one.kind), one.name_nl.casefold(), one.id),
        )
    return tuple(one for one in rows if _fits(one, asked))


def _fits(one: Parameter, asked: Asked) -> bool:
    return (
        asked.kind in ("", one.kind)
        and asked.unit in ("", unit_group(one.unit))
        and (not asked.payer or asked.payer in one.payer)
        and asked.grade in ("", one.grade())
        and asked.checked in ("", one.checked.how)
        and asked.used in ("", USED if times_used(one.id) else UNUSED)
    )


def times_used(parameter: str) -> int:
    """Give at how many places a parameter is used; of an index every amount it moves."""
    return len(all_uses().get(parameter, ()))


def read_of(held: tuple[Parameter, ...]) -> Read:
    """Give how many of some parameters were read at their source."""
    counted = Counter(one.checked.how for one in held)
    return Read(counted["read_original"], counted["read_copy"], counted["not_read"])
