"""The ``weefsel`` command: one door to load, look, weigh and serve.

Exit status 0 when it worked, 2 for bad input with one sentence on standard error, 1 for a
fault of ours with the place where the details are kept.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weefsel import __version__
from weefsel.base.document import read_file, to_json
from weefsel.base.errors import InputError, WeefselError
from weefsel.base.home import home, language
from weefsel.base.language import text
from weefsel.base.swap import decided
from weefsel.commands.account import account
from weefsel.commands.audit import audit
from weefsel.commands.backup import backup
from weefsel.commands.check import check
from weefsel.commands.composite import composite
from weefsel.commands.evidence import evidence
from weefsel.commands.export import export
from weefsel.commands.load import load
from weefsel.commands.protect import protect
from weefsel.commands.reach import reach
from weefsel.commands.restore import restore
from weefsel.commands.scan import scan
from weefsel.commands.screen import screen
from weefsel.commands.weigh_case import weigh_case
from weefsel.commands.what_if import what_if
from weefsel.commands.withdraw import withdraw
from weefsel.terminal import (
    check_folder,
    err,
    keep_fault,
    out,
    print_table,
    progress,
    say,
    write_count,
    write_file,
)

if TYPE_CHECKING:
    from weefsel.atlas.store import Store
    from weefsel.weigh.model import ChoiceResult

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
OURS, THEIRS = 1, 2  # exit status: a fault of ours, bad input (DESIGN.md section 10)


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=say(text("See, weigh and agree what keeps a neighbourhood strong.")),
)


app.command(help=say(text("Load a file, a folder or a table from the network.")))(load)
app.command(help=say(text("Scan a municipality: scores per condition, or why there are none.")))(
    scan
)
app.command(help=say(text("Measure how near provisions are, and whom nothing reaches.")))(reach)
app.command(help=say(text("Take a municipality's own figures out of the store.")))(withdraw)
app.command(help=say(text("Back up database, statistics and files in one file.")))(backup)
app.command(help=say(text("Put a backup back; what was there is kept aside.")))(restore)
app.command(help=say(text("Grade this install and say how to mend it.")))(check)
app.command(help=say(text("Make a table of counts of people safe to publish.")))(protect)
app.command(help=say(text("Make an index of any table, with how sure its places are.")))(composite)
app.command(help=say(text("Show what points to a person in a text, line by line, and why.")))(
    screen
)
app.command(help=say(text("Show what is known: figures, interventions, chains, with sources.")))(
    evidence
)
app.command(
    "what-if",
    help=say(text("What a change of provisions does, or the best place, from a recipe.")),
)(what_if)
app.add_typer(account, name="account")
app.add_typer(audit, name="audit")
app.add_typer(export, name="export")


def _show_version(wanted: bool) -> None:
    if wanted:
        out.print(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help=say(text("Show the version.")),
        ),
    ] = False,
) -> None:
    """Hold what every command shares."""


@app.command(help=say(text("Show what is loaded: source, year, rows, licence, age.")))
def status(
    json: Annotated[
        str | None, typer.Option(help=say(text("Write as JSON to a file; - is the screen.")))
    ] = None,
) -> None:
    """Show every edition in the store, the fictitious ones apart."""
    from weefsel.atlas.status import StatusTable
    from weefsel.atlas.store import Store
    from weefsel.sources.area_code import FICTITIOUS, REAL

    store = Store(home())
    found = store.status()
    if json is not None:
        write_file(json, to_json(found.document()))
        return
    if found.frame.is_empty():
        out.print(say(text("Nothing is loaded yet. Start with: weefsel example")))
        return
    covered: set[str] = set()
    for title, frame, country in (
        (text("Official statistics"), found.official, REAL),
        (text("Own figures of municipalities"), found.own, REAL),
        (text("Example: all figures are fictitious"), found.fictitious, FICTITIOUS),
    ):
        if frame.is_empty():
            continue
        out.print(say(title))
        rows = StatusTable(frame).with_age(date.today())
        print_table(
            [
                text("source"),
                text("title"),
                text("year"),
                text("areas"),
                text("residents"),
                text("rows"),
                text("licence"),
                text("age in years"),
            ],
            [
                [
                    row["source"],
                    row["title"],
                    _year(row),
                    write_count(row["areas"]),
                    write_count(row["population"]),
                    write_count(row["rows"]),
                    f"{row['licence']} ({row['attribution']})",
                    "" if row["age_years"] is None else str(row["age_years"]),
                ]
                for row in rows.iter_rows(named=True)
            ],
        )
        if country not in covered:
            _print_coverage(store, country)
            covered.add(country)


def _year(row: dict[str, Any]) -> str:
    """Write the year of an edition, or the years it may be of with a question mark."""
    return "/".join(map(str, row["undated"])) + "?" if row["undated"] else str(row["year"])


def _print_coverage(store: Store, country: str) -> None:
    """Say per condition how much of its core set has figures, and what is missing."""
    from weefsel.atlas.indicator import catalogue
    from weefsel.atlas.mapping import filled
    from weefsel.scan.reasons import CONDITION_NAMES

    known = catalogue()
    for one in filled(store.observations(country=country), known):
        missing = [known[each].name(language()) for each in one.core if each not in one.filled]
        words = text(
            "%(condition)s: %(filled)s of %(core)s core indicators have figures in some area",
            condition=CONDITION_NAMES[one.condition],
            filled=len(one.core_filled),
            core=len(one.core),
        )
        out.print(
            say(words)
            + (f" ({say(text('without figures'))}: {', '.join(missing)})" if missing else "")
        )
    out.print("")


@app.command(help=say(text("Weigh a choice from its recipe; write the result or the memo.")))
def weigh(
    choice: Annotated[Path, typer.Argument(help=say(text("The recipe, a TOML file.")))],
    draws: Annotated[
        int | None, typer.Option(help=say(text("Number of draws, instead of the recipe's.")))
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help=say(text("Seed, instead of the recipe's.")))
    ] = None,
    threads: Annotated[
        int, typer.Option(help=say(text("Threads to use; the result is the same for any.")))
    ] = 1,
    json: Annotated[
        str | None, typer.Option(help=say(text("Write as JSON to a file; - is the screen.")))
    ] = None,
    memo: Annotated[
        Path | None, typer.Option(help=say(text("Write the council memo as PDF.")))
    ] = None,
) -> None:
    """Weigh a choice."""
    from weefsel.weigh import case
    from weefsel.weigh.choice import SCHEMA as CHOICE
    from weefsel.weigh.choice import Choice
    from weefsel.weigh.run import weigh as run
    from weefsel.weigh.schema import schema_of

    if memo is not None:
        _check_memo(memo)
    content = read_file(choice)
    kind = schema_of(content, choice.name)
    if kind not in ("", case.SCHEMA, CHOICE):
        raise InputError(
            text("'%(schema)s' is not a recipe to weigh.", schema=kind[:60]),
            where=choice.name,
            todo=text("Use one of these: %(known)s.", known=f"{CHOICE}, {case.SCHEMA}"),
        )
    if kind == case.SCHEMA:
        if memo is not None:
            raise InputError(
                text("a case has no memo yet: only a choice has."),
                where=str(memo),
                todo=text("Leave out --memo, or write --json."),
            )
        weigh_case(content, choice.name, draws=draws, seed=seed, threads=threads, json=json)
        return
    recipe = Choice.read(content, choice.name)
    changed = {
        key: value for key, value in (("draws", draws), ("seed", seed)) if value is not None
    }
    if changed:
        recipe = Choice.read(recipe.model_copy(update=changed).toml(), choice.name)
    with progress() as report:
        report(0, 0, text("Weighing"))
        result = run(recipe, threads=threads)
        if memo is not None:
            from weefsel.report.memo import write

            report(0, 0, text("Writing the memo"))
            write(
                result,
                language(),
                memo,
                area_name=_area_name(recipe.area),
                recipe_name=choice.name,
            )
    if json is not None:
        write_file(json, result.json())
    if json is None or memo is not None:
        _print_choice(result)
    if memo is not None:
        out.print(say(text("The memo is in %(file)s.", file=str(memo))))


def _area_name(code: str) -> str:
    """Give the name of a municipality when its areas are loaded, else nothing."""
    from weefsel.atlas.store import Store
    from weefsel.sources.area_code import country_of

    store, country = Store(home()), country_of(code)
    for year in reversed(store.years(country)):
        found = store.areas(year, country=country, level="municipality", municipality=code)
        if not found.is_empty():
            return str(found["name"][0])
    return ""


def _check_memo(memo: Path) -> None:
    if memo.suffix.lower() != ".pdf":
        raise InputError(
            text("the memo can only be written as PDF."),
            where=str(memo),
            todo=text("Give a name that ends in .pdf."),
        )
    check_folder(memo)


def _print_choice(result: ChoiceResult) -> None:
    out.print(say(result.title))
    out.print(say(result.lead))
    for option in result.options:
        out.print("")
        out.print(f"{say(option.title)}: {say(option.finding)}")
        for unknown in option.unknowns:
            rows = [[_figure(line.unknown), _figure(line.at_horizon)] for line in unknown.lines]
            print_table([unknown.name.text(), text("balance for the municipality")], rows)


def _figure(figure: Any) -> str:
    return str(figure.render(language()))


@app.command(help=say(text("Make or renew the fictitious municipality Weverdam.")))
def example(
    seed: Annotated[
        int | None, typer.Option(help=say(text("Another seed makes another municipality.")))
    ] = None,
) -> None:
    """Make Weverdam; every row of it says that it is fictitious."""
    from weefsel.atlas.store import Store
    from weefsel.example.make import SEED, make_weverdam

    with progress() as report:
        report(0, 0, text("Making Weverdam"))
        made = make_weverdam(Store(home()), SEED if seed is None else seed)
    for sentence in made.sentences:
        out.print(say(sentence))
    from weefsel.web.install import renew_social_map

    renew_social_map()


@app.command(help=say(text("Start Weefsel in the browser.")))
def serve(
    host: Annotated[str, typer.Option(help=say(text("Address to listen on.")))] = DEFAULT_HOST,
    port: Annotated[int, typer.Option(help=say(text("Port to listen on.")))] = DEFAULT_PORT,
) -> None:
    """Serve the pages until stopped."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise InputError(
                text("port %(port)s is in use or not allowed.", port=port),
                where=host,
                todo=text("Stop what uses it, or choose another with --port."),
            ) from fault
    from weefsel.web.install import prepare

    prepare()
    from weefsel.web.recogniser import start_here

    start_here(home())
    address = f"http://{host}:{port}"
    out.print(say(text("Weefsel is at %(address)s (stop with Ctrl+C).", address=address)))
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "weefsel.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        log_enabled=False,
    ).serve()


def _finish_restore() -> None:
    """Finish what a restore began before it was broken off: commands must not see half."""
    from weefsel.web.install import finish_restore

    finish_restore(home())
    err.print(say(text("A restore that had been broken off was finished first.")))


def main() -> None:
    """Run the command; turn every fault into one sentence and an exit status."""
    try:
        if decided(home()):
            _finish_restore()
        app(prog_name="weefsel")
    except WeefselError as fault:
        err.print(fault.sentence(language()))
        sys.exit(THEIRS)
    except KeyboardInterrupt:
        err.print(say(text("Stopped.")))
        sys.exit(THEIRS)
    except Exception as fault:
        err.print(say(text("Something went wrong in Weefsel itself.")))
        try:
            kept = keep_fault(fault)
            err.print(say(text("The details are in %(file)s.", file=str(kept))))
        except OSError:
            err.print(repr(fault))
        sys.exit(OURS)


if __name__ == "__main__":
    main()
