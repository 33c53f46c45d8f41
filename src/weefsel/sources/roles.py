"""Columns that say which area, year or group a row is about, by any exporter's name."""

from __future__ import annotations

from weefsel.sources.names import Header

_ROLES: dict[str, tuple[str, ...]] = {
    # area codes
    "code": (
        "codering",
        "coderingcode",
        "regioaanduidingcoderingcode",
        "gwbcode10",
        "regiocode",
        "regiocodegemeentewijkbuurt",
        "regiocodegemeentewijkbuurtcode",
        "statcode",
        "buurtcode",
        "bucode",
    ),
    # columns that are codes only where the file has no finer ones
    "district": ("wijkcode", "wkcode"),
    "town": ("gemeentecode", "gmcode", "gemeenteco"),
    # names of areas, or codes where the file is a data set with keys
    "area": (
        "wijkenenbuurten",
        "regios",
        "regio",
        "regioswijkenenbuurten",
        "wijkenenbuurtencode",
        "wijkenenbuurtenlabel",
        "regioslabel",
        "buurtnaam",
        "bunaam",
        "statnaam",
    ),
    # the name of an area only where the rows are districts
    "districtname": ("wijknaam", "wknaam"),
    # "2023GM0059": says the year where no column of periods does
    "yearcode": ("jrstatcode", "jaarcode"),
    "municipality": (
        "gemeentenaam",
        "gemeentenaamnaam",
        "regioaanduidinggemeentenaam",
        "regioaanduidinggemeentenaamnaam",
        "gmnaam",
    ),
    "kind": (
        "soortregio",
        "soortregioomschrijving",
        "regioaanduidingsoortregio",
        "regioaanduidingsoortregioomschrijving",
        "recs",
    ),
    "redivision": (
        "indelingswijzigingwijkenenbuurten",
        "indelingswijzigingwijkenenbuurtencode",
        "regioaanduidingindelingswijzigingwijkenenbuurtencode",
        "indelingswijziginggemeentewijkbuurt",
        "indelingswijziginggemeentewijkbuurtcode",
        "regioaanduidingindelingswijziginggemeentewijkbuurtcode",
        "indwbi",
        "indwbz",
    ),
    "period": ("perioden", "periode", "jaar"),
    "population": ("leeftijd",),
    "margin": ("marges", "marge"),
    # of a municipal budget: Iv3
    "taskfield": ("taakveld", "taakvelden"),
    # kept out of the figures: no measure, or a code that is no number
    "other": (
        "id",
        "index",
        "unnamed0",
        "x",
        "gwbcode",
        "gwbcode8",
        "meestvoorkomendepostcode",
        "meestvoorkomendepostcodecode",
        "postcodemeestvoorkomendepostcodecode",
        "pstmvp",
        "leeftijdlabel",
        "margeslabel",
        "periodenlabel",
        "water",
        "h2o",
        "postcode",
        "naam",
        "rubriek",
        "fid",
        "objectid",
        "centroid",
        "shapearea",
        "shapelength",
        "shapeleng",
        "globalid",
        "ogcfid",
        "shapeare",
        "shapelen",
    ),
}
_BY_SLUG = {slug: role for role, slugs in _ROLES.items() for slug in slugs}


def role_of(header: Header) -> str | None:
    """Tell what a column is for, or None when it holds figures."""
    if not header.column.strip():
        return "other"
    if header.kind == "dotted":
        return _BY_SLUG.get(header.slug)
    return next((_BY_SLUG[one] for one in header.idents if one in _BY_SLUG), None)
