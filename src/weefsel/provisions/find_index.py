"""The words of provisions by where they stand, and what else a search reads, as arrays.

Why not tantivy's own index: it ranks, but cannot say for what word in which place something
was found, does not open Dutch compounds ("hulp" in "schuldhulp") and cannot weigh what an
everyday sentence points to. Its tokenizer and its Dutch stemmer are used; ten thousand
provisions in arrays answer within the bound that ``benchmarks/test_find.py`` holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from weefsel.provisions.everyday import EverydayWords, Weigh
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.provisions.near import Points
from weefsel.provisions.place_kind import PlaceKind
from weefsel.provisions.social_map import Entry
from weefsel.provisions.spelling import Spelling
from weefsel.provisions.stems import stem, tokens
from weefsel.provisions.when_open import Weeks

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

PLACES = ("name", "kind", "organisation", "theme", "place", "text")
_COMPOUND = len("taal")  # letters from which a part of a longer word counts


@dataclass(frozen=True)
class Postings:
    """Where one stem stands: provisions, ascending, how much it counts, and its best place."""

    at: Integers
    score: Floats
    place: npt.NDArray[np.int8]


class Vocabulary:
    """The stems of one language in all provisions."""

    def __init__(self, postings: Mapping[str, Postings]) -> None:
        self.postings = postings
        self._sorted = sorted(postings)
        self._turned = sorted((one[::-1], one) for one in postings)

    def longer(self, part: str) -> list[str]:
        """Give the stems that begin or end with a part: Dutch writes compounds as one."""
        if len(part) < _COMPOUND:
            return []
        found = []
        for at in range(bisect_left(self._sorted, part), len(self._sorted)):
            if not self._sorted[at].startswith(part):
                break
            found.append(self._sorted[at])
        back = part[::-1]
        for at in range(bisect_left(self._turned, (back, "")), len(self._turned)):
            if not self._turned[at][0].startswith(back):
                break
            found.append(self._turned[at][1])
        return [one for one in dict.fromkeys(found) if one != part]


class ProvisionIndex:
    """Provisions, ready to be searched; made once for a state of the social map."""

    def __init__(
        self, entries: Sequence[Entry], words: EverydayWords, kinds: Mapping[str, PlaceKind]
    ) -> None:
        self.entries = tuple(entries)
        self.words = words
        self.kinds = kinds
        self.size = len(self.entries)
        self.weeks = Weeks(self.entries)
        self.points = Points([one.point for one in self.entries])
        self._spelled: list[str] = []
        self._split: dict[str, list[str]] = {}  # what both languages read, only once
        self.vocabulary = {lang: self._read(lang) for lang in ("nl", "en")}
        self._split.clear()
        self.spelling = Spelling(
            [
                *self._spelled,
                *(one for said in words.said for one in tokens(said.words)),
            ]
        )

    @cached_property
    def of_kind(self) -> Mapping[str, Mask]:
        """Give which provisions are of each kind."""
        return self._masks([(one.service.kind,) for one in self.entries])

    @cached_property
    def of_group(self) -> Mapping[str, Mask]:
        """Give which provisions are for each group."""
        return self._masks([one.service.groups for one in self.entries])

    @cached_property
    def of_activity(self) -> Mapping[str, Mask]:
        """Give which provisions do each activity."""
        return self._masks([one.service.activities for one in self.entries])

    @cached_property
    def of_language(self) -> Mapping[str, Mask]:
        """Give in which provisions each language is spoken."""
        return self._masks([one.service.languages for one in self.entries])

    @cached_property
    def free(self) -> Mask:
        """Give which provisions are known to be free."""
        return np.array([one.service.free is True for one in self.entries], dtype=bool)

    @cached_property
    def wheelchair(self) -> Mask:
        """Give which provisions are known to be fit for a wheelchair."""
        return np.array(
            [one.location is not None and one.location.wheelchair is True for one in self.entries],
            dtype=bool,
        )

    def any_of(self, masks: Mapping[str, Mask], keys: Sequence[str]) -> Mask:
        """Give which provisions have at least one of some keys."""
        found = np.zeros(self.size, dtype=bool)
        for key in keys:
            if key in masks:
                found |= masks[key]
        return found

    def _masks(self, of: Sequence[Sequence[str]]) -> dict[str, Mask]:
        masks: dict[str, Mask] = {}
        for at, keys in enumerate(of):
            for key in keys:
                if key not in masks:
                    masks[key] = np.zeros(self.size, dtype=bool)
                masks[key][at] = True
        return masks

    def _fields(self, one: Entry, lang: str) -> tuple[str, ...]:
        """Give the words of a provision by place, in the order of ``PLACES``."""
        service, where = one.service, one.location
        kind = self.kinds.get(service.kind)
        theme = [*service.specialisms]
        theme += [ACTIVITIES[each].render(lang) for each in service.activities]
        theme += [GROUPS[each].render(lang) for each in service.groups]
        place = [] if where is None else [where.name, where.street, where.town, where.postcode]
        return (
            one.name,
            kind.name(lang) if kind is not None else "",
            one.organisation.name,
            " ".join(theme),
            " ".join(place),
            f"{service.description} {service.cost}",
        )

    def _read(self, lang: str) -> Vocabulary:
        weigh, skipped = self.words.weigh, self.words.skipped
        weights = [float(getattr(weigh, place)) for place in PLACES]
        held: dict[str, dict[int, tuple[float, int]]] = {}
        for at, one in enumerate(self.entries):
            for place, written in enumerate(self._fields(one, lang)):
                if (said := self._split.get(written)) is None:
                    said = [each for each in tokens(written) if each not in skipped]
                    self._split[written] = said
                if place < PLACES.index("place"):
                    self._spelled += said
                score = weights[place] * _dilution(len(said), place, weigh)
                for each in said:
                    known = held.setdefault(stem(each, lang), {})
                    was = known.get(at)
                    if was is None or was[0] < score:
                        known[at] = (score, place)
        return Vocabulary({each: _postings(known) for each, known in held.items()})


def _postings(known: Mapping[int, tuple[float, int]]) -> Postings:
    at = np.fromiter(known, dtype=np.int32, count=len(known))
    score = np.fromiter((one[0] for one in known.values()), dtype=np.float32, count=len(known))
    place = np.fromiter((one[1] for one in known.values()), dtype=np.int8, count=len(known))
    return Postings(at, score, place)


def _dilution(size: int, place: int, weigh: Weigh) -> float:
    """Give how much a word counts in a text of some words: less in a long one."""
    if place != PLACES.index("text") or size == 0:
        return 1.0
    return 1.0 / (1.0 - weigh.long_text + weigh.long_text * max(1.0, float(np.log2(size))))
