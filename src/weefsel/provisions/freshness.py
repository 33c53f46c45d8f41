"""How old what is known of a provision may be: after the term it is marked and asked about."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from weefsel.base.document import Document, check, read_toml
from weefsel.base.language import Text, text
from weefsel.provisions.social_map import Offer

DEFAULT = Path(__file__).with_name("freshness.toml")
MONTHS_A_YEAR = 12


class _Label(Document):
    nl: str
    en: str


class Default(Document):
    """The term where a municipality set none, and whose choice it is."""

    months: int
    label: _Label

    def render(self, lang: str) -> str:
        """Give whose choice it is."""
        return self.label.en if lang == "en" else self.label.nl


@cache
def default() -> Default:
    """Give the term of Weefsel, read once."""
    return check(Default, read_toml(DEFAULT.read_bytes(), DEFAULT.name), DEFAULT.name)


def months_before(day: date, months: int) -> date:
    """Give the day so many months earlier, the last of that month where it is shorter."""
    index = day.year * MONTHS_A_YEAR + day.month - 1 - months
    year, month = divmod(index, MONTHS_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_old(assured_on: date | None, months: int, today: date) -> bool:
    """Tell whether nobody confirmed it within the term; what was never confirmed is old."""
    return assured_on is None or assured_on < months_before(today, months)


@dataclass(frozen=True)
class Age:
    """How fresh one provision is, in words."""

    old: bool
    confirmed_on: date | None
    months: int

    @property
    def words(self) -> Text:
        """Say when it was confirmed, and whether that is too long ago."""
        if self.confirmed_on is None:
            return text("Nobody confirmed yet that this is right.")
        if self.old:
            return text("Not confirmed for more than %(months)s months.", months=str(self.months))
        return text("Confirmed within %(months)s months.", months=str(self.months))


def age_of(offer: Offer, months: int, today: date) -> Age:
    """Give how fresh an offer is."""
    return Age(is_old(offer.assured_on, months, today), offer.assured_on, months)


def count_old(offers: Iterable[Offer], months: int, today: date) -> int:
    """Give how many of these offers are older than the term."""
    return sum(is_old(one.assured_on, months, today) for one in offers)
