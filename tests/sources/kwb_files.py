"""A small invented table of key figures, and how each exporter would write it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import polars as pl

YEAR = 2021
TABLE = "85039NED"
CODES = ["GM9991", "WK999100", "BU99910000", "BU99910001", "WK9991A1", "BU9991A101"]
NAMES = ["Verzonnen", "Wijk 00 Noord", "Dorp", "Buitengebied", "Zuid", "Zuidkade"]
KINDS = ["Gemeente", "Wijk", "Buurt", "Buurt", "Wijk", "Buurt"]
CHANGES = [".", "1", "1", "3", "2", "2"]

# OData key, path, title, unit, values; the order and the suffixes are those of no real year.
Column = tuple[str, str, str, str, list[float | None]]
COLUMNS: list[Column] = [
    ("AantalInwoners_5", "Bevolking", "Aantal inwoners", "aantal",
     [2310, 1300, 1005, 295, 1010, 1010]),
    ("k_15Tot25Jaar_6", "Bevolking/Leeftijdsgroepen", "15 tot 25 jaar", "aantal",
     [301, 150, 120, 30, 150, 150]),
    ("k_25Tot45Jaar_7", "Bevolking/Leeftijdsgroepen", "25 tot 45 jaar", "aantal",
     [600, 300, 250, 50, 300, 300]),
    ("k_45Tot65Jaar_8", "Bevolking/Leeftijdsgroepen", "45 tot 65 jaar", "aantal",
     [700, 400, 300, 100, 300, None]),
    ("HuishoudensTotaal_9", "Bevolking/Particuliere huishoudens", "Huishoudens totaal", "aantal",
     [1000, 600, 450, 150, 400, 400]),
    ("GemiddeldeHuishoudensgrootte_10", "Bevolking/Particuliere huishoudens",
     "Gemiddelde huishoudensgrootte", "aantal", [2.3, 2.2, 2.1, 2.5, 2.4, None]),
    ("Appartement_11", "Energie/Gemiddeld elektriciteitsverbruik/Naar woningtype",
     "Appartement", "kWh", [2010, None, 1990, None, None, None]),
    ("GemiddeldAardgasverbruikTotaal_12", "Energie/Gemiddeld aardgasverbruik",
     "Gemiddeld aardgasverbruik totaal", "m³", [1200, 1190, 1180, None, 1210, None]),
    ("Appartement_13", "Energie/Gemiddeld aardgasverbruik/Naar woningtype",
     "Appartement", "m³", [800, None, 790, None, None, None]),
    ("HuishoudensMetEenLaagInkomen_14", "Inkomen/Inkomen van huishoudens",
     "Huishoudens met een laag inkomen", "%", [7.5, 6.0, 5.1, None, 9.0, None]),
    ("PersonenPerSoortUitkeringBijstand_15", "Sociale zekerheid",
     "Personen per soort uitkering; Bijstand", "aantal", [80, 30, 30, 0, 50, 50]),
    ("WmoClientenRelatief_16", "Zorg", "Wmo-cliënten relatief ", "per 1 000 inwoners",
     [41, None, None, None, 52, 52]),
    ("AfstandTotSchool_17", "Nabijheid voorzieningen/Basisonderwijs", "Afstand tot school", "km",
     [None] * 6),
]  # fmt: skip


def residents(code: str) -> float:
    """Give the residents of an area."""
    return float(COLUMNS[0][4][CODES.index(code)] or 0)


def typed_rows(
    columns: list[Column] = COLUMNS, first: int = 0, last: int | None = None
) -> list[dict[str, Any]]:
    """Give the records of a TypedDataSet: padded texts, null for missing."""
    rows = []
    for at in range(len(CODES))[first:last]:
        rows.append(
            {
                "ID": at,
                "WijkenEnBuurten": CODES[at].ljust(10),
                "Gemeentenaam_1": NAMES[0].ljust(40),
                "SoortRegio_2": KINDS[at].ljust(10),
                "Codering_3": CODES[at].ljust(10),
                "IndelingswijzigingWijkenEnBuurten_4": CHANGES[at],
                **{key: values[at] for key, _, _, _, values in columns},
            }
        )
    return rows


def properties(columns: list[Column] = COLUMNS) -> list[dict[str, Any]]:
    """Give the records of DataProperties for the columns."""
    rows: list[dict[str, Any]] = [
        {"ID": 0, "ParentID": None, "Type": "GeoDetail", "Key": "WijkenEnBuurten",
         "Title": "Wijken en buurten", "Unit": None, "Datatype": None},
        {"ID": 1, "ParentID": None, "Type": "TopicGroup", "Key": "", "Title": "Regioaanduiding",
         "Unit": None, "Datatype": None},
    ]  # fmt: skip
    for key, title, unit in (
        ("Gemeentenaam_1", "Gemeentenaam", "naam"),
        ("SoortRegio_2", "Soort regio", "omschrijving"),
        ("Codering_3", "Codering", "code"),
        ("IndelingswijzigingWijkenEnBuurten_4", "Indelingswijziging", "code"),
    ):
        rows.append({"ID": len(rows), "ParentID": 1, "Type": "Topic", "Key": key, "Title": title,
                     "Unit": unit, "Datatype": "String"})  # fmt: skip
    groups: dict[str, int] = {}
    for key, path, title, unit, _ in columns:
        parent: int | None = None
        so_far = ""
        for part in path.split("/"):
            so_far = f"{so_far}/{part}"
            if so_far not in groups:
                groups[so_far] = len(rows)
                rows.append(
                    {"ID": len(rows), "ParentID": parent, "Type": "TopicGroup", "Key": "",
                     "Title": part, "Unit": None, "Datatype": None}
                )  # fmt: skip
            parent = groups[so_far]
        rows.append({"ID": len(rows), "ParentID": parent, "Type": "Topic", "Key": key,
                     "Title": title, "Unit": unit, "Datatype": "Double"})  # fmt: skip
    return rows


def write_page(
    path: Path, rows: list[dict[str, Any]], *, more: bool = False, table: str = TABLE
) -> Path:
    """Write one OData page."""
    page: dict[str, Any] = {
        "odata.metadata": f"https://example.org/ODataApi/OData/{table}/$metadata#TypedDataSet",
        "value": rows,
    }
    if more:
        page["odata.nextLink"] = f"https://example.org/{table}/TypedDataSet?$skip={len(rows)}"
    path.write_text(json.dumps(page), encoding="utf-8")
    return path


def write_properties(path: Path, columns: list[Column] = COLUMNS, table: str = TABLE) -> Path:
    """Write DataProperties as JSON."""
    return write_page(path, properties(columns), table=table)


def write_parquet(path: Path, columns: list[Column] = COLUMNS) -> Path:
    """Write the data set as Parquet."""
    pl.DataFrame(typed_rows(columns)).write_parquet(path)
    return path


def number(value: float | None, *, comma: bool = False, missing: str = ".") -> str:
    """Write a number as text."""
    if value is None:
        return missing
    words = f"{value:g}" if value < 1e6 else str(int(value))
    return words.replace(".", ",") if comma else words


def statline_rows(
    columns: list[Column] = COLUMNS, *, comma: bool = True, missing: str = ".", pad: bool = True
) -> list[list[str]]:
    """Give heading and rows of a StatLine export."""
    heading = [
        "Wijken en buurten",
        "Regioaanduiding/Gemeentenaam (naam)",
        "Regioaanduiding/Soort regio (omschrijving)",
        "Regioaanduiding/Codering (code)",
        "Regioaanduiding/Indelingswijziging wijken en buurten (code)",
    ] + [f"{path}/{title} ({unit})" for _, path, title, unit, _ in columns]
    rows = [heading]
    for at, code in enumerate(CODES):
        rows.append(
            [
                NAMES[at],
                NAMES[0].ljust(40) if pad else NAMES[0],
                KINDS[at].ljust(10) if pad else KINDS[at],
                code.ljust(10) if pad else code,
                CHANGES[at],
                *(number(values[at], comma=comma, missing=missing) for *_, values in columns),
            ]
        )
    return rows


def to_text(rows: list[list[str]], *, separator: str = ";", bom: bool = True) -> bytes:
    """Write rows as delimited text with every cell quoted."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        rows
    )
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode("utf-8")


def r_rows(columns: list[Column] = COLUMNS) -> list[list[str]]:
    """Give the rows as write.csv of R gives them: row numbers, dots for every other sign, NA."""
    heading, *body = statline_rows(columns, comma=True, missing="NA")
    dotted = [
        "".join(c if c.isalnum() and c not in "³²" else "." for c in name) for name in heading
    ]
    return [["", *dotted]] + [[str(at), *row] for at, row in enumerate(body, 1)]


def pandas_rows(columns: list[Column] = COLUMNS) -> list[list[str]]:
    """Give the rows as to_csv of pandas gives them: an index column, floats, empty for missing."""
    heading, *body = statline_rows(columns, comma=False, missing="", pad=False)
    return [["", *heading]] + [[str(at), *row] for at, row in enumerate(body)]
