"""A provision as a row of the list and as the facts of its page, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from weefsel.base.figure import Figure
from weefsel.base.language import Text
from weefsel.provisions.find import Found
from weefsel.provisions.place_kind import PlaceKind, place_kind
from weefsel.provisions.social_map import Entry, Offer
from weefsel.provisions.when_open import Hours, hours_at, wall
from weefsel.web.social_map.find_known import Searchable

WEEK = 7  # days
REASONS = 2  # that a row says


@dataclass(frozen=True)
class Clock:
    """A moment on the wall: the day in words where it is another day, and the time."""

    day: str
    time: str


@dataclass(frozen=True)
class OpenWords:
    """Whether it is open, in the parts that a page puts together."""

    state: str
    until: Clock | None = None
    opens: Clock | None = None
    because: str = ""


@dataclass(frozen=True)
class Row:
    """One provision in the list."""

    number: int
    entry: Entry
    kind: PlaceKind
    url: str
    open: OpenWords
    distance: Figure | None
    reasons: tuple[Text, ...]
    old: bool

    @property
    def street(self) -> str:
        """Give its street and number."""
        return address_of(self.entry)


def address_of(entry: Entry) -> str:
    """Give street and number in one line, empty where that is not known."""
    where = entry.location
    return "" if where is None else " ".join(part for part in (where.street, where.number) if part)


def url_of(entry: Entry) -> str:
    """Give the address of the page about a provision."""
    return reverse("provision", kwargs={"code": entry.offer.municipality, "slug": entry.slug})


def rows(
    found: Sequence[Found], there: Searchable, now: datetime, old: frozenset[str]
) -> list[Row]:
    """Give the rows of a list, numbered as on the map; ``old`` holds the slugs of what is."""
    return [
        Row(
            number=number,
            entry=one.entry,
            kind=place_kind(one.entry.service.kind),
            url=url_of(one.entry),
            open=open_words(one.entry.offer, now),
            distance=None if one.distance_m is None else there.metres(one.distance_m),
            reasons=one.reasons[:REASONS],
            old=one.entry.slug in old,
        )
        for number, one in enumerate(found, 1)
    ]


def open_words(offer: Offer, now: datetime) -> OpenWords:
    """Say whether it is open now, until when, or when it opens next."""
    found: Hours = hours_at(offer, now)
    here = wall(now)
    return OpenWords(
        found.state, _clock(found.until, here), _clock(found.opens, here), found.because
    )


def _clock(moment: datetime | None, now: datetime) -> Clock | None:
    if moment is None:
        return None
    ahead = (moment.date() - now.date()).days
    midnight = moment.hour == moment.minute == 0
    if ahead == 0 or (ahead == 1 and midnight):
        day = ""
    elif ahead == 1:
        day = _("tomorrow")
    elif ahead < WEEK:
        day = date_format(moment, "l").lower() if _dutch() else date_format(moment, "l")
    else:
        day = date_format(moment, "j F")
    return Clock(day, "24:00" if midnight and ahead else f"{moment:%H:%M}")


def _dutch() -> bool:
    return (get_language() or "nl").startswith("nl")


@dataclass(frozen=True)
class Day:
    """One day of the week: its name, its openings, and whether it is today."""

    name: str
    openings: tuple[tuple[str, str], ...]
    today: bool


def week(offer: Offer, today: date) -> list[Day]:
    """Give the ordinary week, Monday first; empty where no hours are known."""
    if not offer.opening:
        return []
    monday = today - timedelta(days=today.weekday())
    found = []
    for ahead in range(WEEK):
        day = monday + timedelta(days=ahead)
        openings = sorted(
            (one.opens, one.closes) for one in offer.opening if one.day == day.isoweekday()
        )
        found.append(Day(date_format(day, "l"), tuple(openings), day == today))
    return found


@dataclass(frozen=True)
class Special:
    """Days that are not as in the week: from and until, why, and other hours if any."""

    first: date
    last: date
    why: str
    opens: str
    closes: str


def specials(offer: Offer, today: date) -> list[Special]:
    """Give the days to come that are not as in the week, the first of them first."""
    coming = sorted(
        (one for one in offer.closed if one.last >= today), key=lambda one: (one.first, one.last)
    )
    return [Special(one.first, one.last, one.why, one.opens, one.closes) for one in coming]
