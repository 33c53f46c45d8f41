"""The faults of a file with provisions as a table to take away."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from weefsel.base.language import render, text
from weefsel.report.tables import to_csv
from weefsel.sources.hsds.package import Fault


def fault_list(faults: Sequence[Fault], lang: str) -> bytes:
    """Give one row a fault: its file, its row, its column and what is wrong."""
    frame = pl.DataFrame(
        {
            text("File").render(lang): [one.file for one in faults],
            text("Row").render(lang): [render(one.row, lang) for one in faults],
            text("Column").render(lang): [one.column for one in faults],
            text("What is wrong").render(lang): [one.reason.render(lang) for one in faults],
        }
    )
    return to_csv(frame, lang)
