"""The form in which somebody says what the columns and words of a file mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.sources.area_code import country_of
from weefsel.sources.local_grid import Grid
from weefsel.sources.local_mapping import LocalMapping, mapping_of
from weefsel.sources.local_mapping import words as known_words
from weefsel.sources.local_rows import written
from weefsel.sources.names import slug
from weefsel.web import ask

SHOWN_CELLS = 3
SHOWN_WORDS = 60
NEW = "new"
_WHOLE = 100
_NEW_ID = 40

ROLE_WORDS: dict[str, Text] = {
    "code": text("code of the area"),
    "area": text("name of the area"),
    "level": text("kind of area (neighbourhood, district)"),
    "indicator": text("which indicator"),
    "year": text("year"),
    "value": text("the figure itself"),
    "n": text("number of answers or people"),
    "margin": text("margin"),
    "confidence": text("confidence of the margin"),
    "basis": text("what the figure rests on"),
    "source": text("source"),
    "skip": text("do not use"),
}
BASIS_WORDS: dict[str, Text] = {
    "survey": text("a survey: people answered questions"),
    "own_records": text("own records about people"),
    "things": text("a count of places or activities, not of people"),
    "published": text("published before by somebody else"),
}
LEVEL_WORDS: dict[str, Text] = {
    "neighbourhood": text("neighbourhoods"),
    "district": text("districts"),
    "municipality": text("municipality"),
}


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """One list to choose from, in groups."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[Option, ...]], ...]
    sample: tuple[str, ...] = ()
    note: str = ""


