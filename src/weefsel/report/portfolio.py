"""A portfolio of subsidies on one page A4 for the council, as PDF/UA."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import format_date

from weefsel import __version__
from weefsel.base.language import text
from weefsel.portfolio.reviewed import Review
from weefsel.report.portfolio_content import MOST_ROWS, Room, contents, rows_of_all
from weefsel.report.typeset import count_pages, typeset

TEMPLATE = "portfolio.typ"
_DATES = {"nl": "nl_NL", "en": "en_GB"}
# What stands around the lines, from ample to tight: questions, gaps, and names in full or cut.
AROUND = ((5, 3, False), (4, 3, False), (4, 2, True), (3, 2, True), (2, 1, True), (0, 0, True))
FEW = 3  # the place in AROUND with which lines are left out: first less around them


def overview(
    review: Review, lang: str = "nl", *, area_name: str = "", dated: date | None = None
) -> bytes:
    """Make the page as PDF/UA-1 in Dutch or English; always one page.

    ``area_name`` is the name of the municipality, else its code is printed; the date is
    ``dated``, else the day of the review. Where the lines do not fit, the largest of each
    decision or kind are named, and the page says how many more there are.
    """
    day = dated or review.on
    data = _frame(review, lang, area_name, day)

    def fits(room: Room) -> bool:
        return count_pages(TEMPLATE, data | contents(review, lang, room), day) == 1

    return typeset(TEMPLATE, data | contents(review, lang, _room(review, fits)), day)


def _room(review: Review, fits: Callable[[Room], bool]) -> Room:
    """Find the most that fits: all lines with less around them, else as many lines as go."""
    every = rows_of_all(review)
    if every <= MOST_ROWS:
        for around in AROUND[: FEW + 1]:
            if fits(Room(every, *around)):
                return Room(every, *around)
    for around in AROUND[FEW:]:
        low, high = 0, min(every, MOST_ROWS)  # the first may fit, the last surely does not
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(Room(middle, *around)) else (low, middle)
        if low:
            return Room(low, *around)
    return Room(0, *AROUND[-1])


def _frame(review: Review, lang: str, area_name: str, day: date) -> dict[str, Any]:
    """Give what stands around the content: title, date, footer, what the file says of itself."""
    town = area_name or review.portfolio.municipality
    kicker = [
        text("What is subsidised, on one page").render(lang),
        text("municipality of %(name)s", name=town).render(lang),
        *([] if review.year is None else [str(review.year)]),
        format_date(day, format="long", locale=_DATES[lang]),
    ]
    foot = [
        text("Weefsel %(version)s", version=__version__),
        text("All lines with their evidence, need, cost, overlap and questions: in the annex."),
    ]
    return {
        "lang": lang,
        "title": review.title.render(lang),
        "author": text("Weefsel %(version)s", version=__version__).render(lang),
        "description": text("One-page overview of what a municipality subsidises").render(lang),
        "keywords": [text("subsidies").render(lang), review.portfolio.municipality],
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "kicker": " \N{MIDDLE DOT} ".join(kicker),
        "fictitious": (
            text("Example: all figures are invented").render(lang)
            if review.portfolio.fictitious
            else None
        ),
        "foot": " \N{MIDDLE DOT} ".join(part.render(lang) for part in foot),
    }
