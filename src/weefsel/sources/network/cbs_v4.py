"""CBS OData v4: a row a measure and area (Observations), described by MeasureCodes.

CBS, "Metadata OData v4": Properties is one record; Dimensions, MeasureCodes, MeasureGroups and
the codes of each dimension are lists; a page names the next one in ``@odata.nextLink``.
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

FORM = "OData v4"
_GEO = ("GeoDetail", "GeoDimension")
_PARTS = ("Dimensions", "MeasureGroups", "MeasureCodes")


def plan(
    fetcher: Fetcher, shelf: Shelf, table: str, address: str | None, municipality: str | None
) -> Plan:
    """Ask what there is of a table; raises ``NotThereError`` or ``UnreachableError``."""
    base = base_of(FEEDS.cbs_v4, address, table)
    properties = document(fetcher, shelf, "Properties", f"{base}/Properties")
    parts = {part: document(fetcher, shelf, part, f"{base}/{part}") for part in _PARTS}
    area = _area(fetcher, parts["Dimensions"])
    codes = f"{area}Codes"
    return Plan(
        form=FORM,
        prefix=f"cbs.v4.{table}",
        stamp=_stamp(properties),
        modified=str(properties.get("Modified") or "")[:10],
        promised=count(properties.get("ObservationCount")) if municipality is None else None,
        row_an_area=False,
        data=List("Observations", _list(f"{base}/Observations", area, municipality), area),
        names=List(codes, _list(f"{base}/{codes}", "Identifier", municipality), "Identifier"),
        following=Following("@odata.nextLink", FEEDS.cbs_v4.most_rows),
        documents={"Properties": properties, **parts},
    )


def stamp(fetcher: Fetcher, shelf: Shelf, table: str, address: str | None) -> str:
    """Give the stamp of the edition that is there now."""
    base = base_of(FEEDS.cbs_v4, address, table)
    return _stamp(document(fetcher, shelf, "Properties", f"{base}/Properties"))


def _stamp(properties: dict[str, Any]) -> str:
    parts = [
        properties.get(name)
        for name in ("Modified", "ObservationsModified", "Version", "ObservationCount")
    ]
    return "|".join(str(part or "") for part in parts)


def _area(fetcher: Fetcher, dimensions: dict[str, Any]) -> str:
    """Give the dimension of areas."""
    rows = dimensions.get("value")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("Kind") in _GEO and row.get("Identifier"):
            return str(row["Identifier"])
    raise faults.something_else(fetcher.service, "Dimensions")


def _list(address: str, column: str, municipality: str | None) -> str:
    if municipality is None:
        return address
    return address_of(address, {"$filter": area_filter(column, starts(municipality))})
