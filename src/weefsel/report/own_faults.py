"""The faults of a file of own figures as a table to take away."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from weefsel.base.language import text
from weefsel.report.tables import to_csv
from weefsel.sources.local_rows import Fault


def fault_table(faults: Sequence[Fault], lang: str) -> bytes:
    """Give one row a fault: its row and column in the file, what is wrong, what to do."""
    frame = pl.DataFrame(
        {
            text("Row").render(lang): [one.row for one in faults],
            text("Column").render(lang): [one.column for one in faults],
            text("What is wrong").render(lang): [one.what.render(lang) for one in faults],
            text("What to do").render(lang): [one.todo.render(lang) for one in faults],
        }
    )
    return to_csv(frame, lang)
