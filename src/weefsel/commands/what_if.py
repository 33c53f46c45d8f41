"""``weefsel what-if``: what a change of provisions does, or the best place, from its recipe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from weefsel.base.document import read_file, to_json
from weefsel.base.errors import InputError
from weefsel.base.home import home, language
from weefsel.base.language import text
from weefsel.base.numbers import write_number
from weefsel.terminal import check_folder, out, print_table, progress, say, write_file

if TYPE_CHECKING:
    from weefsel.provisions.plan import Answer
    from weefsel.provisions.ways import Given, How


def what_if(
    recipe: Annotated[Path, typer.Argument(help=say(text("The recipe, a TOML file.")))],
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
    """Answer a question about places."""
    from weefsel.atlas.store import Store
    from weefsel.provisions.demand import Inhabited
    from weefsel.provisions.place_ground import ground_of
    from weefsel.provisions.place_recipe import PlaceRecipe
    from weefsel.provisions.plan import run
    from weefsel.provisions.plan_output import document, sources_of, table
    from weefsel.provisions.plan_words import notes_of, title_of
    from weefsel.provisions.ways import ways_of
    from weefsel.web.install import set_up

    for target in (json, csv):
        if target not in (None, "-"):
            check_folder(Path(str(target)))
    asked = PlaceRecipe.read(read_file(recipe), recipe.name)
    given, how = files(times, network)
    if how is not None:
        asked = asked.model_copy(update={"ways": ways_of(asked.kind, how)})
    set_up()
    from django.core.management import call_command

    from weefsel.web.social_map import known

    call_command("migrate", interactive=False, verbosity=0)

    store = Store(home())
    with progress() as report:
        report(0, 0, text("Searching"))
        here = Inhabited(store, asked.municipality, year=asked.year)
        ground = ground_of(here, known.entries(asked.municipality), asked)
        answer = run(ground, asked, given=given)
    if json is not None:
        write_file(json, to_json(document(answer, store.sources())))
    if csv is not None:
        from weefsel.report.tables import to_csv

        sources = sources_of(answer, store.sources())
        frame, notes = table(answer, language()), [title_of(answer), *notes_of(answer)]
        write_file(csv, to_csv(frame, language(), sources=sources, notes=notes))
    if json is None and csv is None:
        _print(answer)


def files(times: Path | None, network: Path | None) -> tuple[Given | None, How | None]:
    """Read the table of travel times or the walking network that is given, if any."""
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
    return None, None


def _print(answer: Answer) -> None:
    from weefsel.provisions.plan_output import effect_of
    from weefsel.provisions.plan_words import lead_of, notes_of, title_of

    out.print(say(title_of(answer)))
    for sentence in lead_of(answer):
        out.print(say(sentence))
    changed = answer.areas.filter(answer.areas["falls"] | answer.areas["rises"])
    rows = [
        [
            row["area"],
            row["name"],
            write_number(row["need"], language()),
            _written(row["nearest_before"]),
            _written(row["nearest_after"]),
            say(effect_of(row)),
        ]
        for row in changed.sort("need", descending=True).iter_rows(named=True)
    ]
    headings = [text("Code"), text("Neighbourhood"), text("In need")]
    headings += [text("Nearest, before"), text("Nearest, after"), text("What changes")]
    print_table(headings, rows)
    for sentence in notes_of(answer):
        out.print(say(sentence))


def _written(value: float | None) -> str:
    return "" if value is None else write_number(value, language())
