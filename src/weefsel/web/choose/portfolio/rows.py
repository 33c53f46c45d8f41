"""From the library's lines to rows of the database."""

from __future__ import annotations

from weefsel.portfolio.decision import Decision
from weefsel.portfolio.line import Line
from weefsel.web.choose.portfolio.models import PortfolioLine


def as_row(line: Line, decision: Decision | None = None) -> PortfolioLine:
    """Give a line, and what was decided of it, as a row."""
    row = PortfolioLine(
        activity=line.activity,
        organisation=line.organisation,
        amount=line.amount,
        year=line.year,
        areas=list(line.areas),
        participants=line.participants,
        intervention=line.intervention,
        named=line.named,
        goal=line.goal,
        kind=line.kind or "",
        groups=list(line.groups),
        for_whom=line.for_whom,
        aim=line.aim or "",
        form=line.form or "",
    )
    if decision is None:
        return row
    row.verdict, row.reason, row.decided_on = decision.verdict, decision.reason, decision.on
    if decision.freed is not None:
        freed = decision.freed
        row.freed, row.freed_from = freed.amount, freed.from_year
        row.contract_until = freed.contract_until
    return row
