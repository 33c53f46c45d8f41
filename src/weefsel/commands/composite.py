"""``weefsel composite``: an index of a table of one's own, with how sure its ranks are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from weefsel.base.document import read_file, to_json
from weefsel.base.home import language
from weefsel.base.language import text
from weefsel.base.numbers import write_number
from weefsel.terminal import check_folder, out, print_table, say, write_file

if TYPE_CHECKING:
    from weefsel.scan.composite import CompositeResult

_FIGURES = 5  # that a score is shown with, before and after the point together


def composite(
    recipe: Annotated[Path, typer.Argument(help=say(text("The recipe, a TOML file.")))],
    data: Annotated[Path, typer.Argument(help=say(text("The table, CSV or a workbook.")))],
    errors: Annotated[
        Path | None,
        typer.Option(help=say(text("Standard errors: a table with the same codes and headings."))),
    ] = None,
    sensitivity: Annotated[
        bool,
        typer.Option(
            "--sensitivity", help=say(text("Say also which choice moves the places most."))
        ),
    ] = False,
    json: Annotated[
        str | None, typer.Option(help=say(text("Write as JSON to a file; - is the screen.")))
    ] = None,
    csv: Annotated[
        str | None, typer.Option(help=say(text("Write the table as CSV; - is the screen.")))
    ] = None,
) -> None:
    """Make an index of any table."""
    from weefsel.scan.composite import CompositeRecipe, composite_of

    for target in (json, csv):
        if target not in (None, "-"):
            check_folder(Path(str(target)))
    result = composite_of(
        read_file(data),
        data.name,
        CompositeRecipe.read(read_file(recipe), recipe.name),
        errors=None if errors is None else read_file(errors),
        errors_name="" if errors is None else errors.name,
    )
    if json is not None:
        write_file(json, to_json(result.document(sobol=sensitivity)))
    if csv is not None:
        from weefsel.report.tables import to_csv

        write_file(csv, to_csv(result.table(), language()))
    if json is None and csv is None:
        _print(result, sensitivity=sensitivity)


def _print(result: CompositeResult, *, sensitivity: bool) -> None:
    recipe = result.recipe
    frame, ranges = result.table(), result.ranges_or_why()
    size = max((abs(one) for one in frame[recipe.index].drop_nulls()), default=0.0)
    places = max(_FIGURES - len(str(int(size))), 0)
    headings = [text("rank"), text("code"), text("name"), text("score")]
    headings += [text("range")] if result.has_errors else []
    headings += [text("places, by errors")] if result.has_errors else []
    headings += [text("places, by method")] if ranges[0] else []
    rows = []
    for row in frame.iter_rows(named=True):
        code, score = row["code"], row[recipe.index]
        cells = [str(row["rank"] or ""), code, row.get("name", code)]
        cells.append("" if score is None else write_number(score, language(), places))
        if result.has_errors:
            sure = result.sure(code)
            cells += ["", ""] if sure is None else [
                f"{write_number(sure.low, language(), places)} \N{EN DASH} "
                f"{write_number(sure.high, language(), places)}",
                f"{sure.rank_low} \N{EN DASH} {sure.rank_high}",
            ]  # fmt: skip
        if ranges[0]:
            found = ranges[0].get(code)
            cells.append("" if found is None else f"{found.low} \N{EN DASH} {found.high}")
        rows.append(cells)
    out.print(recipe.title)
    print_table(headings, rows)
    for sentence in result.said():
        out.print(say(sentence))
    if sensitivity:
        _print_sensitivity(result)


def _print_sensitivity(result: CompositeResult) -> None:
    found = result.sensitivity()
    if found is None:
        return
    out.print("")
    out.print(say(text("Which choice moves the places most (Sobol indices):")))
    print_table(
        [text("choice"), text("alone"), text("with the others")],
        [
            [
                one.name,
                write_number(one.first.value, language(), 2),
                write_number(one.total.value, language(), 2),
            ]
            for one in found.factors
        ],
    )
