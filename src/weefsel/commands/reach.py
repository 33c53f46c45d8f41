"""``weefsel reach``: how near provisions are, how much they offer, and whom nothing reaches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weefsel import __version__
from weefsel.base.document import read_file, to_json
from weefsel.base.errors import InputError
from weefsel.base.home import home, language
from weefsel.base.language import render, text
from weefsel.base.numbers import write_number
from weefsel.terminal import check_folder, out, print_table, say, write_count, write_file

if TYPE_CHECKING:
    from weefsel.atlas.store import Store
    from weefsel.provisions.reach_recipe import ReachRecipe
    from weefsel.provisions.reached import KindReach, Reached
    from weefsel.provisions.social_map import Entry
    from weefsel.provisions.ways import Given

PERCENT = 100.0


def reach(
    municipality: Annotated[
        str, typer.Argument(help=say(text("Code of the municipality, such as GM0164.")))
    ] = "",
    kind: Annotated[
        list[str] | None,
        typer.Option(help=say(text("A kind of provision, such as library; all by default."))),
    ] = None,
    group: Annotated[
        str, typer.Option(help=say(text("Count for one group only, G1 to G9.")))
    ] = "",
    recipe: Annotated[
        Path | None, typer.Option(help=say(text("Run a recipe, a TOML file, again.")))
    ] = None,
    save_recipe: Annotated[
        str | None,
        typer.Option(help=say(text("Write the recipe as TOML, every number spelled out."))),
    ] = None,
    times: Annotated[
        Path | None,
        typer.Option(help=say(text("A table of travel times: from, to, cost in minutes."))),
    ] = None,
    network: Annotated[
        Path | None,
        typer.Option(help=say(text("A walking network: ways of OpenStreetMap as GeoJSON."))),
    ] = None,
    json: Annotated[
        str | None, typer.Option(help=say(text("Write as JSON to a file; - is the screen.")))
    ] = None,
    csv: Annotated[
        str | None, typer.Option(help=say(text("Write the table as CSV; - is the screen.")))
    ] = None,
) -> None:
    """Measure access, reach and gaps of one municipality."""
    from weefsel.atlas.store import Store
    from weefsel.provisions.reached import run

    for target in (json, csv, save_recipe):
        if target not in (None, "-"):
            check_folder(Path(target))
    changed: dict[str, Any] = {"kinds": tuple(kind)} if kind else {}
    if group:
        changed["options"] = {"group": group.upper()}
    given, how = _given(times, network)
    if how:
        changed["how"] = how
    asked = _recipe(municipality.strip().upper(), recipe, changed)
    if save_recipe is not None:
        write_file(save_recipe, asked.toml())
        if save_recipe == "-":
            return
    store = Store(home())
    entries = _entries(asked.municipality)
    found = run(asked, store, entries, given=given)
    name = _name(store, asked.municipality)
    _write(found, store, name, entries, json=json, csv=csv)


def _given(times: Path | None, network: Path | None) -> tuple[Given | None, str]:
    from weefsel.provisions.ways import Given
    from weefsel.provisions.ways_files import read_network, read_times

    if times is not None and network is not None:
        raise InputError(
            text("a table of travel times and a walking network do not go together."),
            where="--network",
            todo=text("Give one of the two."),
        )
    if times is not None:
        return Given(table=read_times(read_file(times), times.name), name=times.name), "table"
    if network is not None:
        made = read_network(read_file(network), network.name)
        return Given(network=made, name=network.name), "network"
    return None, ""


def _recipe(municipality: str, given: Path | None, changed: dict[str, Any]) -> ReachRecipe:
    """Give the recipe of a municipality: as given, with what the options say instead."""
    from weefsel.base.document import check
    from weefsel.provisions.reach_recipe import ReachRecipe

    if given is None:
        return check(ReachRecipe, {"municipality": municipality, **changed}, "weefsel reach")
    held = ReachRecipe.read(read_file(given), given.name)
    if municipality and held.municipality != municipality:
        raise InputError(
            text("this recipe is about %(area)s.", area=held.municipality),
            where="--recipe",
            todo=text("Leave the code out, or take the recipe of that municipality."),
        )
    return check(ReachRecipe, {**held.record(), **changed}, given.name)


def _entries(municipality: str) -> tuple[Entry, ...]:
    """Give the published provisions of this install."""
    from django.core.management import call_command

    from weefsel.web.install import set_up

    set_up()
    call_command("migrate", interactive=False, verbosity=0)
    from weefsel.web.social_map.known import entries

    return entries(municipality)


def _name(store: Store, municipality: str) -> str:
    from weefsel.sources.area_code import country_of

    country = country_of(municipality)
    for year in reversed(store.years(country)):
        rows = store.areas(year, country=country, level="municipality", municipality=municipality)
        if rows.height:
            return str(rows["name"][0])
    return municipality


def _write(
    found: Reached,
    store: Store,
    name: str,
    entries: tuple[Entry, ...],
    *,
    json: str | None,
    csv: str | None,
) -> None:
    from weefsel.provisions.pillars import profile
    from weefsel.provisions.reach_document import document, pillar_record, table
    from weefsel.provisions.reach_figures import COMPUTED_REACH
    from weefsel.provisions.reach_finding import border_note, gap_title, method_notes
    from weefsel.report.tables import to_csv
    from weefsel.sources.area_code import FICTITIOUS, country_of

    if json is not None:
        pillars = pillar_record(profile(store, found.recipe.municipality, entries))
        made = document(found, name, store.sources(), __version__) | {"pillars": pillars}
        write_file(json, to_json(made))
    if csv is not None:
        known = {**store.sources(), **COMPUTED_REACH}
        used = {key for one in found.kinds for key in one.demand.sources} | set(COMPUTED_REACH)
        lang = language()
        written = to_csv(
            table(found.kinds, lang),
            lang,
            sources=[known[key] for key in sorted(used) if key in known],
            notes=[
                one
                for one in (gap_title(found, name), border_note(found), *method_notes(found))
                if one is not None
            ],
            fictitious=country_of(found.recipe.municipality) == FICTITIOUS,
        )
        write_file(csv, written)
    if json is None and csv is None:
        _print(found, name)


def _print(found: Reached, name: str) -> None:
    from weefsel.provisions.reach_finding import absent_note, border_note, gap_title, how_sure

    first = (gap_title(found, name), border_note(found) if found.kinds else None)
    for words in (*first, how_sure(found), absent_note(found)):
        if words is not None:
            out.print(say(words))
    if found.kinds:
        out.print()
        print_table(
            [
                text("Kind"),
                text("Provisions"),
                text("Who is counted"),
                text("In need"),
                text("One within reach (%%)"),
                text("Served (%%)"),
            ],
            [_line(one) for one in found.kinds],
        )


def _line(one: KindReach) -> list[str]:
    from weefsel.provisions.place_kind import kind_name

    known = one.no_need is None and one.total_need > 0
    near = one.near_share
    served = 1.0 - one.total_gap / one.total_need if known and one.by_share else None
    lang = language()
    return [
        kind_name(one.kind, lang),
        write_count(len(one.supply.entries)),
        render(one.demand.who, lang) if known else "-",
        write_number(one.total_need, lang, 0) if known else "-",
        "-" if near is None or not known else write_number(near * PERCENT, lang, 0),
        "-" if served is None else write_number(served * PERCENT, lang, 0),
    ]
