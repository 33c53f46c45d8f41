"""``weefsel check``: how this install stands, and how to mend it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from weefsel.base.document import to_json
from weefsel.base.errors import InputError
from weefsel.base.home import home, language
from weefsel.base.language import text
from weefsel.terminal import out, say, write_file

FOUND_WRONG = 1  # only with --strict: without it 1 is kept for a fault of Weefsel itself


def check(
    json: Annotated[
        str | None, typer.Option(help=say(text("Write as JSON to a file; - is the screen.")))
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help=say(text("End with status 1 when something is wrong."))),
    ] = False,
) -> None:
    """Grade this install; every finding says why it matters and how to mend it."""
    from weefsel.web.install import set_up

    set_up()
    from weefsel.web.keep.backup import has_database
    from weefsel.web.keep.checks import CHECKS
    from weefsel.web.keep.grading import Grade, Install, run

    if not has_database(home()):
        raise InputError(
            text("Weefsel was never started here, so there is nothing to check."),
            where=str(home()),
            todo=text("Start it first: python3 run.py, or weefsel serve."),
        )
    report = run(CHECKS, Install(home(), datetime.now(UTC)))
    if json is not None:
        write_file(json, to_json(report.document(language())))
    else:
        for one in report.findings:
            out.print(f"[{say(one.grade.words)}] {say(one.what)}")
            if one.why is not None and one.mend is not None:
                out.print(f"    {say(one.why)}")
                out.print(f"    {say(one.mend)}")
        out.print("")
        out.print(say(report.title))
    if strict and report.grade == Grade.WRONG:
        raise typer.Exit(FOUND_WRONG)