class MappingForm:
    """A mapping as lists to choose from, and what was chosen as a mapping again."""

    def __init__(self, grid: Grid, mapping: LocalMapping, words: Sequence[str], lang: str) -> None:
        self.grid, self.mapping, self.lang = grid, mapping, lang
        country = country_of(str(mapping.municipality))
        self.catalogue = {
            key: one
            for key, one in ask.store().catalogue(country).items()
            if one.owner in ("", mapping.municipality)
        }
        asked = dict.fromkeys((*mapping.indicators, *words))
        self._words = tuple(asked)[:SHOWN_WORDS]

    @property
    def confidence(self) -> str:
        """Give the confidence of the margins in percent."""
        return (
            write_number(self.mapping.confidence * _WHOLE, self.lang, 1)
            .removesuffix(",0")
            .removesuffix(".0")
        )

    def columns(self) -> list[Choice]:
        """Give a list for each column, with its first cells."""
        return [
            Choice(
                name=f"column-{at}",
                label=heading,
                groups=self._roles(self.mapping.columns.get(heading, "")),
                sample=self._sample(at),
            )
            for at, heading in enumerate(self.grid.columns)
        ]

    def _sample(self, at: int) -> tuple[str, ...]:
        """Give the first different cells of a column."""
        every = dict.fromkeys(written(cell) for cell in self.grid.cells(at))
        return tuple(one for one in every if one)[:SHOWN_CELLS]

    def words(self) -> list[Choice]:
        """Give a list for each word of the file that is no known indicator."""
        return [
            Choice(
                name=f"word-{at}",
                label=word,
                groups=self._meanings(self.mapping.indicators.get(word, "")),
            )
            for at, word in enumerate(self._words)
        ]

    def settings(self) -> list[Choice]:
        """Give the lists of what holds for the whole file."""
        mapping = self.mapping
        fractions = {None: "", True: "yes", False: "no"}[mapping.fractions]
        years = sorted(ask.store().years(country_of(str(mapping.municipality))), reverse=True)
        return [
            self._choice(
                "basis",
                text("What do the figures rest on?"),
                BASIS_WORDS,
                mapping.basis or "",
                note=text("Only where no column says it."),
            ),
            self._choice("level", text("Which areas are meant?"), LEVEL_WORDS, mapping.level or "",
                         note=text("Helps when a district and a neighbourhood have one name.")),
            self._choice(
                "division",
                text("Areas of which year?"),
                {str(year): str(year) for year in years},
                str(mapping.division or ""),
                note=text("Left open, those of the year of the figure."),
            ),
            self._choice("decimal", text("Which mark stands before the decimals?"),
                         {"comma": text("a comma"), "point": text("a point")},
                         mapping.decimal or ""),
            self._choice("fractions", text("What does 0.5 mean for a share?"),
                         {"yes": text("half of the people"), "no": text("half a percent")},
                         fractions),
            self._choice("licence", text("On what terms may others use them?"),
                         dict.fromkeys(known_words().licence, ""), mapping.licence, empty=False),
        ]  # fmt: skip

    def _choice(
        self,
        name: str,
        label: Text,
        options: Mapping[str, Text | str],
        chosen: str,
        *,
        note: Text | None = None,
        empty: bool = True,
    ) -> Choice:
        found = [Option("", self._said(text("not said")), not chosen)] if empty else []
        found += [
            Option(key, self._said(one) or key, key == chosen) for key, one in options.items()
        ]
        return Choice(name, self._said(label), (("", tuple(found)),), note=self._said(note))

    def _said(self, words: Text | str | None) -> str:
        return words.render(self.lang) if isinstance(words, Text) else words or ""

    def _roles(self, chosen: str) -> tuple[tuple[str, tuple[Option, ...]], ...]:
        plain = [Option("", self._said(text("choose what it is")), not chosen)]
        plain += [
            Option(key, one.render(self.lang), key == chosen) for key, one in ROLE_WORDS.items()
        ]
        groups = [("", tuple(plain)), *self._indicators("indicator:", chosen)]
        used = self.mapping.many("indicator").values()
        beside = [
            Option(
                f"{kind}:{each}",
                self._said(
                    text(
                        "%(what)s of %(indicator)s",
                        what=ROLE_WORDS[kind],
                        indicator=self._name(each),
                    )
                ),
                f"{kind}:{each}" == chosen,
            )
            for each in used
            for kind in ("n", "margin")
        ]
        if beside:
            groups.append((self._said(text("beside another column")), tuple(beside)))
        return tuple(groups)

    def _name(self, key: str) -> str:
        found = self.catalogue.get(key)
        return found.name(self.lang) if found else key

    def _meanings(self, chosen: str) -> tuple[tuple[str, tuple[Option, ...]], ...]:
        new = {one.id for one in self.mapping.indicator}
        first = (
            Option("", self._said(text("choose the indicator")), not chosen),
            Option(
                NEW,
                self._said(text("an indicator of our own: shown, never in a score")),
                chosen in new,
            ),
        )
        return (("", first), *self._indicators("", chosen))

    def _indicators(self, before: str, chosen: str) -> list[tuple[str, tuple[Option, ...]]]:
        groups = []
        for condition in (*CONDITIONS, "context"):
            name = CONDITION_NAMES.get(condition, text("context"))
            known: list[Indicator] = sorted(
                (
                    one
                    for one in self.catalogue.values()
                    if one.condition == condition and not one.origin_trait
                ),
                key=lambda one: (not one.core, bool(one.origins), one.name(self.lang)),
            )
            options = tuple(
                Option(f"{before}{one.id}", one.name(self.lang), f"{before}{one.id}" == chosen)
                for one in known
            )
            groups.append((name.render(self.lang), options))
        return groups

    def read(self, given: Mapping[str, Any]) -> LocalMapping:
        """Make the mapping that was chosen; raises ``InputError`` when it cannot be."""
        record = self.mapping.model_dump(by_alias=True)
        record["columns"] = {
            heading: role
            for at, heading in enumerate(self.grid.columns)
            if (role := given.get(f"column-{at}", ""))
        }
        for key in ("title", "source", "name"):
            record[key] = " ".join(given.get(key, "").split())
        for key in ("basis", "level", "decimal"):
            record[key] = given.get(key) or None
        record["licence"] = given.get("licence") or self.mapping.licence
        record["fractions"] = {"yes": True, "no": False}.get(given.get("fractions", ""))
        record["year"] = _whole(given.get("year", ""), "year")
        record["division"] = _whole(given.get("division", ""), "division")
        confidence = given.get("confidence", "").strip().rstrip("%").replace(",", ".")
        if confidence:
            try:
                record["confidence"] = float(confidence) / _WHOLE
            except ValueError:
                raise _no_number(confidence, "confidence") from None
        self._read_words(record, given)
        return mapping_of(record, self.grid.file)

    def _read_words(self, record: dict[str, Any], given: Mapping[str, Any]) -> None:
        record["indicators"] = {}
        made = []
        for at, word in enumerate(self._words):
            meant = given.get(f"word-{at}", "")
            if meant == NEW:
                key = f"eigen_{slug(word)}"[:_NEW_ID]
                named = given.get(f"english-{at}", "").strip() or word
                unit = given.get(f"unit-{at}") or "percent"
                made.append({"id": key, "name_nl": word[:120], "name_en": named, "unit": unit})
                meant = key
            if meant:
                record["indicators"][word] = meant
        record["indicator"] = made


def _whole(words: str, where: str) -> int | None:
    if not words.strip():
        return None
    if not words.strip().isdecimal():
        raise _no_number(words, where)
    return int(words.strip()[:4])


def _no_number(words: str, where: str) -> InputError:
    return InputError(
        text("'%(cell)s' is not a number.", cell=words[:40]),
        where=where,
        todo=text("Correct it and try again."),
    )
