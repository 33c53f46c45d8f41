"""What is in a file, by its content and not by its name: Parquet, JSON, a workbook or text."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.base.refusal import why
from weefsel.sources.delimited import Grid, read_delimited
from weefsel.sources.map_attributes import attribute_tables, distinct, is_map, on_land

_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# The national table of all columns is 30 MB unpacked; ten times ten of those is no table.
MOST_UNPACKED = 500_000_000  # bytes


@dataclass(frozen=True)
class Sheet:
    """One table as it stands in a file: columns in order, cells untouched.

    ``frame`` has one column a heading, named c0, c1, ...; ``row_of`` is the file's row (or
    record) number of its first row; ``words`` are the lines above the table and addresses
    in its envelope; ``more`` tells that the page points to a next one.
    """

    file: str
    columns: tuple[str, ...]
    frame: pl.DataFrame
    row_of: int = 1
    words: tuple[str, ...] = ()
    more: bool = False
    sha256: str = ""
    of_map: bool = False  # attributes of the areas on a map
    left_out: int = 0  # rows of a map that are water, foreign ground or stand there twice

    def wrong(self, index: int, row: int, what: Text, todo: Text) -> InputError:
        """Make the error for a cell: file, row in the file, column, what is wrong."""
        return InputError(
            text(
                "row %(row)s, column '%(column)s': %(what)s",
                row=self.row_of + row,
                column=self.columns[index].strip(),
                what=what,
            ),
            where=self.file,
            todo=todo,
        )

    def column(self, index: int) -> pl.Series:
        """Give a column by its place."""
        return self.frame.get_column(f"c{index}")


@dataclass(frozen=True)
class Record:
    """One JSON object that is no table, such as TableInfos."""

    file: str
    content: dict[str, Any] = field(default_factory=dict)


def open_file(path: Path) -> list[Sheet | Record]:
    """Read one file as sheets (a workbook may have several) or as a record.

    Raises ``InputError`` that names the file when it cannot be opened, is cut off or is
    no table.
    """
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise InputError(
            text("the file cannot be opened (%(fault)s).", fault=why(fault)),
            where=path.name,
            todo=text("Check the name and that you may read it."),
        ) from fault
    digest = hashlib.sha256(raw).hexdigest()
    if is_map(raw, path):
        return _of_map(path, digest)
    return _open(raw, path.name, digest)


def _of_map(path: Path, digest: str) -> list[Sheet | Record]:
    """Give the attributes on a map as sheets, one a layer."""
    found = list(attribute_tables(path))
    return [
        Sheet(
            path.name if len(found) == 1 else f"{path.name} [{layer}]",
            tuple(frame.columns),
            _numbered(frame),
            words=(layer,),
            sha256=digest,
            of_map=True,
            left_out=left_out,
        )
        for layer, frame, left_out in found
    ]


def _open(raw: bytes, name: str, digest: str) -> list[Sheet | Record]:
    if not raw.strip():
        raise InputError(text("the file is empty."), where=name, todo=_AGAIN)
    if raw.startswith(_GZIP):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                return _open(_limited(packed, name), name, digest)
        except (OSError, EOFError, zlib.error) as fault:
            raise _cut_off(name) from fault
    if raw.startswith(_PARQUET):
        return [_parquet(raw, name, digest)]
    if raw.startswith(_ZIP):
        return _unzip(raw, name, digest)
    if raw.startswith(_OLD_EXCEL):
        return _workbook(raw, name, digest)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return [_json(raw, name, digest)]
    grid = read_delimited(raw, name)
    return [_of_grid(grid, name, digest)]


_AGAIN = text("Download or export it again.")


def _limited(packed: gzip.GzipFile | IO[bytes], name: str) -> bytes:
    """Unpack no more than a table can be: a small file can hold endless zeros."""
    content = packed.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise _too_large(name)
    return content


def _too_large(name: str) -> InputError:
    return InputError(
        text("the file is too large once it is unpacked."),
        where=name,
        todo=text("Check that this is the file you meant."),
    )


def _cut_off(name: str) -> InputError:
    return InputError(text("the file is damaged or cut off."), where=name, todo=_AGAIN)


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.rename({name: f"c{at}" for at, name in enumerate(frame.columns)})


def _parquet(raw: bytes, name: str, digest: str) -> Sheet:
    try:
        frame = pl.read_parquet(io.BytesIO(raw))
    except (Exception, pl.exceptions.PanicException) as fault:  # Polars panics on some damage
        raise _cut_off(name) from fault
    return Sheet(name, tuple(frame.columns), _numbered(frame), sha256=digest)


def _json(raw: bytes, name: str, digest: str) -> Sheet | Record:
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        raise _cut_off(name) from fault
    words: tuple[str, ...] = ()
    more = False
    attributes: list[Any] | None = None
    if isinstance(content, dict):
        address = content.get("odata.metadata") or content.get("@odata.context") or ""
        words = (str(address),) if address else ()
        more = bool(content.get("odata.nextLink") or content.get("@odata.nextLink"))
        attributes = _attributes(content)
        if attributes is None and not isinstance(content.get("value"), list):
            return Record(name, content)
        content = content["value"] if attributes is None else attributes
    if len(content) == 1 and isinstance(content[0], dict) and "Identifier" in content[0]:
        return Record(name, content[0])
    if not content or not all(isinstance(one, dict) for one in content):
        raise InputError(
            text("this JSON holds no list of records."),
            where=name,
            todo=text("Give the pages of a TypedDataSet."),
        )
    columns, frame = as_frame(content)
    if attributes is None:
        return Sheet(name, columns, frame, words=words, more=more, sha256=digest)
    named = frame.rename({f"c{at}": column for at, column in enumerate(columns)})
    kept = distinct(on_land(named))
    left_out = named.height - kept.height
    return Sheet(name, columns, _numbered(kept), sha256=digest, of_map=True, left_out=left_out)


def as_frame(records: list[dict[str, Any]]) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Give records as columns and a frame with c0, c1, ...: numbers as such, the rest as text."""
    columns = tuple(dict.fromkeys(key for one in records for key in one))
    frame = pl.DataFrame(
        [_series(f"c{at}", [one.get(key) for one in records]) for at, key in enumerate(columns)]
    )
    return columns, frame


