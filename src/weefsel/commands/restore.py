"""``weefsel restore``: put a backup back, all of it or nothing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from weefsel.base.home import home
from weefsel.base.language import Text, text
from weefsel.commands.backup import read_secret
from weefsel.terminal import out, say


def restore(
    file: Annotated[Path, typer.Argument(help=say(text("The backup to restore.")))],
    into: Annotated[
        Path | None,
        typer.Option(help=say(text("The home folder to restore into; the usual one by default."))),
    ] = None,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            help=say(text("The file with the passphrase that the backup is sealed with."))
        ),
    ] = None,
) -> None:
    """Restore a backup; what was there is kept aside."""
    secret, source = read_secret(passphrase_file), file.resolve()
    if into is not None:
        os.environ["WEEFSEL_HOME"] = str(into.resolve())
    from weefsel.web.install import set_up

    set_up()
    from weefsel.web.keep.restore import put_back

    def tell(words: Text) -> None:
        out.print(say(words))

    done = put_back(home(), source, datetime.now(UTC), passphrase=secret, say=tell)
    backup = done.backup
    tell(
        text(
            "Restored: the backup of %(moment)s with %(rows)s rows in %(tables)s tables.",
            moment=backup.made_at,
            rows=sum(one.rows for one in backup.tables),
            tables=len(backup.tables),
        )
    )
    if done.former is not None:
        tell(text("What was there is kept in %(folder)s.", folder=str(done.former)))
    if done.former_schema is not None:
        tell(text("The tables that were there are in schema %(name)s.", name=done.former_schema))
    tell(text("Everybody logs in again; the secret key is this install's own."))
