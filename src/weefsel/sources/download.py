"""Fetch a table of CBS by its id, page by page, into a folder that the readers read.

The open-data feed of CBS (OData v3) gives at most ten thousand rows a page and names the
next page in ``odata.nextLink``. Documentation: CBS, "Handleiding CBS Open data services".
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlparse

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text

CBS_FEED = "https://opendata.cbs.nl/ODataFeed/odata"
TABLE_ID = re.compile(r"^[0-9]{5}(NED|ned|eng|ENG)$")
PARTS = ("TableInfos", "DataProperties", "TypedDataSet")
TIMEOUT_S = 60
MOST_PAGES = 1_000  # a feed that never ends is a fault, not a table

Progress = Callable[[int, Text], None]


def is_table_id(source: str) -> bool:
    """Tell whether a source looks like the id of a CBS table, such as 84799NED."""
    return bool(TABLE_ID.match(source))


def fetch_table(
    table: str, target: Path, *, feed: str = CBS_FEED, progress: Progress | None = None
) -> Path:
    """Fetch a table with its metadata into ``target / table``; give that folder.

    Nothing is left behind when a page fails. Raises ``InputError`` when the table is not
    there, the feed cannot be reached or gives something else than the table.
    """
    target.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{table}-", dir=target))
    try:
        for part in PARTS:
            _fetch_part(f"{feed}/{table}/{part}", table, part, building, progress)
        ready = target / table
        if ready.exists():
            shutil.rmtree(ready)
        building.rename(ready)
        return ready
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _fetch_part(
    address: str, table: str, part: str, folder: Path, progress: Progress | None
) -> None:
    url = f"{address}?$format=json"
    scheme, host, *_ = urlparse(address)
    rows = 0
    for page in range(1, MOST_PAGES + 1):
        found = _get(url, table)
        values = found.get("value")
        if not isinstance(values, list):
            raise InputError(
                text("CBS gave something else than the part %(part)s of the table.", part=part),
                where=table,
                todo=text("Try again later, or download the table from StatLine as a file."),
            )
        rows += len(values)
        name = f"{part}.json" if part != "TypedDataSet" else f"{part}-{page:04d}.json"
        # The address of the next page is the feed's own affair: the file is complete.
        whole = {key: part for key, part in found.items() if key != "odata.nextLink"}
        (folder / name).write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
        if progress is not None:
            progress(rows, text("%(part)s: %(rows)s rows fetched", part=part, rows=rows))
        following = found.get("odata.nextLink")
        if following:
            # Stay at the feed that was asked for, whatever host it names itself by.
            url = urlparse(urljoin(url, following))._replace(scheme=scheme, netloc=host).geturl()
        else:
            return
    raise InputError(
        text("the table does not end after %(pages)s pages.", pages=MOST_PAGES),
        where=table,
        todo=text("Download the table from StatLine as a file."),
    )


def _get(url: str, table: str) -> dict[str, Any]:
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            found = json.load(answer)
    except urllib.error.HTTPError as fault:
        if fault.code == 404:
            raise InputError(
                text("CBS has no table with this id."),
                where=table,
                todo=text("Check the id on StatLine; it looks like 84799NED."),
            ) from fault
        raise _unreachable(table, str(fault)) from fault
    except (urllib.error.URLError, TimeoutError, OSError) as fault:
        raise _unreachable(table, str(getattr(fault, "reason", fault))) from fault
    except json.JSONDecodeError as fault:
        raise _unreachable(table, str(fault)) from fault
    if not isinstance(found, dict):
        raise _unreachable(table, "no OData")
    return found


def _unreachable(table: str, fault: str) -> InputError:
    return InputError(
        text("the open data of CBS could not be fetched (%(fault)s).", fault=fault),
        where=table,
        todo=text("Check the connection, or download the table from StatLine and load that file."),
    )
