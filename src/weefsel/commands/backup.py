"""``weefsel backup``: everything of an install in one file, also while it runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from weefsel.base.home import home
from weefsel.base.language import Text, plural, text
from weefsel.terminal import out, progress, say, write_count

KILO = 1000


def backup(
    file: Annotated[
        Path, typer.Argument(help=say(text("The file to write, or the folder to put it in.")))
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help=say(text("Write over a file of that name.")))
    ] = False,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(help=say(text("Seal the backup with the passphrase in this file."))),
    ] = None,
) -> None:
    """Back up database, statistics and files together."""
    from weefsel.web.install import set_up

    set_up()
    from weefsel.web.keep.backup import take

    with progress() as report:
        report(0, 0, text("Taking a backup"))
        made = take(
            home(),
            file,
            datetime.now(UTC),
            replace=replace,
            passphrase=read_secret(passphrase_file),
        )
    found = made.backup
    rows = sum(one.rows for one in found.tables)
    sentences: list[Text] = [
        text(
            "The backup is in %(file)s (%(size)s kB).",
            file=str(made.path),
            size=write_count(-(-made.bytes // KILO)),
        ),
        plural(
            "It holds %(tables)s tables with %(rows)s row, and %(files)s files.",
            "It holds %(tables)s tables with %(rows)s rows, and %(files)s files.",
            rows,
            tables=len(found.tables),
            rows=rows,
            files=len(found.parts) - len(found.tables),
        ),
        text("Checksum of the content: %(sum)s", sum=found.content),
    ]
    if passphrase_file is None:
        sentences.append(
            text("It is not sealed and holds accounts: keep it where only administrators can.")
        )
    if made.left_out:
        sentences.append(
            text(
                "Not in the backup, for Weefsel does not know them: %(names)s.",
                names=", ".join(made.left_out),
            )
        )
    for sentence in sentences:
        out.print(say(sentence))


def read_secret(path: Path | None) -> bytes | None:
    """Give the passphrase in a file, none without a file; raises ``InputError``."""
    from weefsel.base.document import read_file
    from weefsel.base.sealed import read_passphrase

    return None if path is None else read_passphrase(read_file(path), path.name)
