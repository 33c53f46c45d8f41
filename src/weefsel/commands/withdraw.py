"""``weefsel withdraw``: take a municipality's own figures out of the store."""

from __future__ import annotations

from typing import Annotated

import typer

from weefsel.base.errors import NotFoundError
from weefsel.base.home import home
from weefsel.base.language import plural, text
from weefsel.terminal import out, say


def withdraw(
    table: Annotated[
        str,
        typer.Argument(help=say(text("Name of the own figures, as 'weefsel status' says it."))),
    ],
) -> None:
    """Take all years of own figures out of the store."""
    from weefsel.atlas.local_load import withdraw_local
    from weefsel.atlas.store import Store

    gone = withdraw_local(Store(home()), table)
    if not gone:
        raise NotFoundError(
            text("there are no own figures '%(id)s'.", id=table[:80]),
            todo=text("Look for their name with 'weefsel status'."),
        )
    out.print(
        say(
            plural(
                "%(table)s is withdrawn: %(count)s year.",
                "%(table)s is withdrawn: %(count)s years.",
                gone,
                table=table,
                count=gone,
            )
        )
    )
