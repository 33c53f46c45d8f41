"""Which area and which indicator a word of a file stands for; in doubt none, with candidates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from weefsel.atlas.indicator import Indicator
from weefsel.base.language import Text, text
from weefsel.sources.area_code import is_area_code, level_of, municipality_of
from weefsel.sources.names import slug

_NEAR = 3  # names that are suggested for one that is not known
# Districts of CBS are called "Wijk 03 Oost"; people write "Oost".
_NUMBERED = re.compile(r"^wijk\s*\d+\s+", re.I)
_PADDED = re.compile(r"^\s*([A-Za-z]{2}\s*[0-9A-Za-z]{2,8})\s*$")


@dataclass(frozen=True)
class Doubt:
    """Why a word stands for nothing, and what to do."""

    what: Text
    todo: Text


class Places:
    """The areas of one municipality in one division, found by code or name.

    ``division`` has ``DIVISION_COLUMNS``; rows of other municipalities only serve to say of a
    code that it is somewhere else.
    """

    def __init__(self, division: pl.DataFrame, municipality: str, year: int) -> None:
        self.municipality, self.year = municipality, year
        mine = division.filter(pl.col("municipality") == municipality)
        self.level = dict(mine.select("code", "level").iter_rows())
        self.name = {code: name or code for code, name in mine.select("code", "name").iter_rows()}
        self._by_name: dict[str, list[str]] = {}
        for code, name in self.name.items():
            for each in {slug(name), slug(_NUMBERED.sub("", name))}:
                self._by_name.setdefault(each, []).append(code)

    def find(self, code: str, name: str, level: str | None) -> str | Doubt:
        """Give the code of the area that a row is about.

        A code counts above a name; where both are given they must agree.
        """
        said = code or name
        if not said:
            return Doubt(
                text("there is no area."), text("Write the code or the name of the area.")
            )
        found = self._by_code(said)
        if found is None and code:
            return Doubt(
                text("'%(said)s' is not the code of an area.", said=code[:40]),
                text("Give codes such as NL00, GM0164, WK016401 or BU01640101."),
            )
        if found is None:
            return self._named(said, level)
        if isinstance(found, Doubt) or not (code and name):
            return found
        beside = self._candidates(name)
        if beside and found not in beside:
            return Doubt(
                text(
                    "code %(code)s is %(name)s, not '%(said)s'.",
                    code=found,
                    name=self.name[found],
                    said=name[:60],
                ),
                text("Correct the code or the name."),
            )
        return found

    def _by_code(self, said: str) -> str | Doubt | None:
        bare = re.sub(r"\s+", "", said).upper() if _PADDED.match(said) else said
        if not is_area_code(bare):
            return None
        if bare in self.level:
            return bare
        if level_of(bare) == "country":
            return Doubt(
                text("own figures are about areas of one municipality, not about a country."),
                text("Take this row out of the file."),
            )
        if municipality_of(bare) != self.municipality:
            return Doubt(
                text(
                    "%(code)s lies in %(other)s, and these are figures of %(municipality)s.",
                    code=bare,
                    other=municipality_of(bare),
                    municipality=self.municipality,
                ),
                text("Load the figures of each municipality apart."),
            )
        return Doubt(
            text("%(code)s is no area of the division of %(year)s.", code=bare, year=self.year),
            text("Check the code, or say which division the figures use."),
        )

    def _candidates(self, name: str) -> list[str]:
        return self._by_name.get(slug(name)) or self._by_name.get(
            slug(_NUMBERED.sub("", name)), []
        )

    def _named(self, name: str, level: str | None) -> str | Doubt:
        every = self._candidates(name)
        found = [one for one in every if level is None or self.level[one] == level]
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            return Doubt(
                text("'%(name)s' is the name of more than one area.", name=name[:60]),
                text("Give the code: %(candidates)s.", candidates=self._shown(found)),
            )
        near = get_close_matches(slug(name), self._by_name, n=_NEAR)
        codes = every or [code for one in near for code in self._by_name[one]]
        what = text(
            "'%(name)s' is no area of %(municipality)s in %(year)s.",
            name=name[:60],
            municipality=self.name.get(self.municipality, self.municipality),
            year=self.year,
        )
        if codes:
            return Doubt(
                what, text("Did you mean one of these? %(candidates)s.",
                           candidates=self._shown(codes)),
            )  # fmt: skip
        return Doubt(what, text("Check the name, or give the code of the area."))

    def _shown(self, codes: Iterable[str]) -> str:
        return ", ".join(f"{code} ({self.name[code]})" for code in dict.fromkeys(codes))


def names_of(catalogue: Mapping[str, Indicator]) -> dict[str, str]:
    """Give the id of each indicator by the slug of its id, its Dutch and its English name."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for one in catalogue.values():
        for words in (one.id, one.name_nl, one.name_en):
            key = slug(words)
            if found.setdefault(key, one.id) != one.id:
                twice.add(key)
    return {key: each for key, each in found.items() if key not in twice}


class Subjects:
    """Indicators found by id, name, or the words that the user's mapping gives them."""

    def __init__(self, catalogue: Mapping[str, Indicator], words: Mapping[str, str]) -> None:
        self.catalogue = catalogue
        self.known = names_of(catalogue)
        self.words = {slug(word): meant for word, meant in words.items()}

    def find(self, said: str) -> Indicator | Doubt:
        """Give the indicator that a word stands for."""
        if not said.strip():
            return Doubt(text("there is no indicator."), text("Write the name of the indicator."))
        meant = self.words.get(slug(said), said)
        found = self.known.get(slug(meant))
        if found is not None:
            return self.catalogue[found]
        near = get_close_matches(slug(meant), self.known, n=_NEAR)
        what = text("'%(said)s' is no indicator that Weefsel knows.", said=meant[:60])
        if near:
            listed = dict.fromkeys(self.known[one] for one in near)
            return Doubt(
                what,
                text(
                    "Did you mean one of these? %(candidates)s.",
                    candidates=", ".join(listed),
                ),
            )
        return Doubt(
            what, text("Say in the mapping which indicator it is, or describe it as a new one.")
        )
