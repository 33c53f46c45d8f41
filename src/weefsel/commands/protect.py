"""``weefsel protect``: a table of counts of people made safe to publish."""

from __future__ import annotations

import json as plain_json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weefsel.base.document import read_file, to_json
from weefsel.base.errors import InputError
from weefsel.base.home import language
from weefsel.base.language import text
from weefsel.terminal import check_folder, out, progress, say, write_file

if TYPE_CHECKING:
    from weefsel.outcomes.disclosure import Ledger, Released, Table
    from weefsel.outcomes.disclosure.reading import Cells

MEASURE = "counts"
ENDINGS = (".csv", ".xlsx")
_SEED_BITS = 63


def protect(
    table: Annotated[
        Path, typer.Argument(help=say(text("The table, CSV or Excel, with a heading.")))
    ],
    target: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=say(text("The file to write, .csv or .xlsx; beside the table if not said.")),
        ),
    ] = None,
    count: Annotated[
        str | None,
        typer.Option(help=say(text("The column with the counts, if it has another name."))),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help=say(text("A column that tells people apart; repeat it. All others if not said."))
        ),
    ] = None,
    parents: Annotated[
        Path | None,
        typer.Option(
            help=say(
                text(
                    "A file with the columns dimension, category and parent: what belongs to what."
                )
            )
        ),
    ] = None,
    incomplete: Annotated[
        list[str] | None,
        typer.Option(help=say(text("A column whose categories are not everybody; repeat it."))),
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            help=say(
                text("What is counted and of when; the same words link it to earlier tables.")
            )
        ),
    ] = None,
    earlier: Annotated[
        list[Path] | None,
        typer.Option(help=say(text("A ledger or a table that was published earlier; repeat it."))),
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option(help=say(text("Write the ledger, to give with --earlier next time."))),
    ] = None,
    rounded: Annotated[
        bool,
        typer.Option("--round", help=say(text("Round every count instead of hiding small ones."))),
    ] = False,
    seed: Annotated[
        int | None,
        typer.Option(
            help=say(text("The secret number that decides the rounding; drawn if not said."))
        ),
    ] = None,
    totals: Annotated[
        bool,
        typer.Option(
            "--totals/--no-totals",
            help=say(text("Show every subtotal and total as well, or not.")),
        ),
    ] = True,
    json: Annotated[
        str | None, typer.Option(help=say(text("Write as JSON to a file; - is the screen.")))
    ] = None,
) -> None:
    """Hide what may not be shown and audit the result."""
    from weefsel.outcomes.disclosure import Rounding, release
    from weefsel.outcomes.disclosure.reading import in_file, read_cells

    made = _target(table, target)
    cells = read_cells(read_file(table), table.name)
    ledgers, papers = _earlier(earlier or [])
    named = measure or _only_measure(ledgers) or MEASURE
    column = _count(cells, count)
    asked = _table(cells, column, by, parents, incomplete or [], named, totals)
    known = _ledger(ledgers, papers, asked, column)
    chance = Rounding(secrets.randbits(_SEED_BITS) if seed is None else seed) if rounded else None
    with progress() as report:
        report(0, 0, text("Protecting and auditing"))
        try:
            done = release(asked, known, rounding=chance)
        except InputError as fault:
            raise in_file(fault, cells, asked.names, column) from fault
    write_file(str(made), _written(done, column, made))
    if ledger is not None:
        write_file(ledger, plain_json.dumps(done.ledger.document(), ensure_ascii=False))
    if json is not None:
        write_file(json, to_json(document(done)))
    if "-" in (json, ledger):
        return
    for sentence in done.sentences:
        out.print(say(sentence))
    out.print(say(text("The table is in %(file)s.", file=str(made))))


def _target(table: Path, target: Path | None) -> Path:
    made = target or table.with_name(f"{table.stem}-veilig{table.suffix.lower()}")
    if made.suffix.lower() not in ENDINGS:
        raise InputError(
            text("the table can be written as CSV or as an Excel workbook."),
            where=str(made),
            todo=text("Give a name that ends in .csv or .xlsx."),
        )
    check_folder(made)
    if made.resolve() == table.resolve():
        raise InputError(
            text("the safe table would take the place of the table itself."),
            where=str(made),
            todo=text("Give it another name."),
        )
    return made


def _count(cells: Cells, count: str | None) -> str:
    from weefsel.outcomes.disclosure.reading import count_column

    found = count or count_column(cells)
    if found is None:
        raise InputError(
            text("no column of this table holds only whole numbers of people."),
            where=cells.file,
            todo=text("Name the column with --count."),
        )
    cells.column(found)
    return found


def _table(
    cells: Cells,
    count: str,
    by: list[str] | None,
    parents: Path | None,
    incomplete: list[str],
    measure: str,
    totals: bool,
) -> Table:
    from weefsel.outcomes.disclosure.reading import parents_of, read_cells, table_of

    belongs = {}
    if parents is not None:
        belongs = parents_of(read_cells(read_file(parents), parents.name))
    dimensions = by or [one for one in cells.columns if one != count]
    return table_of(
        cells,
        dimensions,
        count,
        measure=measure,
        parents=belongs,
        totals=totals,
        incomplete=incomplete,
    )


def _earlier(paths: list[Path]) -> tuple[list[Ledger], list[Cells]]:
    """Read ledgers and published tables apart: a ledger is JSON."""
    from weefsel.outcomes.disclosure import Ledger
    from weefsel.outcomes.disclosure.reading import read_cells

    ledgers, papers = [], []
    for path in paths:
        content = read_file(path)
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            ledgers.append(Ledger.read(_json(content, path.name), path.name))
        else:
            papers.append(read_cells(content, path.name))
    return ledgers, papers


def _json(content: bytes, name: str) -> dict[str, Any]:
    try:
        return dict(plain_json.loads(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise InputError(
            text("the ledger is damaged or cut off."),
            where=name,
            todo=text("Use the copy that was kept of it."),
        ) from fault


def _only_measure(ledgers: list[Ledger]) -> str | None:
    """Give what the ledgers count when they all count one thing."""
    found = {issue.measure for one in ledgers for issue in one.issues}
    return found.pop() if len(found) == 1 else None


def _ledger(ledgers: list[Ledger], papers: list[Cells], table: Table, count: str) -> Ledger:
    from weefsel.outcomes.disclosure import Ledger
    from weefsel.outcomes.disclosure.reading import issue_of

    issues = [issue for one in ledgers for issue in one.issues]
    return Ledger((*issues, *(issue_of(one, table, count) for one in papers)))


def _written(done: Released, count: str, target: Path) -> bytes:
    from weefsel.outcomes.disclosure.reading import written
    from weefsel.report.tables import to_csv, to_xlsx

    lang = language()
    frame = written(done, count, text("total"), lang)
    if target.suffix.lower() == ".csv":
        return to_csv(frame, lang, notes=done.sentences)
    return to_xlsx(frame, lang, title=done.sentences[0], notes=done.sentences)


def document(done: Released) -> dict[str, Any]:
    """Give a released table as a plain record; nothing in it tells why a count is hidden."""
    from weefsel import __version__

    return {
        "schema": "weefsel.released-table/1",
        "weefsel": __version__,
        "measure": done.measure,
        "rounded_to": done.base,
        "cells": [
            {
                "categories": [{"dimension": name, "category": row[name]} for name in done.names],
                "count": row["count"],
                "suppressed": row["suppressed"],
            }
            for row in done.cells.iter_rows(named=True)
        ],
        "sentences": [one.render("en") for one in done.sentences],
    }
