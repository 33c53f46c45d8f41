"""Any file with provisions as a social map: its form is recognised by what stands in it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.provisions.brought import Brought, Mapped
from weefsel.provisions.columns import Columns, guess
from weefsel.provisions.from_hsds import from_hsds
from weefsel.provisions.from_places import from_places
from weefsel.provisions.spreadsheet import read_list
from weefsel.sources import duo, osm
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.sources.hsds.nested import read_json
from weefsel.sources.hsds.specification import tables
from weefsel.sources.hsds.tabular import DATAPACKAGE, is_version_1, read_tabular
from weefsel.sources.hsds.upgrade import upgrade
from weefsel.sources.local_grid import Grid, grid_of

HSDS, HSDS_1, OSM, DUO, TABLE = "hsds", "hsds-1", "osm", "duo", "table"
FORMS: dict[str, Text] = {
    HSDS: text("Open Referral HSDS, version 3"),
    HSDS_1: text("Open Referral HSDS, version 1.1"),
    OSM: text("OpenStreetMap"),
    DUO: text("schools of DUO"),
    TABLE: text("a list of your own"),
}
MOST_UNPACKED = 200_000_000  # bytes: a register of a whole country is a tenth of this
MOST_FILES = 200
_ZIP = b"PK\x03\x04"
_JSON = ("{", "[")


def unpacked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give files by name, those inside a zip file too; a workbook stays as it is.

    Raises ``InputError`` when a zip file is damaged or too large.
    """
    found: dict[str, bytes] = {}
    for name, content in files.items():
        if not content.startswith(_ZIP) or _is_workbook(content):
            found[PurePath(name).name] = content
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                inside = [one for one in archive.infolist() if not one.is_dir()]
                size = sum(one.file_size for one in inside)
                if size > MOST_UNPACKED or len(inside) > MOST_FILES:
                    raise InputError(
                        text("this zip file is larger than a social map can be."),
                        where=name,
                        todo=text("Check that this is the file you meant."),
                    )
                for one in inside:
                    found[PurePath(one.filename).name] = archive.read(one)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as fault:
            raise InputError(
                text("the file is damaged or cut off."),
                where=name,
                todo=text("Download or export it again."),
            ) from fault
    return found


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
    return bool(names & {"content.xml", "[Content_Types].xml"})


def grid_in(files: Mapping[str, bytes]) -> Grid | None:
    """Give the table of a list of one's own, none when the files are of another form."""
    found = unpacked(files)
    if len(found) != 1:
        return None
    ((name, content),) = found.items()
    if _json(content) is not None or name in {one.file for one in tables().values()}:
        return None
    grid = grid_of(content, name)
    return None if duo.is_schools(grid.columns) else grid


def bring(
    files: Mapping[str, bytes],
    *,
    municipality: str,
    on: date,
    columns: Columns | None = None,
    source: str = "",
) -> Brought:
    """Read files that belong together into one social map; nothing is stored.

    ``columns`` says what the columns of a list are, ``source`` where it comes from when the
    file is of one's own; by default that is its name. Raises ``InputError``, and
    ``BrokenPackageError`` with every fault.
    """
    found = unpacked(files)
    name = next(iter(files), "")
    kept = {one: _json(content) for one, content in found.items()}
    fictitious = country_of(municipality) == FICTITIOUS
    points = next((one for one in kept.values() if duo.is_points(one)), None)
    rest = {one: found[one] for one, read in kept.items() if points is None or read is not points}
    if not rest:
        raise InputError(
            text("these are only the points of postcodes."),
            where=name,
            todo=text("Bring the table of schools together with them."),
        )
    tabular = set(rest) & {one.file for one in tables().values()}
    if DATAPACKAGE in rest or len(tabular) > 1 or is_version_1(rest):
        return _package(rest, source or name, municipality, on, fictitious)
    if len(rest) > 1:
        raise InputError(
            text("these files do not belong together: %(files)s.", files=", ".join(rest)[:200]),
            where=name,
            todo=text("Bring one list at a time, or all tables of one package."),
        )
    ((name, content),) = rest.items()
    if kept[name] is not None:
        return _of_json(content, name, kept[name], municipality, on, fictitious, source or name)
    grid = grid_of(content, name)
    if duo.is_schools(grid.columns):
        known = duo.points_of(points) if points is not None else None
        schools = duo.read_schools(grid, known, municipality=municipality)
        return from_places(schools, municipality=municipality, form=DUO)
    if name in tabular and columns is None:
        return _package(rest, source or name, municipality, on, fictitious)
    meant = guess(grid, columns)
    if source:
        meant = meant.model_copy(update={"source": source})
    return read_list(grid, meant, municipality=municipality)


def _json(content: bytes) -> Any:
    """Give what stands in a file when it is JSON, else none."""
    try:
        words = content.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError:
        return None
    if not words.startswith(_JSON):
        return None
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        return None


def _of_json(
    content: bytes,
    name: str,
    found: Any,
    municipality: str,
    on: date,
    fictitious: bool,
    source: str,
) -> Brought:
    if duo.is_school_points(found):
        schools = duo.read_school_points(content, name)
        return from_places(schools, municipality=municipality, form=DUO)
    if osm.is_osm(found):
        return from_places(osm.read_osm(content, name), municipality=municipality, form=OSM)
    package = read_json(content, name)
    return from_hsds(
        package, municipality=municipality, on=on, source=source, fictitious=fictitious
    )


def _package(
    files: Mapping[str, bytes], name: str, municipality: str, on: date, fictitious: bool
) -> Brought:
    made = {"municipality": municipality, "on": on, "source": name, "fictitious": fictitious}
    if not is_version_1(files):
        return from_hsds(read_tabular(files, name), **made)  # type: ignore[arg-type]
    package, report = upgrade(files, name)
    brought = from_hsds(package, **made)  # type: ignore[arg-type]
    mapped = tuple(Mapped(one.source, one.target, one.how, one.rows) for one in report)
    return Brought(brought.map, form=HSDS_1, source=name, remarks=brought.remarks, mapped=mapped)
