"""``weefsel screen``: what would be struck out of a text, line by line, and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from weefsel.base.document import read_file, to_json
from weefsel.base.errors import InputError
from weefsel.base.home import home, language
from weefsel.base.language import plural, text
from weefsel.terminal import check_folder, err, out, print_table, say, write_file

WAIT_SECONDS = 600.0  # the look-up tables of deduce are built once: some minutes
IDLE_SECONDS = 600.0  # it stays a while for the next file, and gives its memory back then
MOST_BYTES = 50_000_000


def screen(
    file: Annotated[
        str,
        typer.Argument(help=say(text("A text: .txt, .csv, .xlsx or .docx; - is standard input."))),
    ],
    json: Annotated[
        str | None, typer.Option(help=say(text("Write as JSON to a file; - is the screen.")))
    ] = None,
    struck: Annotated[
        str | None,
        typer.Option(help=say(text("Write the text without what was found; - is the screen."))),
    ] = None,
    deduce: Annotated[
        bool,
        typer.Option(
            "--deduce",
            help=say(
                text("Start the second reader of names, deduce, and wait until it is ready.")
            ),
        ),
    ] = False,
) -> None:
    """Show what points to a person; nothing is stored."""
    from weefsel.outcomes.recogniser.client import Recogniser, start
    from weefsel.outcomes.screening.files import screen_file
    from weefsel.outcomes.screening.model import names_sentence
    from weefsel.web.recogniser import room

    for target in (json, struck):
        if target not in (None, "-"):
            check_folder(Path(str(target)))
    content, name = _read(file)
    asked = Recogniser(room(home()))
    if deduce and not asked.ready():
        err.print(say(text("Starting deduce; the first time takes some minutes.")))
        start(room(home()), idle=IDLE_SECONDS)
        if not asked.wait(WAIT_SECONDS):
            err.print(say(text("Deduce did not start; Weefsel's own rules go on alone.")))
    done = screen_file(content, name, asked.names)
    if json is not None:
        write_file(json, to_json(done.record(language())))
    if struck is not None:
        write_file(struck, done.struck)
    if "-" in (json, struck):
        return
    found = done.found()
    rows = [
        [
            str(one.line),
            " ".join(one.finding.found.split()),
            say(one.finding.kind.label),
            say(one.finding.why),
            say(one.finding.certainty.label),
        ]
        for one in found
    ]
    if rows:
        headings = [
            text("line number"),
            text("struck out"),
            text("kind"),
            text("why"),
            text("how sure"),
        ]
        print_table(headings, rows)
    out.print(
        say(
            plural(
                "%(count)s place points to a person.",
                "%(count)s places point to a person.",
                len(rows),
                count=len(rows),
            )
        )
    )
    out.print(say(names_sentence(done.names_by)))
    out.print(say(text("No screening finds everything: read the text yourself as well.")))


def _read(file: str) -> tuple[bytes, str]:
    """Read the file, or standard input."""
    if file != "-":
        return read_file(Path(file)), Path(file).name
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if not content:
        raise InputError(
            text("nothing came in on standard input."),
            todo=text("Give a file, or put text through a pipe."),
        )
    return content, "-"
