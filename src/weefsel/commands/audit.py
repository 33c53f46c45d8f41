"""``weefsel audit``: verify the log of who did what, show its head, take it along."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from weefsel.base.document import Document
from weefsel.base.durable import write_durably
from weefsel.base.errors import InputError
from weefsel.base.home import home
from weefsel.base.language import text
from weefsel.terminal import check_folder, out, say, write_count

KEPT = "audit_head.json"  # in the folder of the install: the end of the log as last verified
LONGEST = 1_000_000  # characters of a line: hundreds of times the largest entry

audit = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say(text("The log of who did what: verify it, take it along.")),
)


class Head(Document):
    """Up to where the log was found whole."""

    number: int
    hash: str


def _ready() -> None:
    from django.core.management import call_command

    from weefsel.web.install import set_up

    set_up()
    call_command("migrate", interactive=False, verbosity=0)


@audit.command(help=say(text("Follow the whole log; say where it was first changed or cut off.")))
def verify(
    file: Annotated[
        Path | None,
        typer.Argument(help=say(text("A log that was exported; default this install."))),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(help=say(text("The head that was kept elsewhere: it must be in the log."))),
    ] = None,
) -> None:
    """Verify the chain; of this install also against the head it was last verified up to."""
    from weefsel.web.audit.chain import verify as follow

    wanted = [head.strip().lower()] if head else []
    if file is not None:
        found = follow(_read(file), *wanted)
    else:
        _ready()
        from weefsel.web.audit.log import verify_log

        last = _last()
        found = verify_log(*wanted)
        if found.holds and last is not None:
            found = verify_log(last.hash)
    if found.fault is not None:
        raise InputError(
            text("the log does not hold: %(why)s", why=found.fault),
            where=str(file) if file else "",
            todo=text(
                "Look for who could write to the database, and restore a backup from before."
            ),
        )
    if file is None and found.entries:
        kept = Head(number=found.entries, hash=found.head)
        write_durably(home() / KEPT, kept.model_dump_json().encode())
    words = text(
        "The log holds: %(count)s entries, none changed.", count=write_count(found.entries)
    )
    out.print(say(words))
    if found.entries:
        out.print(say(text("Its head, to be kept elsewhere: %(head)s", head=found.head)))


def _last() -> Head | None:
    place = home() / KEPT
    try:
        return Head.model_validate_json(place.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        raise InputError(
            text("this file cannot be read."),
            where=str(place),
            todo=text("Remove it if you know why; then verify against a head kept elsewhere."),
        ) from fault


def _read(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as lines:
            number = 0
            while line := lines.readline(LONGEST):
                number += 1
                yield _entry(line, number, file)
    except FileNotFoundError as fault:
        raise InputError(text("this file is not there."), where=str(file)) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(text("this file cannot be read."), where=str(file)) from fault


def _entry(line: str, number: int, file: Path) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError(
            text("line %(number)s is no entry of a log.", number=number),
            where=str(file),
            todo=text("Give a file that weefsel audit export wrote."),
        )
    return found


@audit.command("head", help=say(text("Show the last entry's number and hash, to keep elsewhere.")))
def show_head() -> None:
    """Show the head of the log."""
    _ready()
    from weefsel.web.audit.log import head, stamp

    found = head()
    if found is None:
        out.print(say(text("The log is empty.")))
        return
    out.print(f"{found.number} {stamp(found.at)}")
    out.print(found.hash, soft_wrap=True)


@audit.command(help=say(text("Write the whole log to a file: one entry a line, as JSON.")))
def export(
    file: Annotated[Path, typer.Argument(help=say(text("File to write.")))],
) -> None:
    """Write every entry with its hash; the file can be verified anywhere."""
    check_folder(file)
    _ready()
    from weefsel.web.audit.log import entries, record

    count = 0
    with file.open("w", encoding="ascii", newline="\n") as target:
        for entry in entries():
            target.write(json.dumps(entry, sort_keys=True) + "\n")
            count += 1
    record(None, "audit.export", what={"rows": count})
    out.print(say(text("%(count)s entries are in %(file)s.", count=count, file=str(file))))
