"""A municipality's own figures from a spreadsheet to the store: read, mapped, checked, stored.

The path is cut in two, so that a screen can show what is wrong, and what is stored, before
anything is: ``prepare_local`` reads and checks, ``store_local`` lays it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from weefsel.atlas.indicator import ErrorModel, Indicator
from weefsel.atlas.loaded import LoadReport, Number
from weefsel.atlas.local_check import Checked, Door, check
from weefsel.atlas.local_names import Places, Subjects, names_of
from weefsel.atlas.store import Store
from weefsel.base.errors import InputError
from weefsel.base.language import Text, plural, text
from weefsel.sources.area_code import (
    COUNTRIES,
    country_of,
    is_area_code,
    level_of,
    municipality_of,
)
from weefsel.sources.local_grid import Grid
from weefsel.sources.local_mapping import LocalMapping, NewIndicator, guess
from weefsel.sources.local_rows import Faults, LocalRows, rows_of, written
from weefsel.sources.model import LOCAL, Edition
from weefsel.sources.names import slug
from weefsel.sources.said import Listed

TABLE = "EIGEN"
_NAME = 24  # letters of a name in the id of an edition: it becomes part of names of files
_OWN_ID = "own_%s_%s"


@dataclass(frozen=True)
class Prepared:
    """Own figures that were read and checked, not stored: with faults they cannot be.

    ``editions`` are those that storing makes, one a year. ``words`` are the words of the
    file for which no indicator was found.
    """

    mapping: LocalMapping
    checked: Checked
    editions: tuple[Edition, ...]
    definitions: tuple[Indicator, ...]
    notes: tuple[Text, ...]
    words: tuple[str, ...]
    municipality: str
    shown: dict[str, Any]  # of own records, when this was prepared

    @property
    def open_words(self) -> tuple[str, ...]:
        """Give the words that everyone would read beside the figures."""
        mapping = self.mapping
        named = [
            part
            for one in self.definitions
            for part in (one.name_nl, one.name_en, one.remark_nl, one.remark_en)
        ]
        # Without a title the name of the file stands as one.
        named += [part for one in self.editions for part in (one.title, one.file)]
        makers = self.checked.frame["maker"].unique().sort().to_list()
        return (mapping.title, mapping.source, mapping.house, *named, *makers)

    @property
    def table(self) -> str:
        """Give the name under which all years of these figures stand."""
        return self.editions[0].table if self.editions else ""


def guess_mapping(store: Store, grid: Grid, given: LocalMapping | None = None) -> LocalMapping:
    """Guess what the columns of a file are, where the mapping does not say it."""
    country = country_of(given.municipality) if given and given.municipality else None
    known: dict[str, str] = {}
    for one in (country,) if country else COUNTRIES:
        known |= names_of(store.catalogue(one))
    return guess(grid, known, given)


def prepare_local(
    store: Store,
    grid: Grid,
    mapping: LocalMapping,
    *,
    today: date,
    door: Door | None = None,
) -> Prepared:
    """Read and check the figures of a table; nothing is stored.

    Raises ``InputError`` when no row can be read at all: a column is lacking, or it is not
    known which municipality it is about.
    """
    municipality = mapping.municipality or _municipality_in(grid, mapping)
    read = rows_of(grid, mapping)
    country = country_of(municipality)
    divisions = _divisions(store, country, mapping, read, today)
    places = {
        year: Places(store.areas(division, country=country), municipality, division)
        for year, division in divisions.items()
    }
    if not any(one.level for one in places.values()):
        raise InputError(
            text("the areas of %(municipality)s are not loaded.", municipality=municipality),
            where=grid.file,
            todo=text("Load the key figures of districts and neighbourhoods first."),
        )
    known, definitions = _known(store, country, municipality, mapping, today)
    subjects = Subjects(known, _words(mapping, municipality))
    shown = store.manifest().ledgers.get(municipality, {})
    checked = check(
        read.rows,
        places,
        subjects,
        mapping,
        latest_year=today.year,
        door=door,
        shown=shown,
    )
    faults = tuple(sorted((*read.faults, *checked.faults), key=lambda one: (one.row, one.column)))
    name = next(iter(places.values())).name.get(municipality, municipality)
    used = set(checked.frame["indicator"])
    return Prepared(
        mapping=mapping,
        checked=replace(checked, faults=faults),
        editions=_editions(grid, mapping, municipality, name, divisions, checked, today),
        definitions=tuple(one for one in definitions if one.id in used),
        notes=(*checked.notes, *_notes(read, divisions)),
        municipality=municipality,
        shown=shown,
        words=tuple(
            dict.fromkeys(
                row.indicator
                for row in read.rows
                if row.indicator and not isinstance(subjects.find(row.indicator), Indicator)
            )
        ),
    )


def store_local(store: Store, prepared: Prepared, *, replace: bool = False) -> list[LoadReport]:
    """Store own figures that passed every check, all or nothing; one report a year.

    With ``replace`` they take the place of all that stood under the same name. Raises
    ``Faults`` when a cell cannot be used, ``ConflictError`` when a figure differs from the
    one stored and ``replace`` is not set.
    """
    if prepared.checked.faults:
        raise Faults(_file(prepared), prepared.checked.faults)
    if prepared.checked.frame.is_empty():
        raise InputError(
            text("the file holds no figure."),
            where=_file(prepared),
            todo=text("Fill in the values."),
        )
    reports = []
    with store.change() as change:
        if prepared.checked.ledger is not None:
            if change.ledger(prepared.municipality) != prepared.shown:
                raise InputError(
                    text("other figures from own records were stored meanwhile."),
                    where=_file(prepared),
                    todo=text("Check the file again: what may be shown depends on them."),
                )
            change.keep_ledger(prepared.municipality, prepared.checked.ledger)
        if replace:
            change.forget(own_table=prepared.table)
        for edition in prepared.editions:
            figures = prepared.checked.frame.filter(year=edition.year)
            mine = set(figures["indicator"])
            reports.append(
                change.load_own(
                    edition,
                    figures,
                    definitions=tuple(one for one in prepared.definitions if one.id in mine),
                )
            )
    first, *rest = reports
    return [first.saying(*prepared.notes), *rest]


def withdraw_local(store: Store, table: str) -> int:
    """Take all years of own figures out of the store; give how many editions went."""
    with store.change() as change:
        gone = sum(one.own and one.table == table for one in change.editions())
        change.forget(own_table=table)
    return gone


def _file(prepared: Prepared) -> str:
    return prepared.editions[0].file if prepared.editions else prepared.mapping.title


def _municipality_in(grid: Grid, mapping: LocalMapping) -> str:
    """Give the one municipality whose codes stand in a file."""
    found: set[str] = set()
    for heading in (mapping.of("code"), mapping.of("area")):
        if heading is None:
            continue
        for cell in grid.cells(grid.columns.index(heading)):
            code = written(cell).replace(" ", "").upper()
            if is_area_code(code) and level_of(code) != "country":
                found.add(str(municipality_of(code)))
    if len(found) == 1:
        return found.pop()
    raise InputError(
        text("the file holds no codes that say which municipality it is about.")
        if not found
        else text(
            "the file is about more than one municipality: %(codes)s.",
            codes=Listed(tuple(sorted(found))),
        ),
        where=grid.file,
        todo=text("Say which municipality it is, or load each one apart."),
    )


def _divisions(
    store: Store, country: str, mapping: LocalMapping, read: LocalRows, today: date
) -> dict[int, int]:
    """Give the division for each year of the rows: its own, else the nearest before it."""
    loaded = store.years(country)
    if not loaded:
        raise InputError(
            text("no areas are loaded yet."),
            todo=text("Load a table with 'weefsel load', or make the example."),
        )
    if mapping.division is not None and mapping.division not in loaded:
        raise InputError(
            text("no areas are loaded for %(year)s.", year=mapping.division),
            where="division",
            todo=text("Load them, or choose: %(years)s.", years=", ".join(map(str, loaded))),
        )
    found = {}
    for year in sorted({row.year for row in read.rows} or {today.year}):
        older = [one for one in loaded if one <= year]
        found[year] = mapping.division or (older[-1] if older else loaded[0])
    return found


def _known(
    store: Store, country: str, municipality: str, mapping: LocalMapping, today: date
) -> tuple[dict[str, Indicator], tuple[Indicator, ...]]:
    """Give the catalogue for a municipality, and the indicators that a mapping describes."""
    known = {
        key: one
        for key, one in store.catalogue(country).items()
        if one.owner in ("", municipality)
    }
    names = names_of({key: one for key, one in known.items() if not one.owner})
    made = []
    for one in mapping.indicator:
        for words in (one.id, one.name_nl, one.name_en):
            if slug(words) in names:
                raise InputError(
                    text(
                        "'%(name)s' is an indicator of Weefsel already.",
                        name=words,
                    ),
                    where="indicator",
                    todo=text("Use %(id)s, or give your own another name.", id=names[slug(words)]),
                )
        made.append(_defined(one, municipality, today))
    return {**known, **{one.id: one for one in made}}, tuple(made)


def _defined(one: NewIndicator, municipality: str, today: date) -> Indicator:
    """Make an indicator of a municipality's own: context, so that it enters no score."""
    return Indicator(
        id=_OWN_ID % (municipality.lower(), one.id),
        dated=today.isoformat(),
        name_nl=one.name_nl,
        name_en=one.name_en,
        unit=one.unit,
        decimals=one.decimals,
        direction=0,
        condition="context",
        theme="none",
        population=one.population,
        maker_used_origin="not_found",
        error=ErrorModel(kind="survey", source=municipality),
        remark_nl=one.remark_nl,
        remark_en=one.remark_en,
        provenance=municipality,
        owner=municipality,
    )


