"""Lines that do the same for the same people in the same place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from weefsel.base.language import Text, text
from weefsel.portfolio.figures import listed
from weefsel.portfolio.line import Line
from weefsel.portfolio.reviewed import Overlap, Traits
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.sources.area_code import district_of, municipality_of

MOST_TOLD = 12  # others that are told of one line: a longer list is read by nobody
Same = tuple[Literal["intervention", "kind"], ...]


def within(small: str, large: str) -> bool:
    """Tell whether an area lies in another, or is the same."""
    return small == large or large in (district_of(small), municipality_of(small))


def shared_areas(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Give the areas that two lists have in common, the smallest that hold."""
    found = {
        small
        for one in mine
        for other in theirs
        for small, large in ((one, other), (other, one))
        if within(small, large)
    }
    return tuple(sorted(found))


@dataclass(frozen=True)
class _Spread:
    """Where and for whom a line is, laid out so that many pairs are compared fast."""

    areas: frozenset[str]
    around: frozenset[str]  # the areas and all that hold them
    groups: frozenset[str]

    def meets(self, other: _Spread) -> bool:
        """Tell whether two lines may be for the same people in the same place."""
        if self.areas.isdisjoint(other.around) and other.areas.isdisjoint(self.around):
            return False
        known = bool(self.groups) and bool(other.groups)
        return not known or not self.groups.isdisjoint(other.groups)

    def sure(self, other: _Spread) -> bool:
        """Tell whether of both is known for whom they are."""
        return bool(self.groups) and bool(other.groups)


def _spread(line: Line, traits: Traits) -> _Spread:
    above = {
        up for one in line.areas for up in (one, district_of(one), municipality_of(one)) if up
    }
    return _Spread(frozenset(line.areas), frozenset(above), frozenset(traits.groups))


def overlaps(
    lines: Sequence[tuple[Line, Traits]], names: Mapping[str, str]
) -> dict[str, tuple[tuple[Overlap, ...], int]]:
    """Give for each line, by key, the others that do the same in the same place, and how many.

    Of many others the surest and largest are told. ``names`` gives the name of an area by its
    code. A line that does not say where it is done overlaps with nothing that can be known.
    """
    alike: dict[tuple[str, str], list[int]] = {}
    for at, (line, traits) in enumerate(lines):
        if line.intervention:
            alike.setdefault(("intervention", line.intervention), []).append(at)
        if traits.kind:
            alike.setdefault(("kind", traits.kind), []).append(at)
    spread = [_spread(*one) for one in lines]
    found: dict[str, tuple[tuple[Overlap, ...], int]] = {}
    for at, (line, traits) in enumerate(lines):
        mine = spread[at]
        near = {
            other
            for key in (("intervention", line.intervention), ("kind", traits.kind or ""))
            for other in alike.get(key, ())
            if other != at and mine.meets(spread[other])
        }
        order = sorted(
            near, key=lambda one: (not mine.sure(spread[one]), -lines[one][0].amount, one)
        )
        told = sorted(order[:MOST_TOLD], key=lambda one: (not mine.sure(spread[one]), one))
        found[line.key] = (
            tuple(_overlap(lines[at], lines[other], names) for other in told),
            len(near),
        )
    return found


def _overlap(
    mine: tuple[Line, Traits], theirs: tuple[Line, Traits], names: Mapping[str, str]
) -> Overlap:
    (line, traits), (other, others) = mine, theirs
    areas = shared_areas(line.areas, other.areas)
    known = bool(traits.groups) and bool(others.groups)
    groups = tuple(sorted(set(traits.groups) & set(others.groups)))
    same: Same = ()
    if line.intervention and line.intervention == other.intervention:
        same = ("intervention",)
    if traits.kind and traits.kind == others.kind:
        same = (*same, "kind")
    derived = any(
        how != "given"
        for one in (traits, others)
        for how, used in ((one.kind_how, "kind" in same), (one.groups_how, known))
        if used
    )
    where = listed(names.get(one, one) for one in areas)
    said = _said(line, traits, other, same, groups if known else (), where)
    return Overlap(other, same, groups, known, areas, derived, said)


def _said(
    line: Line, traits: Traits, other: Line, same: Same, groups: Sequence[str], where: Text
) -> Text:
    what: Text = (
        text("the same intervention")
        if "intervention" in same
        else text("the same kind of activity (%(kind)s)", kind=ACTIVITIES[traits.kind or ""])
    )
    params = {
        "number": str(other.number),
        "activity": other.activity,
        "what": what,
        "where": where,
    }
    if groups:
        return text(
            "Line %(number)s (%(activity)s): %(what)s, for %(groups)s, in %(where)s",
            groups=listed(GROUPS[one] for one in groups),
            **params,
        )
    return text(
        "Line %(number)s (%(activity)s): %(what)s in %(where)s; for whom is not known for both,"
        " so it may overlap",
        **params,
    )
