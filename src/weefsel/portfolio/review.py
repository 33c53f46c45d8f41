"""Review a portfolio: everything that is known of each line, side by side, and questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from weefsel.evidence.intervention import Intervention, interventions
from weefsel.evidence.register import light_interventions
from weefsel.evidence.study import Study, studies
from weefsel.portfolio import figures
from weefsel.portfolio.cost import costs, priced
from weefsel.portfolio.decision import Decision, Given
from weefsel.portfolio.finding import lead, line_title, title
from weefsel.portfolio.gaps import gaps_of
from weefsel.portfolio.known import evidence_of
from weefsel.portfolio.line import Line, Portfolio
from weefsel.portfolio.money import NOTHING
from weefsel.portfolio.need import need_of
from weefsel.portfolio.overlap import overlaps
from weefsel.portfolio.people import shown_people
from weefsel.portfolio.questions import questions_of
from weefsel.portfolio.reviewed import LineReview, Review
from weefsel.portfolio.settle import settle
from weefsel.portfolio.shares import shares_of
from weefsel.portfolio.traits import traits_of
from weefsel.portfolio.vocabulary import VERDICTS
from weefsel.scan.result import ScanResult


def review(
    portfolio: Portfolio,
    scan: ScanResult | None,
    on: date,
    *,
    year: int | None = None,
    decisions: Iterable[Decision] = (),
    given: Iterable[Given] = (),
    held: Mapping[str, Intervention] | None = None,
    found: Iterable[Study] | None = None,
) -> Review:
    """Review the lines of one year, the newest unless said, as things stand on a day.

    Money is settled over all lines of the portfolio. ``held`` and ``found`` are the
    interventions and studies of the library unless given. Raises ``InputError`` where
    decisions or destinations do not hold (``settle``).
    """
    wanted = year if year is not None else max(portfolio.years, default=None)
    lines = sorted((one for one in portfolio.lines if one.year == wanted), key=_number)
    library = interventions() if held is None else held
    research = tuple(studies().values() if found is None else found)
    light = light_interventions().entry
    taken = tuple(decisions)
    ledger = settle(portfolio.lines, taken, given)
    made = {one.line: one for one in taken}
    people = shown_people(lines)
    kinds = [(one, traits_of(one, library.get(one.intervention))) for one in lines]
    cost = costs([priced(one, traits, people[one.key]) for one, traits in kinds])
    names = {} if scan is None else {code: scan.name(code) for code in scan.area_rows}
    overlap = overlaps(kinds, names)
    gaps = gaps_of(kinds, scan, light)
    reviewed = []
    for line, traits in kinds:
        evidence = evidence_of(line, library, research, light, on)
        need = need_of(line, traits, scan)
        decision = made.get(line.key)
        reviewed.append(
            LineReview(
                line=line,
                title=line_title(line.activity, evidence, need),
                amount=figures.amount(line),
                participants=people[line.key],
                areas=tuple(names.get(code, code) for code in line.areas),
                traits=traits,
                evidence=evidence,
                need=need,
                cost=cost[line.key],
                overlap=overlap[line.key][0],
                overlap_total=overlap[line.key][1],
                questions=questions_of(
                    line,
                    traits,
                    evidence,
                    need,
                    cost[line.key],
                    overlap[line.key][0],
                    gaps,
                    decision,
                ),
                decision=decision,
            )
        )
    expired = sum(one.evidence.standing == "expired" for one in reviewed)
    others = tuple(one for one in portfolio.years if one != wanted)
    counts = {
        key: sum((one.verdict or "undecided") == key for one in reviewed) for key in VERDICTS
    }
    whole = sum((one.amount for one in lines), NOTHING)
    return Review(
        portfolio=portfolio,
        year=wanted,
        on=on,
        lines=tuple(reviewed),
        other_years=others,
        title=title(reviewed, wanted),
        lead=lead(reviewed, ledger, others, expired),
        total=figures.total("total", whole, wanted),
        gaps=gaps,
        ledger=ledger,
        shares=shares_of(kinds, ledger),
        verdicts=counts,
        sources={**figures.sources(portfolio), **({} if scan is None else scan.sources)},
    )


def _number(line: Line) -> tuple[int, str]:
    return line.number, line.key
