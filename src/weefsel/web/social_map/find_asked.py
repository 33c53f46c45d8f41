"""What the address of the search page asks for, and the choices its form offers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlencode

from babel import Locale
from django.http import HttpRequest
from django.utils import timezone

from weefsel.base.language import text
from weefsel.provisions.find import LONGEST, Wanted
from weefsel.provisions.kinds import GROUPS
from weefsel.provisions.near import SORTS, Somewhere
from weefsel.provisions.place_kind import place_kinds
from weefsel.web.social_map.find_known import Searchable

WORDS, WHERE, KIND, GROUP, LANGUAGE = "q", "waar", "soort", "groep", "taal"
OPEN, FREE, WHEELCHAIR, HERE, ALL = "open", "gratis", "rolstoel", "hier", "alles"
YES = "ja"
LONGEST_PLACE = 120  # signs of a place that are read
DEVICE = re.compile(r"(-?\d{1,3}(?:\.\d{1,6})?),(-?\d{1,2}(?:\.\d{1,6})?)")


@dataclass(frozen=True)
class Asked:
    """What was asked, and the place it was about; ``where`` is what was typed."""

    words: str = ""
    where: str = ""
    kind: str = ""
    group: str = ""
    language: str = ""
    open: bool = False
    free: bool = False
    wheelchair: bool = False
    here: str = ""
    all: bool = False
    near: Somewhere | None = None
    question: str = ""  # the words without the place in them

    @property
    def lost(self) -> bool:
        """Tell whether a place was typed that nothing is known of."""
        return bool(self.where) and self.near is None

    @property
    def filters(self) -> bool:
        """Tell whether anything narrows what is found."""
        return bool(
            self.kind or self.group or self.language or self.open or self.free or self.wheelchair
        )

    def query(self, **other: str) -> str:
        """Give the address of this question, with some of it changed."""
        said = {
            WORDS: self.words,
            WHERE: self.where,
            HERE: self.here,
            KIND: self.kind,
            GROUP: self.group,
            LANGUAGE: self.language,
            OPEN: YES if self.open else "",
            FREE: YES if self.free else "",
            WHEELCHAIR: YES if self.wheelchair else "",
            **other,
        }
        return urlencode({key: value for key, value in said.items() if value})

    def without_filters(self) -> str:
        """Give the address of this question without what narrows it."""
        return self.query(**dict.fromkeys((KIND, GROUP, LANGUAGE, OPEN, FREE, WHEELCHAIR), ""))

    def wanted(self) -> Wanted:
        """Give what the library must look for."""
        return Wanted(
            kinds=(self.kind,) if self.kind else (),
            groups=(self.group,) if self.group else (),
            languages=(self.language,) if self.language else (),
            free=self.free,
            wheelchair=self.wheelchair,
            open_at=timezone.now() if self.open else None,
            near=self.near,
        )


def asked(request: HttpRequest, there: Searchable) -> Asked:
    """Read what is asked; what is not understood is left out."""
    given = request.GET
    kind, group, language = (given.get(one, "") for one in (KIND, GROUP, LANGUAGE))
    made = Asked(
        words=given.get(WORDS, "")[:LONGEST].strip(),
        where=given.get(WHERE, "")[:LONGEST_PLACE].strip(),
        kind=kind if kind in there.index.of_kind else "",
        group=group if group in there.index.of_group else "",
        language=language if language in there.index.of_language else "",
        open=given.get(OPEN) == YES,
        free=given.get(FREE) == YES,
        wheelchair=given.get(WHEELCHAIR) == YES,
        here=given.get(HERE, "")[:LONGEST_PLACE],
        all=given.get(ALL) == YES,
    )
    return _placed(made, there)


def _placed(made: Asked, there: Searchable) -> Asked:
    """Find the place: what was typed, else where the device is, else a place in the words."""
    if made.where:
        return replace(made, near=there.places.find(made.where), question=made.words, here="")
    if (found := DEVICE.fullmatch(made.here)) is not None:
        point = float(found.group(1)), float(found.group(2))
        name = text("where you are now")
        return replace(made, near=Somewhere(name, "device", point), question=made.words)  # type: ignore[arg-type]
    rest, near = there.places.within(made.words)
    return replace(made, near=near, question=rest, here="")


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    name: str
    chosen: bool


def options(made: Asked, there: Searchable, lang: str) -> dict[str, list[Option]]:
    """Give the choices of the form: only what occurs in this municipality."""
    kinds = [
        Option(key, kind.name(lang), key == made.kind)
        for key, kind in place_kinds().items()
        if key in there.index.of_kind
    ]
    groups = [
        Option(key, name.render(lang), key == made.group)
        for key, name in GROUPS.items()
        if key in there.index.of_group
    ]
    languages = [
        Option(key, language_name(key, lang), key == made.language)
        for key in there.index.of_language
    ]
    return {
        "kinds": sorted(kinds, key=lambda one: one.name.casefold()),
        "groups": groups,
        "languages": sorted(languages, key=lambda one: one.name.casefold()),
    }


@cache
def language_name(code: str, lang: str) -> str:
    """Give the name of a language by its ISO 639 code, the code where it has no name."""
    return str(Locale(lang).languages.get(code, code))


def sort_words(near: Somewhere, lang: str) -> str:
    """Say what sort of place was understood."""
    return SORTS[near.sort].render(lang)