def _words(mapping: LocalMapping, municipality: str) -> Mapping[str, str]:
    new = {one.id: _OWN_ID % (municipality.lower(), one.id) for one in mapping.indicator}
    return {**new, **{word: new.get(meant, meant) for word, meant in mapping.indicators.items()}}


def _editions(
    grid: Grid,
    mapping: LocalMapping,
    municipality: str,
    name: str,
    divisions: Mapping[int, int],
    checked: Checked,
    today: date,
) -> tuple[Edition, ...]:
    """Give the edition of each year that has figures."""
    stem = grid.file.rpartition(".")[0] or grid.file
    called = slug(mapping.name or stem)[:_NAME].upper() or "CIJFERS"
    house = mapping.house or text("Municipality of %(name)s", name=name).render("nl")
    makers = [one for one in checked.frame["maker"].unique().sort().to_list() if one]
    source = mapping.source or "; ".join(makers)[:300] or house
    title = mapping.title or stem.replace("-", " ").replace("_", " ").strip().capitalize()
    return tuple(
        Edition(
            table=f"{TABLE}-{municipality}-{called}",
            series=LOCAL,
            title=title if str(year) in title else f"{title}, {year}",
            year=year,
            division=divisions[year],
            publisher=house,
            licence=mapping.licence,
            attribution=text("Source: %(source)s", source=source).render("nl"),
            published=today.isoformat(),
            country=country_of(municipality),
            file=grid.file,
            sha256=grid.sha256,
        )
        for year in sorted(checked.frame["year"].unique())
    )


def _notes(read: LocalRows, divisions: Mapping[int, int]) -> tuple[Text, ...]:
    notes = []
    if read.empty:
        notes.append(
            plural(
                "%(count)s cell is empty: there is no figure there.",
                "%(count)s cells are empty: there are no figures there.",
                read.empty,
                count=Number(read.empty, 0),
            )
        )
    notes += [
        text(
            "The areas of %(year)s are not loaded; those of %(division)s were used.",
            year=year,
            division=division,
        )
        for year, division in divisions.items()
        if year != division
    ]
    return tuple(notes)
