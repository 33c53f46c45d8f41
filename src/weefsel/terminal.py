"""How the command speaks: sentences, tables, progress, files whole or not at all."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from weefsel.base.durable import write_durably
from weefsel.base.errors import InputError
from weefsel.base.home import home, language
from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number

if TYPE_CHECKING:
    from weefsel.atlas.load import Progress as Report

# Into a file or a pipe a table keeps its columns instead of folding them to a guessed width.
_WIDTH = None if sys.stdout.isatty() else 200
out = Console(highlight=False, soft_wrap=True, markup=False, width=_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def say(words: Text) -> str:
    """Give a text in the language of the command."""
    return words.render(language())


@contextmanager
def progress() -> Iterator[Report]:
    """Show the last thing done on a terminal; nothing where there is none."""
    if not err.is_terminal:
        yield lambda done, total, words: None
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True
    ) as bar:
        task = bar.add_task("")
        yield lambda done, total, words: bar.update(task, description=say(words))


def write_count(value: float | None) -> str:
    """Give a count in a language, empty when there is none."""
    return "" if value is None else write_number(value, language())


def print_table(headings: list[Text], rows: list[list[str]]) -> None:
    """Print rows under their headings."""
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(say(heading), overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def check_folder(path: Path) -> None:
    """Refuse a file whose folder does not exist; raises ``InputError``."""
    if not path.resolve().parent.is_dir():
        raise InputError(
            text("the folder for this file does not exist."),
            where=str(path),
            todo=text("Make the folder first, or choose another place."),
        )


def write_file(target: str, content: str | bytes) -> None:
    """Write a file, whole or not at all; ``-`` is standard output."""
    written = content.encode() if isinstance(content, str) else content
    if target == "-":
        sys.stdout.buffer.write(written)
        return
    path = Path(target)
    check_folder(path)
    write_durably(path, written)


def keep_fault(fault: BaseException) -> Path:
    """Keep the details of a fault of ours, for whoever mends it."""
    folder = home() / "faults"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
    kept.write_text("".join(traceback.format_exception(fault)), encoding="utf-8")
    return kept
