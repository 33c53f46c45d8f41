"""Provisions that may be one, from two sources: proposed with reasons, never merged by itself.

Reference: Dice, L.R. (1945), Measures of the amount of ecologic association between species,
Ecology 26(3), for the likeness of two names as sets of letter pairs.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from weefsel.base.document import Document, check, read_toml
from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number
from weefsel.provisions.social_map import Entry
from weefsel.sources.names import slug

RULES = Path(__file__).with_name("duplicates.toml")
_EARTH_M = 6_371_008.8  # mean radius in metres (IUGG)
_DUTCH_ZERO, _DUTCH_CODE = "0", "31"


class _Points(Document):
    same_name: int
    like_name: int
    same_phone: int
    same_website: int
    same_postcode: int
    same_address: int
    near: int
    close: int
    other_kind: int
    other_town: int
    far: int


class Rules(Document):
    """The points and bounds of ``duplicates.toml``."""

    least: int
    near_m: float
    close_m: float
    like: float
    equal: float
    points: _Points
    common: dict[str, tuple[str, ...]]


@cache
def rules() -> Rules:
    """Give the rules that come with Weefsel."""
    return check(Rules, read_toml(RULES.read_bytes(), RULES.name), RULES.name)


@dataclass(frozen=True)
class Metres:
    """A distance as part of a sentence, in whole metres."""

    value: float

    def render(self, lang: str) -> str:
        """Write it."""
        return write_number(self.value, lang)


@dataclass(frozen=True)
class Proposal:
    """Two provisions that may be one: why, why perhaps not, how far apart, and the points."""

    first: Entry
    second: Entry
    reasons: tuple[Text, ...]
    against: tuple[Text, ...]
    distance_m: float | None
    points: int

    @property
    def ids(self) -> tuple[str, str]:
        """Give the ids of the two offers, in order."""
        low, high = sorted((self.first.offer.id, self.second.offer.id))
        return low, high


def proposals(
    entries: Sequence[Entry], new: Sequence[Entry] = (), *, decided: Iterable[tuple[str, str]] = ()
) -> tuple[Proposal, ...]:
    """Give the pairs that may be one, the surest first.

    Without ``new`` every pair of ``entries`` is looked at; with it only pairs of one of each.
    ``decided`` are pairs of ids about which somebody already said something.
    """
    known = {(min(pair), max(pair)) for pair in decided}
    every = [*entries, *new]
    marks = [_marks(one) for one in every]
    pairs = _pairs(marks)
    found = []
    for one, two in sorted(pairs):
        if new and (one < len(entries)) == (two < len(entries)):
            continue
        proposal = _compared(every[one], every[two], marks[one], marks[two])
        if proposal is not None and proposal.ids not in known:
            found.append(proposal)
    return tuple(sorted(found, key=lambda one: (-one.points, one.first.name, one.ids)))


@dataclass(frozen=True)
class _Marks:
    """What of a provision is compared: bare name, letter pairs, telephone, site, address."""

    name: str
    letters: frozenset[str]
    phones: frozenset[str]
    site: str
    postcode: str
    address: str
    town: str


def _marks(one: Entry) -> _Marks:
    place = one.location
    name = bare_name(one.name)
    postcode = slug(place.postcode) if place is not None else ""
    return _Marks(
        name=name,
        letters=frozenset(name[at : at + 2] for at in range(len(name) - 1)),
        phones=frozenset({phone(one.phone)} - {""}),
        site=site(one.website),
        postcode=postcode,
        address=slug(postcode or place.town, place.street if not postcode else "", place.number)
        if place is not None and place.number
        else "",
        town=slug(place.town) if place is not None else "",
    )


def bare_name(name: str) -> str:
    """Give a name without the words that many names have; the whole when nothing is left."""
    words = [slug(one) for one in re.split(r"[\s/&,.-]+", name)]
    common = set(rules().common["words"])
    return "".join(one for one in words if one not in common) or "".join(words)


def phone(number: str) -> str:
    """Give a telephone number by its digits, a Dutch one without zero or country code."""
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    for prefix in (f"00{_DUTCH_CODE}", _DUTCH_CODE, _DUTCH_ZERO):
        if digits.startswith(prefix):
            return digits.removeprefix(prefix)
    return digits


def site(address: str) -> str:
    """Give a web address without its protocol, www and what comes after a question mark."""
    bare = re.sub(r"^[a-z]+://", "", address.strip().casefold())
    return bare.removeprefix("www.").partition("?")[0].rstrip("/")


def likeness(one: frozenset[str], two: frozenset[str]) -> float:
    """Give the Dice coefficient of two sets of letter pairs, 0 to 1."""
    whole = len(one) + len(two)
    return 2 * len(one & two) / whole if whole else 0.0


def metres(one: tuple[float, float] | None, two: tuple[float, float] | None) -> float | None:
    """Give the distance of two points of longitude and latitude in metres (haversine)."""
    if one is None or two is None:
        return None
    (east, north), (east_2, north_2) = (
        [math.radians(each) for each in pair] for pair in (one, two)
    )
    half = math.sin((north_2 - north) / 2) ** 2
    half += math.cos(north) * math.cos(north_2) * math.sin((east_2 - east) / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, half)))


def _pairs(marks: Sequence[_Marks]) -> set[tuple[int, int]]:
    """Give the pairs that share something: a whole register has too many to look at all."""
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(marks):
        held["name", one.name].append(at)
        for number in one.phones:
            held["phone", number].append(at)
        if one.site:
            held["site", one.site].append(at)
        if one.postcode:
            held["postcode", one.postcode].append(at)
        # Names that are alike share most of their letter pairs: three neighbouring ones tell.
        for start in {one.name[at : at + 4] for at in range(max(1, len(one.name) - 3))}:
            held["letters", start].append(at)
    found: set[tuple[int, int]] = set()
    for (what, _), who in held.items():
        if what == "letters" and len(who) > 40:
            continue  # letters that half the register has tell nothing
        found |= {(a, b) for i, a in enumerate(who) for b in who[i + 1 :]}
    return found


def _compared(first: Entry, second: Entry, one: _Marks, two: _Marks) -> Proposal | None:
    held, points = rules(), rules().points
    same_record = first.offer.id == second.offer.id
    same_place = first.offer.service == second.offer.service and first.location is second.location
    if same_record or (same_place and first.location is not None):
        return None
    reasons: list[Text] = []
    against: list[Text] = []
    sum_ = 0
    like = 1.0 if one.name == two.name else likeness(one.letters, two.letters)
    if like >= held.equal:
        sum_ += points.same_name
        reasons.append(text("they have the same name"))
    elif like >= held.like and not _of_other_kind(first, second):
        sum_ += points.like_name
        reasons.append(text("their names are alike"))
    else:
        # Many provisions share a building, a number and a site, and part of a name: a library
        # and the language point in it are two.
        return None
    for same, count, said in (
        (one.phones & two.phones, points.same_phone, text("they have the same telephone number")),
        (one.site and one.site == two.site, points.same_website,
         text("they have the same website")),
        (one.address and one.address == two.address, points.same_address,
         text("they have the same address")),
    ):  # fmt: skip
        if same:
            sum_ += count
            reasons.append(said)
    if one.postcode and one.postcode == two.postcode and one.address != two.address:
        sum_ += points.same_postcode
        reasons.append(text("they have the same postcode"))
    distance = metres(first.point, second.point)
    sum_ += _by_distance(distance, reasons, against)
    if _of_other_kind(first, second):
        sum_ += points.other_kind
        against.append(text("they are of another kind"))
    if one.town and two.town and one.town != two.town:
        sum_ += points.other_town
        against.append(text("they are in another town"))
    if sum_ < held.least:
        return None
    return Proposal(first, second, tuple(reasons), tuple(against), distance, sum_)


def _of_other_kind(first: Entry, second: Entry) -> bool:
    """Tell whether both say what kind they are, and say another one."""
    return len({first.service.kind, second.service.kind} - {"", "other"}) > 1


def _by_distance(distance: float | None, reasons: list[Text], against: list[Text]) -> int:
    held, points = rules(), rules().points
    if distance is None:
        return 0
    said = text("they are %(metres)s metres apart", metres=Metres(distance))
    if distance <= held.near_m:
        reasons.append(said)
        return points.near
    if distance <= held.close_m:
        reasons.append(said)
        return points.close
    against.append(said)
    return points.far