def _attributes(content: dict[str, Any]) -> list[Any] | None:
    """Give the attributes of the areas of a GeoJSON or TopoJSON map, which may hold figures."""
    shapes: list[Any] = []
    if content.get("type") == "FeatureCollection":
        shapes = content.get("features") or []
    elif content.get("type") == "Topology":
        for part in (content.get("objects") or {}).values():
            shapes += part.get("geometries") or []
    else:
        return None
    return [one.get("properties") or {} for one in shapes if isinstance(one, dict)]


def _series(name: str, values: list[Any]) -> pl.Series:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float}:
        return pl.Series(name, values, dtype=pl.Float64, strict=False)
    words = [None if value is None else str(value) for value in values]
    return pl.Series(name, words, dtype=pl.String)


def _of_grid(grid: Grid, name: str, digest: str, words: tuple[str, ...] = ()) -> Sheet:
    return Sheet(
        name,
        grid.columns,
        grid.frame,
        row_of=grid.first_row,
        words=words + grid.words,
        sha256=digest,
    )


def _workbook(raw: bytes, name: str, digest: str) -> list[Sheet | Record]:
    import fastexcel  # takes a tenth of a second: only when a workbook comes

    from weefsel.sources.delimited import find_table

    try:
        book = fastexcel.read_excel(raw)
        found: list[Sheet | Record] = []
        for title in book.sheet_names:
            sheet = book.load_sheet(title, header_row=None, dtypes="string")
            cells = sheet.to_polars()
            if cells.height == 0:
                continue
            rows = [
                ["" if cell is None else cell for cell in row] for row in cells.head(40).rows()
            ]
            grid = find_table(rows, cells, name)
            if grid is not None:
                found.append(_of_grid(grid, f"{name} [{title}]", digest, (title,)))
    except InputError:
        raise
    except Exception as fault:
        raise _cut_off(name) from fault
    if not found:
        raise InputError(
            text("no sheet of this workbook holds a table with area codes or names."),
            where=name,
            todo=text("Check that this is the file you meant."),
        )
    return found


def _unzip(raw: bytes, name: str, digest: str) -> list[Sheet | Record]:
    """Open a workbook, or the one file that a plain zip holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = [one for one in archive.namelist() if not one.endswith("/")]
            if any(one.startswith("xl/") or one == "content.xml" for one in inside):
                if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                    raise _too_large(name)
                return _workbook(raw, name, digest)
            if len(inside) == 1:
                with archive.open(inside[0]) as packed:
                    content = _limited(packed, name)
                return _open(content, f"{name} [{inside[0]}]", digest)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as fault:
        raise _cut_off(name) from fault
    raise InputError(
        text("the zip file holds more than one file."),
        where=name,
        todo=text("Unpack it and give the file with the figures."),
    )
