"""Boundaries of PDOK: WFS 2.0 first, OGC API Features when that does not have the year.

Sources of the form: OGC 09-025 (WFS 2.0: GetFeature, ``startIndex``, ``count``,
``resultType=hits``) and 09-026 (Filter Encoding 2.0); OGC 17-069 (API Features: ``links``
with ``rel`` "next"). PDOK gives GeoJSON, at most 1,000 features an answer, and leaves a
CQL_FILTER unread, so that a municipality is asked for by a filter in XML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.area_code import is_area_code, municipality_of
from weefsel.sources.network import faults
from weefsel.sources.network.faults import NotThereError, Service
from weefsel.sources.network.feeds import FEEDS, Boundaries
from weefsel.sources.network.fetch import Fetcher, Patience
from weefsel.sources.network.fetched import Fetched, check_municipality
from weefsel.sources.network.paging import (
    Progress,
    address_of,
    collect,
    document,
    moved,
    query_of,
    silent,
)
from weefsel.sources.network.shelf import Page, Shelf
from weefsel.sources.tables import check_year

_SOURCE = re.compile(r"^pdok:(?:(?P<set>[a-z]+)/)?(?P<year>\d{4})$", re.IGNORECASE)
_MATCHED = re.compile(rb'numberMatched="(\d+)"')
DEFAULT_SET = "wijkenbuurten"
RD = "urn:ogc:def:crs:EPSG::28992"  # as PDOK keeps them; the reader brings them to degrees
MOST_STARTS = 3


def is_boundaries(source: str) -> bool:
    """Tell whether a source asks for boundaries of PDOK, such as pdok:2024."""
    return source.lower().startswith("pdok:")


def year_and_set(source: str) -> tuple[int, str]:
    """Give the year and the set of ``pdok:2024`` or ``pdok:gebiedsindelingen/2024``.

    Raises ``InputError`` when it is written otherwise.
    """
    found = _SOURCE.match(source.strip())
    name = (found["set"] or DEFAULT_SET).lower() if found else ""
    if found is None or name not in FEEDS.pdok.sets:
        raise InputError(
            text("'%(source)s' does not say which boundaries of PDOK.", source=source[:60]),
            where="pdok",
            todo=text("Write pdok:2024, or pdok:gebiedsindelingen/2024 for simplified ones."),
        )
    year = int(found["year"])
    check_year(year, source)
    return year, name


def fetch_boundaries(
    source: str,
    target: Path,
    *,
    cache: Path,
    municipality: str | None = None,
    wfs: str | None = None,
    ogc: str | None = None,
    patience: Patience | None = None,
    progress: Progress = silent,
) -> Fetched:
    """Fetch municipalities, districts and neighbourhoods of a year as GeoJSON files.

    With ``municipality`` only what lies in it is asked for. Pages stay in ``cache``. ``wfs``
    and ``ogc`` are other addresses than those of PDOK. Raises ``InputError`` when the year is
    not there, PDOK cannot be reached, or it gives something else, or less, than it promises.
    """
    year, name = year_and_set(source)
    chosen = check_municipality(municipality)
    one = FEEDS.pdok.sets[name]
    service = _service(name, year)
    folder = target / f"pdok-{name}-{year}"
    folder.mkdir(parents=True, exist_ok=True)
    notes: list[Text] = []
    with Fetcher(service, patience) as fetcher:
        for level, kind in one.types.items():
            base = f"{(wfs or FEEDS.pdok.wfs).rstrip('/')}/{one.wfs.format(year=year)}"
            client: _Wfs | _Ogc = _Wfs(fetcher, base, name, kind, one, level, chosen)
            try:
                pages = _whole(client, cache, progress)
            except NotThereError as fault:
                if one.ogc is None or fault.begun:
                    raise
                base = f"{(ogc or FEEDS.pdok.ogc).rstrip('/')}/{one.ogc.format(year=year)}"
                client = _Ogc(fetcher, base, kind, one, chosen)
                pages = _whole(client, cache, progress)
                notes.append(text("PDOK has no WFS of %(year)s; its OGC API was used.", year=year))
            shelf, kept = pages
            path = folder / f"{name}_{year}_{kind}.geojson"
            _put_together(fetcher, path, shelf, kept, chosen)
    fetched = text("Fetched from PDOK: %(set)s of %(year)s.", set=name, year=year)
    return Fetched(folder, (fetched, *dict.fromkeys(notes)))


def _service(name: str, year: int) -> Service:
    return Service(
        name="PDOK",
        about=f"{name} {year}",
        instead=text(
            "Check the connection, or download the boundaries as GeoPackage and load that file."
        ),
        absent=text("PDOK has no boundaries of this year."),
        check=text("Choose another year, or load boundaries from a file."),
    )


class _Wfs:
    """One type of a Web Feature Service: how it is counted, asked and paged."""

    def __init__(
        self,
        fetcher: Fetcher,
        base: str,
        name: str,
        kind: str,
        one: Boundaries,
        level: str,
        municipality: str | None,
    ) -> None:
        self.fetcher = fetcher
        self.kind = kind
        self.base = base
        self.params = {
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": f"{name}:{kind}",
        }
        if municipality is not None:
            self.params["filter"] = _filter(one, level, municipality)
        self.promised: int | None = None

    def stamp(self, shelf: Shelf) -> str:
        """Count the features: a service has no other mark of its edition."""
        address = address_of(self.base, {**self.params, "resultType": "hits"})
        body = self.fetcher.get(address).body or b""
        found = _MATCHED.search(body)
        if found is None:
            raise (
                faults.something_else(self.fetcher.service, self.kind)
                if b"FeatureCollection" in body or b"xception" in body
                else faults.web_page(self.fetcher.service)
            )
        self.promised = int(found[1])
        return f"{self.promised} features"

    @property
    def first(self) -> str:
        return address_of(
            self.base,
            {
                **self.params,
                "outputFormat": "application/json",
                "srsName": RD,
                "count": str(FEEDS.pdok.most_rows),
                "startIndex": "0",
            },
        )

    def following(self, content: dict[str, Any], address: str, rows: int) -> str | None:
        """Ask on from where this page ended, until all that were counted are there."""
        query = query_of(address)
        start = int(query["startIndex"]) + rows
        if not rows or start >= (self.promised or 0):
            return None
        return address_of(self.base, {**query, "startIndex": str(start)})


class _Ogc:
    """One collection of an OGC API: it names its next page and does not count."""

    promised: int | None = None

    def __init__(
        self, fetcher: Fetcher, base: str, kind: str, one: Boundaries, municipality: str | None
    ) -> None:
        self.fetcher = fetcher
        self.kind = kind
        self.collection = f"{base}/collections/{kind}"
        self.params = {"f": "json", "limit": str(FEEDS.pdok.most_rows)}
        if municipality is not None and one.municipality is not None:
            self.params[one.municipality] = municipality

    def stamp(self, shelf: Shelf) -> str:
        """Give what the service says of the collection: it has no date of an edition."""
        found = document(
            self.fetcher, shelf, self.kind, address_of(self.collection, {"f": "json"})
        )
        found.pop("links", None)
        return json.dumps(found, sort_keys=True)

    @property
    def first(self) -> str:
        return address_of(f"{self.collection}/items", self.params)

    def following(self, content: dict[str, Any], address: str, rows: int) -> str | None:
        """Give the link to the next page."""
        links = content.get("links")
        for link in links if isinstance(links, list) else []:
            if isinstance(link, dict) and link.get("rel") == "next" and link.get("href"):
                return moved(address, str(link["href"]))
        return None


def _filter(one: Boundaries, level: str, municipality: str) -> str:
    """Give a filter for the areas of a municipality, in Filter Encoding 2.0."""
    if one.municipality is not None:
        test = (
            f"<fes:PropertyIsEqualTo><fes:ValueReference>{one.municipality}</fes:ValueReference>"
            f"<fes:Literal>{municipality}</fes:Literal></fes:PropertyIsEqualTo>"
        )
    else:
        start = {"municipality": "GM", "district": "WK", "neighbourhood": "BU"}[level]
        test = (
            '<fes:PropertyIsLike wildCard="*" singleChar="." escapeChar="!">'
            f"<fes:ValueReference>{one.code}</fes:ValueReference>"
            f"<fes:Literal>{start}{municipality[2:]}*</fes:Literal></fes:PropertyIsLike>"
        )
    return f'<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0">{test}</fes:Filter>'


def _whole(client: _Wfs | _Ogc, cache: Path, progress: Progress) -> tuple[Shelf, list[Page]]:
    """Fetch every page of a type, of one edition; give the shelf and its pages."""
    service = client.fetcher.service
    with Shelf(cache, client.first).alone() as shelf:
        for _ in range(MOST_STARTS):
            stamp = client.stamp(shelf)
            shelf.begin(stamp)
            complete = shelf.index.complete
            try:
                pages = collect(
                    client.fetcher,
                    shelf,
                    client.kind,
                    client.first,
                    key="features",
                    following=client.following,
                    promised=client.promised,
                    progress=progress,
                )
            except (NotThereError, faults.UnreachableError) as fault:
                fault.begun = True
                raise
            if complete or client.stamp(shelf) == stamp:
                rows = sum(page.rows for page in pages)
                if client.promised is not None and rows != client.promised:
                    shelf.clear()
                    raise faults.incomplete(service, rows, client.promised)
                return shelf, pages
    raise InputError(
        text("the boundaries keep changing while they are fetched."),
        where=service.about,
        todo=text("Try again later, or load it from a file."),
    )


def _put_together(
    fetcher: Fetcher, path: Path, shelf: Shelf, pages: list[Page], municipality: str | None
) -> None:
    """Write the features of all pages as one file; none may come twice."""
    seen: set[str] = set()
    count = 0
    with path.open("w", encoding="utf-8") as handle:
        handle.write('{"type": "FeatureCollection", ')
        for at, (feature, system) in enumerate(_features(fetcher, shelf, pages, municipality)):
            if at == 0 and system is not None:
                handle.write(f'"crs": {json.dumps(system)}, ')
            own = feature.get("id")
            if own is not None and str(own) in seen:
                shelf.clear()
                raise faults.incomplete(fetcher.service, len(seen), sum(p.rows for p in pages))
            seen.add(str(own))
            handle.write('"features": [\n' if at == 0 else ",\n")
            handle.write(json.dumps(feature, ensure_ascii=False))
            count += 1
        handle.write("]}\n")
    if not count:
        raise InputError(
            text("PDOK has no boundaries of %(area)s in this year.", area=municipality or ""),
            where=fetcher.service.about,
            todo=text("Check the code: municipalities merge, and a map has those of its year."),
        )


def _features(
    fetcher: Fetcher, shelf: Shelf, pages: list[Page], municipality: str | None
) -> Iterator[tuple[dict[str, Any], Any]]:
    for page in pages:
        content = fetcher.read(shelf.body(page) or b"")
        for feature in content["features"]:
            if not isinstance(feature, dict):
                raise faults.something_else(fetcher.service, path_name(page))
            if municipality is None or _lies_in(feature, municipality):
                yield feature, content.get("crs")


def path_name(page: Page) -> str:
    """Give the last part of the address of a page."""
    return page.address.partition("?")[0].rpartition("/")[2]


def _lies_in(feature: dict[str, Any], municipality: str) -> bool:
    """Tell whether a feature is of a municipality, whatever the service made of the filter."""
    words = [str(value).strip() for value in (feature.get("properties") or {}).values()]
    return any(is_area_code(one) and municipality_of(one) == municipality for one in words)
