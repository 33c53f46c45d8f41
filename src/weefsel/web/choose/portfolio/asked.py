"""What somebody asks to see of a portfolio: a year, and which of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from weefsel.portfolio.reviewed import LineReview, Review
from weefsel.portfolio.vocabulary import AIMS, FORMS, VERDICTS
from weefsel.provisions.kinds import ACTIVITIES
from weefsel.sources.area_code import level_of
from weefsel.web.accounts.shown import words

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """One list to choose from: its name in the address, its options."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Asked:
    """The filters of an address; what is not known asks for nothing."""

    verdict: str = ""
    kind: str = ""
    aim: str = ""
    form: str = ""
    area: str = ""

    @property
    def any(self) -> bool:
        """Tell whether something was asked."""
        return any(vars(self).values())

    def fits(self, one: LineReview, within: Mapping[str, str]) -> bool:
        """Tell whether a line is asked for; ``within`` gives the district of an area."""
        traits = one.traits
        held = {
            "verdict": one.verdict or "undecided",
            "kind": traits.kind or UNKNOWN,
            "aim": traits.aim or UNKNOWN,
            "form": traits.form or UNKNOWN,
        }
        if any(getattr(self, name) not in ("", here) for name, here in held.items()):
            return False
        if not self.area:
            return True
        codes = set(one.line.areas)
        reach = {self.area, within.get(self.area, "")}
        return bool(codes & reach) or any(level_of(code) == "municipality" for code in codes)


NAMED: dict[str, Mapping[str, Any]] = {
    "verdict": VERDICTS, "kind": ACTIVITIES, "aim": AIMS, "form": FORMS,
}  # fmt: skip


def asked(given: QueryDict, areas: Iterable[str]) -> Asked:
    """Read the filters of an address."""
    told = {
        name: value
        for name, names in NAMED.items()
        if (value := given.get(name, "")) in names or (value == UNKNOWN and name != "verdict")
    }
    area = given.get("area", "")
    return Asked(**told, area=area if area in set(areas) else "")


def filters(
    wanted: Asked, review: Review, areas: Mapping[str, str], unknown: str
) -> tuple[Filter, ...]:
    """Give the lists to choose from: only what occurs in the portfolio."""
    held = {
        "verdict": [one.verdict or "undecided" for one in review.lines],
        "kind": [one.traits.kind or UNKNOWN for one in review.lines],
        "aim": [one.traits.aim or UNKNOWN for one in review.lines],
        "form": [one.traits.form or UNKNOWN for one in review.lines],
    }
    found = []
    for name, there in held.items():
        names = {**NAMED[name], UNKNOWN: unknown}
        options = tuple(
            Option(
                key,
                said if isinstance(said, str) else words(said),
                getattr(wanted, name) == key,
            )
            for key, said in names.items()
            if key in there
        )
        found.append(Filter(name, options))
    places = dict.fromkeys(code for one in review.lines for code in one.line.areas)
    named = tuple(Option(code, areas.get(code, code), wanted.area == code) for code in places)
    return (*found, Filter("area", tuple(sorted(named, key=lambda one: one.name))))
