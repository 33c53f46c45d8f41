"""``weefsel load``: a file, a folder, a table of CBS or boundaries of PDOK into the store."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from weefsel.base.errors import InputError
from weefsel.base.home import home
from weefsel.base.language import text
from weefsel.commands.load_local import load_local
from weefsel.commands.load_provisions import load_provisions
from weefsel.terminal import err, out, progress, say

if TYPE_CHECKING:
    from weefsel.atlas.load import Progress as Report
    from weefsel.sources.network.fetched import Fetched

STOPPED = 130  # exit status of what Ctrl+C stopped: 128 and the number of the signal
CACHE = "cache"  # folder in the home folder where what was fetched is kept


def load(
    kind: Annotated[
        str,
        typer.Argument(
            help=say(
                text(
                    "What it is: kwb, health, ses, livability, areas, provisions, or local for "
                    "a municipality's own."
                )
            )
        ),
    ],
    source: Annotated[
        list[str],
        typer.Argument(
            help=say(
                text(
                    "Files, a folder, the id of a CBS table (85984NED), or boundaries of PDOK "
                    "(pdok:2024)."
                )
            )
        ),
    ],
    gemeente: Annotated[
        str | None,
        typer.Option(
            "--gemeente",
            "--municipality",
            help=say(
                text(
                    "Fetch only this municipality, for instance GM0164; for provisions: whose "
                    "they are."
                )
            ),
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help=say(text("The year, when the file does not say it.")))
    ] = None,
    undated: Annotated[
        str | None,
        typer.Option(
            help=say(text("For kwb: the years it may be of when nothing says it: 2018,2019."))
        ),
    ] = None,
    table: Annotated[
        str | None, typer.Option(help=say(text("The table's id, when the file lacks it.")))
    ] = None,
    metadata: Annotated[
        Path | None, typer.Option(help=say(text("The file that describes the columns.")))
    ] = None,
    codes: Annotated[
        Path | None,
        typer.Option(help=say(text("A file of the same table that has the area codes."))),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help=say(
                text(
                    "Replace figures that differ from those stored; for provisions: end those "
                    "of the same source that the file no longer has."
                )
            ),
        ),
    ] = False,
    mapping: Annotated[
        Path | None,
        typer.Option(
            help=say(text("For local and provisions: a TOML file that says what the columns are."))
        ),
    ] = None,
    house: Annotated[
        str | None,
        typer.Option(
            help=say(
                text(
                    "For local: who gives these figures. For provisions: the short name of the "
                    "house that brings them."
                )
            )
        ),
    ] = None,
    faults: Annotated[
        str | None,
        typer.Option(
            help=say(
                text("For local and provisions: write every fault to a CSV file; - is the screen.")
            )
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help=say(text("For provisions: say what would change, store nothing."))
        ),
    ] = False,
) -> None:
    """Load sources, all or nothing."""
    if kind == "local":
        load_local(
            source, mapping=mapping, house=house, municipality=gemeente, year=year,
            faults=faults, replace=replace,
        )  # fmt: skip
        return
    if kind == "provisions":
        load_provisions(
            source, municipality=gemeente, mapping=mapping, house=house, faults=faults,
            replace=replace, dry_run=dry_run,
        )  # fmt: skip
        return
    _load_statistics(
        kind, source, municipality=gemeente, year=year, undated=_years(undated), table=table,
        metadata=metadata, codes=codes, replace=replace,
    )  # fmt: skip


def _load_statistics(
    kind: str,
    source: list[str],
    *,
    municipality: str | None,
    year: int | None,
    undated: tuple[int, ...],
    table: str | None,
    metadata: Path | None,
    codes: Path | None,
    replace: bool,
) -> None:
    """Load official statistics or boundaries into the store, and say what came in."""
    from weefsel.atlas.load import load_file
    from weefsel.atlas.store import Store

    with progress() as report, tempfile.TemporaryDirectory() as folder:
        fetched = [_fetched(one, kind, municipality, Path(folder), report) for one in source]
        asked = _year_of(source, year)
        reports = load_file(
            Store(home()),
            kind,
            [
                Path(one) if found is None else found.folder
                for one, found in zip(source, fetched, strict=True)
            ],
            year=asked,
            undated=undated,
            table=table,
            metadata=metadata,
            codes=codes,
            replace=replace,
            progress=report,
        )
    for found in fetched:
        for sentence in found.notes if found is not None else ():
            out.print(say(sentence))
    for done in reports:
        for sentence in done.sentences:
            out.print(say(sentence))


def _years(words: str | None) -> tuple[int, ...]:
    """Read the years of ``--undated``: 2018,2019."""
    if words is None:
        return ()
    parts = [one.strip() for one in words.split(",")]
    if not all(one.isdigit() for one in parts):
        raise InputError(
            text("'%(years)s' is not a list of years.", years=words[:40]),
            todo=text("Write for instance --undated 2018,2019."),
        )
    return tuple(int(one) for one in parts)


def _fetched(
    source: str, kind: str, municipality: str | None, folder: Path, report: Report
) -> Fetched | None:
    """Fetch what a source names on the network; none when it is a file or a folder."""
    from weefsel.sources.network.cbs import fetch_table, is_table_id
    from weefsel.sources.network.pdok import fetch_boundaries, is_boundaries

    cache = home() / CACHE
    setting = os.environ.get
    try:
        if kind == "kwb" and is_table_id(source) and not Path(source).exists():
            return fetch_table(
                source,
                folder,
                cache=cache,
                municipality=municipality,
                feed=setting("WEEFSEL_CBS_FEED"),
                feed_v4=setting("WEEFSEL_CBS_FEED_V4"),
                progress=report,
            )
        if kind == "areas" and is_boundaries(source):
            return fetch_boundaries(
                source,
                folder,
                cache=cache,
                municipality=municipality,
                wfs=setting("WEEFSEL_PDOK"),
                ogc=setting("WEEFSEL_PDOK_OGC"),
                progress=report,
            )
    except KeyboardInterrupt:
        err.print(say(text("Stopped.")))
        err.print(say(text("What was fetched is kept: the same command goes on from there.")))
        raise typer.Exit(STOPPED) from None
    if municipality is not None:
        raise InputError(
            text("--gemeente is for what is fetched from the network; this is a file."),
            where=source,
            todo=text("Leave --gemeente out: a file is loaded whole."),
        )
    return None


def _year_of(sources: list[str], given: int | None) -> int | None:
    """Give the year of boundaries of PDOK: their files need not say it."""
    from weefsel.sources.network.pdok import is_boundaries, year_and_set

    if given is not None:
        return given
    years = {year_and_set(one)[0] for one in sources if is_boundaries(one)}
    return years.pop() if len(years) == 1 and all(map(is_boundaries, sources)) else None
