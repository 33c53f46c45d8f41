"""A table of CBS by its id: OData v3 first, OData v4 when v3 does not have it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.content import as_frame
from weefsel.sources.network import cbs_v3, cbs_v4, faults
from weefsel.sources.network.cbs_plan import List, Plan
from weefsel.sources.network.faults import NotThereError, Service, UnreachableError
from weefsel.sources.network.fetch import Fetcher, Patience
from weefsel.sources.network.fetched import Fetched, belongs, check_municipality, holds
from weefsel.sources.network.paging import Progress, collect, silent
from weefsel.sources.network.shelf import Page, Shelf

TABLE_ID = re.compile(r"^[0-9]{5}(NED|ned|eng|ENG)$")
MOST_STARTS = 3  # editions that may succeed each other while one is fetched
_FILES = {"Properties": "Metadata"}  # what the readers know the record of a v4 table by

# Newer tables are on both. v3 goes first: a row an area is an eighth of the pages, its number of
# rows can be checked (17,341 in a real edition of 84799NED, as TableInfos says), and it states
# which areas were redrawn. Decision 057.
VERSIONS: tuple[ModuleType, ...] = (cbs_v3, cbs_v4)


def is_table_id(source: str) -> bool:
    """Tell whether a source looks like the id of a CBS table, such as 84799NED."""
    return bool(TABLE_ID.match(source))


def fetch_table(
    table: str,
    target: Path,
    *,
    cache: Path,
    municipality: str | None = None,
    feed: str | None = None,
    feed_v4: str | None = None,
    patience: Patience | None = None,
    progress: Progress = silent,
) -> Fetched:
    """Fetch a table with its metadata into ``target / table``.

    With ``municipality`` only its areas and the row of the country are asked for. Pages stay
    in ``cache``: a run that was stopped goes on there, and an edition that is there already
    costs one question. ``feed`` and ``feed_v4`` are other addresses than those of CBS.

    Raises ``InputError`` when the table is not there, the feed cannot be reached, or it gives
    something else, or less, than it promises.
    """
    chosen = check_municipality(municipality)
    service = service_of(table.upper())
    refusals: list[InputError] = []
    for version, address in zip(VERSIONS, (feed, feed_v4), strict=True):
        try:
            with Fetcher(service, patience) as fetcher:
                found = _fetch(
                    version, fetcher, table.upper(), target, cache, chosen, address, progress
                )
        except (NotThereError, UnreachableError) as fault:
            if fault.begun:
                raise
            refusals.append(fault)
            continue
        notes = (_instead(table.upper(), version), *found.notes) if refusals else found.notes
        return Fetched(found.folder, notes)
    # A version that does not answer may have the table that another does not have.
    raise next((one for one in refusals if isinstance(one, UnreachableError)), refusals[0])


def service_of(table: str) -> Service:
    """Give CBS as the service that is asked for a table."""
    return Service(
        name="CBS",
        about=table,
        instead=text(
            "Check the connection, or download the table from StatLine and load that file."
        ),
        absent=text("CBS has no table with this id."),
        check=text("Check the id on StatLine; it looks like 84799NED."),
    )


def _instead(table: str, version: ModuleType) -> Text:
    return text(
        "CBS gives no %(table)s in the older form (OData v3); it was fetched as %(form)s.",
        table=table,
        form=version.FORM,
    )


def _fetch(
    version: ModuleType,
    fetcher: Fetcher,
    table: str,
    target: Path,
    cache: Path,
    municipality: str | None,
    address: str | None,
    progress: Progress,
) -> Fetched:
    request = "|".join([version.FORM, table, address or "", municipality or ""])
    notes: list[Text] = []
    with Shelf(cache, request).alone() as shelf, Shelf(cache, request + "|names").alone() as names:
        for _ in range(MOST_STARTS):
            plan: Plan = version.plan(fetcher, shelf, table, address, municipality)
            changed = shelf.begin(plan.stamp)
            names.begin(plan.stamp)
            if changed:
                notes.append(_anew())
            complete = shelf.index.complete and names.index.complete
            try:
                _collect_both(fetcher, shelf, names, plan, progress)
            except (NotThereError, UnreachableError) as fault:
                fault.begun = True
                raise
            if complete or version.stamp(fetcher, shelf, table, address) == plan.stamp:
                folder = _put_together(fetcher, target / table, plan, shelf, names, municipality)
                return Fetched(folder, (*notes, *_said(plan, table, municipality)))
            notes.append(_anew())
    raise InputError(
        text("the table keeps changing while it is fetched."),
        where=table,
        todo=text("Try again later, or load it from a file."),
    )


def _anew() -> Text:
    return text("The edition changed while it was being fetched; it was fetched anew.")


def _said(plan: Plan, table: str, municipality: str | None) -> tuple[Text, ...]:
    fetched = text(
        "Fetched from CBS: %(table)s, edition of %(date)s (%(form)s).",
        table=table,
        date=plan.modified,
        form=plan.form,
    )
    if municipality is None:
        return (fetched,)
    return (
        fetched,
        text(
            "Only %(area)s and the country as a whole were fetched. A score compares with all "
            "areas of the country: for scores, load %(table)s without --gemeente too.",
            area=municipality,
            table=table,
        ),
    )


def _collect_both(
    fetcher: Fetcher, shelf: Shelf, names: Shelf, plan: Plan, progress: Progress
) -> None:
    """Fetch the names of the areas and the data, and check that they are whole."""
    called = _collect(fetcher, names, plan.names, plan, None, progress)
    promised = plan.promised
    if promised is None and plan.row_an_area:
        promised = sum(page.rows for page in called)
    found = _collect(fetcher, shelf, plan.data, plan, promised, progress)
    rows = sum(page.rows for page in found)
    if promised is not None and rows != promised:
        shelf.clear()
        names.clear()
        raise faults.incomplete(fetcher.service, rows, promised)


def _collect(
    fetcher: Fetcher,
    shelf: Shelf,
    wanted: List,
    plan: Plan,
    promised: int | None,
    progress: Progress,
) -> list[Page]:
    return collect(
        fetcher,
        shelf,
        wanted.name,
        wanted.address,
        key="value",
        following=plan.following,
        promised=promised,
        progress=progress,
    )


def _put_together(
    fetcher: Fetcher,
    folder: Path,
    plan: Plan,
    shelf: Shelf,
    names: Shelf,
    municipality: str | None,
) -> Path:
    """Write one folder with the whole table, as the readers know it."""
    folder.mkdir(parents=True, exist_ok=True)
    for wanted, kept in ((plan.names, names), (plan.data, shelf)):
        frames = [
            _frame(fetcher, kept.body(page) or b"", wanted, municipality)
            for page in kept.index.pages
        ]
        filled = [frame for frame in frames if frame.height]
        if not filled:
            raise faults.something_else(fetcher.service, wanted.name)
        whole = pl.concat(filled, how="diagonal_relaxed")
        if municipality is not None and not holds(whole, wanted.column, municipality):
            raise _nothing(fetcher, municipality)
        whole.write_parquet(folder / f"{plan.prefix}_{wanted.name}.parquet")
    for name, content in plan.documents.items():
        if content.get("value") == []:
            continue
        path = folder / f"{plan.prefix}_{_FILES.get(name, name)}.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def _frame(fetcher: Fetcher, body: bytes, wanted: List, municipality: str | None) -> pl.DataFrame:
    """Give the rows of a page; of a municipality when that was asked, whatever came."""
    records = fetcher.read(body)["value"]
    if not all(isinstance(one, dict) for one in records):
        raise faults.something_else(fetcher.service, wanted.name)
    if not records:
        return pl.DataFrame()
    columns, frame = as_frame(records)
    if wanted.column not in columns:
        raise faults.something_else(fetcher.service, wanted.name)
    frame.columns = list(columns)
    return frame if municipality is None else frame.filter(belongs(wanted.column, municipality))


def _nothing(fetcher: Fetcher, municipality: str) -> InputError:
    return InputError(
        text("CBS has nothing of %(area)s in this table.", area=municipality),
        where=fetcher.service.about,
        todo=text("Check the code: municipalities merge, and a table has those of its year."),
    )
