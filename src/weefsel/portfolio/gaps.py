"""What no line names: kinds of activity in the neighbourhoods with the lowest scores.

"No line" is what the list says, never "nothing there".
"""

from __future__ import annotations

from collections.abc import Sequence

from weefsel.base.language import Text, plural, text
from weefsel.evidence.register import Entry
from weefsel.portfolio.figures import apart, count
from weefsel.portfolio.line import LIGHT, Line
from weefsel.portfolio.need import NO_FIGURES
from weefsel.portfolio.overlap import within
from weefsel.portfolio.reviewed import Gap, Gaps, Traits
from weefsel.provisions.kinds import ACTIVITIES
from weefsel.scan.result import ScanResult

MOST_AREAS = 5  # the neighbourhoods that stand out, not a table of all
REMARK = text(
    "No line in this list does not mean that there is nothing: residents, churches, clubs or"
    " another funder may do it."
)
NO_SCORES = text("no neighbourhood has a score, so none can be called the lowest")


def gaps_of(
    lines: Sequence[tuple[Line, Traits]], scan: ScanResult | None, light: Sequence[Entry]
) -> Gaps:
    """Give what no line names, in the neighbourhoods with the lowest scores."""
    named = {one.intervention.removeprefix(LIGHT) for one, _ in lines
             if one.intervention.startswith(LIGHT)}  # fmt: skip
    held = {one.intervention for one, _ in lines if one.intervention}
    without = tuple(
        one
        for one in light
        if one.name and one.id not in named and not (one.intervention and one.intervention in held)
    )
    if scan is None:
        return Gaps((), without, None, NO_FIGURES, REMARK)
    condition = scan.main_condition
    scored = scan.scored(condition, "neighbourhood") if condition else []
    if condition is None or not scored:
        return Gaps((), without, None, NO_SCORES, REMARK)
    lowest = sorted(scored, key=lambda code: (scan.score_rows[code, condition]["score"], code))
    areas = tuple(_gap(code, condition, lines, scan) for code in lowest[:MOST_AREAS])
    return Gaps(areas, without, condition, None, REMARK)


def _gap(code: str, condition: str, lines: Sequence[tuple[Line, Traits]], scan: ScanResult) -> Gap:
    here, wide, unknown = set[str](), set[str](), 0
    for line, traits in lines:
        holding = [one for one in line.areas if within(code, one)]
        if not holding:
            continue
        if not traits.kinds:
            unknown += 1
        only_wide = all(one == scan.recipe.area for one in holding)
        (wide if only_wide else here).update(traits.kinds)
    missing = tuple(one for one in ACTIVITIES if one not in here and one not in wide)
    only = tuple(one for one in ACTIVITIES if one in wide and one not in here)
    return Gap(
        area=code,
        name=scan.name(code),
        score=scan.score(code, condition),
        kinds=missing,  # type: ignore[arg-type]
        wide=only,  # type: ignore[arg-type]
        unknown=unknown,
        sentence=_said(scan.name(code), missing, unknown, code),
    )


def _said(name: str, missing: Sequence[str], unknown: int, code: str) -> Text:
    """Name the kinds without a line; those with one where that is the shorter list."""
    if not missing:
        return text("%(name)s: every kind of activity is in some line", name=name)
    there = [one for one in ACTIVITIES if one not in missing]
    if not there:
        said = text("%(name)s: no line for any kind of activity", name=name)
    elif len(there) < len(missing):
        kinds = apart(ACTIVITIES[one] for one in there)
        said = text("%(name)s: a line for %(kinds)s only", name=name, kinds=kinds)
    else:
        kinds = apart(ACTIVITIES[one] for one in missing)
        said = text("%(name)s: no line for %(kinds)s", name=name, kinds=kinds)
    if not unknown:
        return said
    return plural(
        "%(said)s; for %(unknown)s line here the kind is not known",
        "%(said)s; for %(unknown)s lines here the kind is not known",
        unknown,
        said=said,
        unknown=count(f"{code}:unknown", unknown),
    )
