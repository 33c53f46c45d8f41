"""A small invented country, as CBS and PDOK would give it: OData v3, OData v4, GeoJSON.

The forms follow the sources that the clients name; every figure and area is fictitious.
"""

from __future__ import annotations

from typing import Any

from sources import kwb_files as files
from sources.boundary_examples import cells

TABLE = "85984NED"
COUNTRY = "XX00"
# Two municipalities, each with a district and neighbourhoods.
AREAS = [
    (COUNTRY, "Verzonnen land", "Land"),
    *(
        (f"{letters}{number}{rest}", f"{name} {number}", kind)
        for number in ("9991", "9992")
        for letters, rest, name, kind in (
            ("GM", "", "Gemeente", "Gemeente"),
            ("WK", "00", "Wijk 00", "Wijk"),
            ("BU", "0000", "Buurt nul", "Buurt"),
            ("BU", "0001", "Buurt een", "Buurt"),
            ("WK", "A1", "Wijk A1", "Wijk"),
            ("BU", "A101", "Buurt anders", "Buurt"),
        )
    ),
]
COLUMNS = files.COLUMNS
DIMENSION = "WijkenEnBuurten"
RESIDENTS = (1000, 500, 300, 200, 500, 500)  # of the first municipality; the second has half


def value(at: int, column: int) -> float | None:
    """Give an invented figure: the residents add up, the rest is anything, some are missing."""
    if column == 0:
        return float([1500, *RESIDENTS, *(each // 2 for each in RESIDENTS)][at])
    if (at * 7 + column * 3) % 5 == 0:
        return None
    return float((at * 37 + column * 101) % 90 + column)


def typed_rows() -> list[dict[str, Any]]:
    """Give the rows of TypedDataSet."""
    return [
        {
            "ID": at,
            DIMENSION: code.ljust(10),
            "Gemeentenaam_1": f"Gemeente {code[2:6]}".ljust(40),
            "SoortRegio_2": kind.ljust(10),
            "Codering_3": code.ljust(10),
            "IndelingswijzigingWijkenEnBuurten_4": "." if at == 0 else "1",
            **{key: value(at, n) for n, (key, *_) in enumerate(COLUMNS)},
        }
        for at, (code, _, kind) in enumerate(AREAS)
    ]


def table_infos(modified: str, rows: int) -> dict[str, Any]:
    """Give the record of TableInfos."""
    return {
        "ID": 0,
        "Identifier": TABLE,
        "Title": "Kerncijfers wijken en buurten 2024",
        "Modified": f"{modified}T02:00:00",
        "MetaDataModified": f"{modified}T02:00:00",
        "Period": "2024",
        "RecordCount": rows,
        "Language": "nl",
    }


def area_names() -> list[dict[str, Any]]:
    """Give the rows of the dimension of areas in OData v3."""
    return [
        {"Key": code.ljust(10), "Title": name, "Description": None, "Municipality": code[2:6]}
        for code, name, _ in AREAS
    ]


def measure_id(column: int) -> str:
    """Give an identifier of a measure: letters or digits, as CBS has them."""
    return f"M{column:06d}" if column % 2 else str(1000 + column)


def measure_groups() -> list[dict[str, Any]]:
    """Give the rows of MeasureGroups."""
    rows: dict[str, dict[str, Any]] = {}
    for _, path, *_ in COLUMNS:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            own = "/".join(parts[:depth])
            parent = "/".join(parts[: depth - 1])
            rows.setdefault(
                own,
                {
                    "Id": f"G{len(rows)}",
                    "Index": len(rows),
                    "Title": parts[depth - 1],
                    "Description": None,
                    "ParentId": rows[parent]["Id"] if parent else None,
                },
            )
    return list(rows.values())


def _group(path: str) -> str:
    seen: dict[str, str] = {}
    by_id = {row["Id"]: row for row in measure_groups()}
    for key, row in by_id.items():
        titles = [row["Title"]]
        parent = row["ParentId"]
        while parent is not None:
            titles.insert(0, by_id[parent]["Title"])
            parent = by_id[parent]["ParentId"]
        seen["/".join(titles)] = key
    return seen[path]


def measure_codes() -> list[dict[str, Any]]:
    """Give the rows of MeasureCodes."""
    return [
        {
            "Identifier": measure_id(n),
            "Index": 7 + n,
            "Title": title,
            "Description": "Twee regels,\r\nen een komma.",
            "MeasureGroupId": _group(path),
            "DataType": "Long" if n % 2 else "Double",
            "Unit": unit,
            "Format": None,
            "Decimals": 0,
            "PresentationType": "Absolute",
        }
        for n, (_, path, title, unit, _) in enumerate(COLUMNS)
    ]


def observations() -> list[dict[str, Any]]:
    """Give the rows of Observations: empty cells are left out, but for one special value."""
    rows: list[dict[str, Any]] = []
    number = 0
    for at, (code, *_) in enumerate(AREAS):
        for n in range(len(COLUMNS)):
            found = value(at, n)
            special = found is None and (at, n) == SPECIAL
            if found is not None or special:
                rows.append(
                    {
                        "Id": number,
                        "Measure": measure_id(n),
                        "ValueAttribute": "Impossible" if special else "None",
                        "Value": found,
                        "StringValue": None,
                        DIMENSION: code,
                    }
                )
            number += 1
    return rows


SPECIAL = next(
    (at, n) for at in range(1, len(AREAS)) for n in range(1, len(COLUMNS)) if value(at, n) is None
)


def properties(modified: str, cells_given: int) -> dict[str, Any]:
    """Give the record of Properties."""
    return {
        "Identifier": TABLE,
        "Title": "Kerncijfers wijken en buurten 2024",
        "Modified": f"{modified}T02:00:00+02:00",
        "ObservationsModified": f"{modified}T02:00:00+02:00",
        "Version": modified.replace("-", "") + "0200",
        "TemporalCoverage": "2024",
        "ObservationCount": cells_given,
        "DatasetType": "Numeric",
        "License": "https://creativecommons.org/licenses/by/4.0/",
    }


def dimensions() -> list[dict[str, Any]]:
    """Give the rows of Dimensions."""
    return [
        {"Identifier": DIMENSION, "Title": "Wijken en buurten", "Description": "",
         "Kind": "GeoDetail", "MapYear": "2024", "ReleasePolicy": None}
    ]  # fmt: skip


def area_codes() -> list[dict[str, Any]]:
    """Give the rows of the codes of the dimension in OData v4."""
    return [
        {"Identifier": code, "Index": at + 1, "Title": name, "Description": "",
         "DimensionGroupId": f"GM{code[2:6]}", "DetailRegionCode": code}
        for at, (code, name, _) in enumerate(AREAS)
    ]  # fmt: skip


def features(kind: str) -> list[dict[str, Any]]:
    """Give the features of a type of PDOK: gemeenten, wijken or buurten."""
    letters, column = {
        "gemeenten": ("GM", "gemeente"),
        "wijken": ("WK", "wijk"),
        "buurten": ("BU", "buurt"),
    }[kind]
    rings = cells(4, 4)
    return [
        {
            "type": "Feature",
            "id": f"{kind}.{at}",
            "properties": {
                f"{column}code": code,
                f"{column}naam": name,
                "gemeentecode": f"GM{code[2:6]}",
                "gemeentenaam": f"Gemeente {code[2:6]}",
                "water": "NEE",
            },
            "geometry": {"type": "Polygon", "coordinates": [rings[at]]},
        }
        for at, (code, name, _) in enumerate(one for one in AREAS if one[0][:2] == letters)
    ]
