"""What the heading of an amount says beside its name: thousands, a month, costs, a year."""

from __future__ import annotations

import re

from weefsel.portfolio.money import is_euro
from weefsel.sources.local_grid import Grid

_MANY = r"1[.,\s]?000(?:[.,\s]?000)?(?!\d)|duizend\w*|mln|mio|miljoen\w*|thousands?|millions?"
# "x 1.000", "(in duizenden euro)", "in mln": wherever it stands, the cells are not whole euros.
_LARGER = re.compile(
    rf"(?:[x\u00d7*]|\b(?:in|per)\b)\s*(?:\u20ac|\beuro?\b|\bde\b)?\s*(?:{_MANY})"
    r"|\bduizendtal\w*|\bk\s?(?:\u20ac|eur)|(?:\u20ac|\beur)\s?k\b",
    re.I,
)
# In the heading of an amount also "Bedrag (€ 1.000)" and "Subsidie mln".
_IN_HEADING = re.compile(rf"\b(?:{_MANY})", re.I)
# "per maand", "p/m", "per deelnemer": not what an activity gets in a year.
_PER = re.compile(
    r"\bper\s+(?!jaar|year|annum|activiteit|activity|organisatie|instelling|20\d\d|\d)(\w+)"
    r"|\b(p\s?/\s?m|p\.m\.|p\s?/\s?u|p\.p\.)"
    r"|\b(maandbedrag|kwartaalbedrag|weekbedrag|maandelijkse?|wekelijkse?|monthly|weekly|quarterly)\b",
    re.I,
)
# Not what was granted: what something costs, or what somebody asked for.
_NOT_GRANTED = re.compile(r"kosten|gevraagd|\bcosts?\b|requested|\beigen\b|cofinanc", re.I)
_BUDGET = re.compile(r"begrot|\bbudget(?:ed)?\b", re.I)
_GRANT = re.compile(r"subsid|grant", re.I)
_LIKELY = 2  # one in so many filled cells is at least an amount


def larger_unit(said: str) -> bool:
    """Tell whether words say that amounts are in thousands or millions."""
    return _LARGER.search(" ".join(said.split())) is not None


def in_thousands(heading: str) -> bool:
    """Tell whether the heading of an amount says that it is in thousands or millions."""
    return larger_unit(heading) or _IN_HEADING.search(heading) is not None


def wrong_unit(heading: str) -> bool:
    """Tell whether a heading names another unit than the euros of a year."""
    return in_thousands(heading) or bool(other_period(heading))


def other_period(said: str) -> str:
    """Give the words that say that an amount is not that of a whole year."""
    found = _PER.search(said)
    return "" if found is None else " ".join(found[0].split())


def not_granted(heading: str) -> bool:
    """Tell whether a heading is of costs, a budget or a request, and not of a subsidy."""
    if _NOT_GRANTED.search(heading):
        return True
    return (
        bool(_BUDGET.search(heading))
        and not _GRANT.search(heading)
        and (heading.strip().lower() != "budget")
    )


def holds_amounts(grid: Grid, heading: str) -> bool:
    """Tell whether at least half of the filled cells of a column can be read as euros."""
    filled = [one for one in grid.cells(grid.columns.index(heading)) if one is not None]
    return bool(filled) and sum(map(is_euro, filled)) * _LIKELY >= len(filled)
