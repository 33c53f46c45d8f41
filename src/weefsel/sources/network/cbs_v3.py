"""CBS OData v3: a row an area (TypedDataSet), described by TableInfos and DataProperties.

CBS, "Handleiding CBS Open Data Services": the parts of a table; keys of areas are padded to
ten signs; a page names the next one in ``odata.nextLink``.
"""

from __future__ import annotations

from typing import Any

from weefsel.sources.network import faults
from weefsel.sources.network.cbs_plan import Following, List, Plan, area_filter, base_of, count
from weefsel.sources.network.feeds import FEEDS
from weefsel.sources.network.fetch import Fetcher
from weefsel.sources.network.fetched import starts
from weefsel.sources.network.paging import address_of, document
from weefsel.sources.network.shelf import Shelf

FORM = "OData v3"
JSON = {"$format": "json"}
_GEO = ("GeoDetail", "GeoDimension")


def plan(
    fetcher: Fetcher, shelf: Shelf, table: str, address: str | None, municipality: str | None
) -> Plan:
    """Ask what there is of a table; raises ``NotThereError`` or ``UnreachableError``."""
    base = base_of(FEEDS.cbs_v3, address, table)
    infos = document(fetcher, shelf, "TableInfos", address_of(f"{base}/TableInfos", JSON))
    info = _only(fetcher, infos, "TableInfos")
    properties = document(
        fetcher, shelf, "DataProperties", address_of(f"{base}/DataProperties", JSON)
    )
    area = _area(fetcher, properties)
    return Plan(
        form=FORM,
        prefix=f"cbs.v3.{table}",
        stamp=_stamp(info),
        modified=str(info.get("Modified") or "")[:10],
        promised=count(info.get("RecordCount")) if municipality is None else None,
        row_an_area=True,
        data=List("TypedDataSet", _list(f"{base}/TypedDataSet", area, municipality), area),
        names=List(area, _list(f"{base}/{area}", "Key", municipality), "Key"),
        following=Following("odata.nextLink", FEEDS.cbs_v3.most_rows),
        documents={"TableInfos": infos, "DataProperties": properties},
    )


def stamp(fetcher: Fetcher, shelf: Shelf, table: str, address: str | None) -> str:
    """Give the stamp of the edition that is there now."""
    base = base_of(FEEDS.cbs_v3, address, table)
    infos = document(fetcher, shelf, "TableInfos", address_of(f"{base}/TableInfos", JSON))
    return _stamp(_only(fetcher, infos, "TableInfos"))


def _stamp(info: dict[str, Any]) -> str:
    parts = [info.get(name) for name in ("Modified", "MetaDataModified", "RecordCount")]
    return "|".join(str(part or "") for part in parts)


def _only(fetcher: Fetcher, found: dict[str, Any], part: str) -> dict[str, Any]:
    rows = found.get("value")
    if isinstance(rows, list) and not rows:
        raise faults.refused(fetcher.service, 404, 1)
    if not isinstance(rows, list) or not isinstance(rows[0], dict):
        raise faults.something_else(fetcher.service, part)
    only: dict[str, Any] = rows[0]
    return only


def _area(fetcher: Fetcher, properties: dict[str, Any]) -> str:
    """Give the column with areas: it has another name in some tables."""
    rows = properties.get("value")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("Type") in _GEO and row.get("Key"):
            return str(row["Key"])
    raise faults.something_else(fetcher.service, "DataProperties")


def _list(address: str, column: str, municipality: str | None) -> str:
    if municipality is None:
        return address_of(address, JSON)
    return address_of(address, {**JSON, "$filter": area_filter(column, starts(municipality))})
