"""The read-only API of Open Referral HSDS 3.0 under ``/hsds/``: only what is public."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.hsds_ask import Asked, found
from weefsel.provisions.to_hsds import to_hsds
from weefsel.sources.hsds.nested import listed, page, record
from weefsel.sources.hsds.package import Package
from weefsel.web.accounts.doors import needs
from weefsel.web.api.problem import language_of, problem
from weefsel.web.social_map import known

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
SEE = "statistics.see"
USUAL, MOST = 50, 1000  # records of a page: our own choice
NEWLINES = "application/x-ndjson; charset=utf-8"
TABLES = {
    "services": "service",
    "organizations": "organization",
    "locations": "location",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


def _package() -> Package:
    """Give the public register as a package, made anew when a register changed."""
    codes = known.municipalities()
    return _made(str(settings.WEEFSEL_HOME), tuple((code, known.mark(code)) for code in codes))


@lru_cache(maxsize=1)
def _made(home: str, marks: tuple[tuple[str, str], ...]) -> Package:
    modified: dict[str, datetime] = {}
    for code, _mark in marks:
        modified |= known.changed_at(code)
    return to_hsds(known.public_map(), public=True, modified=modified)


def _answer(content: Any) -> HttpResponse:
    written = json.dumps(content, ensure_ascii=False, allow_nan=False)
    return HttpResponse(written, content_type="application/json; charset=utf-8")


@needs(SEE)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say which version of the specification this is."""
    return _answer({"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI})


@needs(SEE)
@require_safe
def one(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Give one record with all that stands in it."""
    try:
        return _answer(record(_package(), TABLES[name], key))
    except KeyError:
        return problem(request, 404)


@needs(SEE)
@require_safe
def many(request: HttpRequest, name: str) -> HttpResponse:
    """Give a page of records, filtered as the specification says."""
    table = TABLES[name]
    try:
        asked = _asked(request)
        number = _whole(request, "page", 1, None)
        size = _whole(request, "per_page", USUAL, MOST)
        package = _package()
        ids = found(package, table, asked)
        lines = request.GET.get("format", "json") == "ndjson"
        if not lines and request.GET.get("format", "json") != "json":
            raise _wrong("format", text("Use json or ndjson."))
    except InputError as wrong:
        return problem(request, 400, f"{wrong.where}: {wrong.what.render(language_of(request))}")
    if _yes(request, "minimal") and "per_page" not in request.GET:
        size = max(1, len(ids))  # the specification: all in one page
    here = ids if lines else ids[(number - 1) * size : number * size]
    contents = [_record(request, package, table, key) for key in here]
    if lines:
        written = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in contents)
        return HttpResponse(written, content_type=NEWLINES)
    return _answer(page(contents, number=number, size=size, total=len(ids)))


def _record(request: HttpRequest, package: Package, table: str, key: str) -> dict[str, Any]:
    """Give a record as a list holds it: brief, in full, or only what changed when."""
    if table == "service" and _yes(request, "minimal"):
        row = package.find(table, key) or {}
        # The specification calls it modified_date here and last_modified in a service.
        return {"id": key, "modified_date": row.get("last_modified")}
    if _yes(request, "full") or (table == "organization" and _yes(request, "full_service")):
        return record(package, table, key)
    return listed(package, table, key)


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    proximity = given.get("proximity", "")
    try:
        metres = float(proximity) if proximity else None
    except ValueError as fault:
        raise _wrong("proximity", text("Give a number of metres.")) from fault
    if metres is not None and not 0 <= metres < float("inf"):
        raise _wrong("proximity", text("Give a number of metres."))
    return Asked(
        search=given.get("search", "")[:200],
        taxonomy_term_id=given.get("taxonomy_term_id", ""),
        taxonomy_id=given.get("taxonomy_id", ""),
        organization_id=given.get("organization_id", ""),
        modified_after=_moment(given.get("modified_after", "")),
        postcode=given.get("postcode", "")[:10],
        proximity_m=metres,
        parent_id=given.get("parent_id", ""),
        top_only=_yes(request, "top_only"),
    )


def _moment(said: str) -> datetime | None:
    if not said:
        return None
    try:
        # In a query a plus sign is a space: 2026-05-01T10:00:00+02:00.
        moment = datetime.fromisoformat(said.replace(" ", "+") if "T" in said else said)
    except ValueError as fault:
        raise _wrong(
            "modified_after", text("Give a moment such as 2026-05-01T10:30:00Z.")
        ) from fault
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _whole(request: HttpRequest, name: str, usual: int, most: int | None) -> int:
    said = request.GET.get(name, "")
    if not said:
        return usual
    if not said.isascii() or not said.isdigit() or not int(said[:9]) >= 1 or len(said) > 9:
        raise _wrong(name, text("Give a whole number from 1 up."))
    return int(said) if most is None else min(int(said), most)


def _yes(request: HttpRequest, name: str) -> bool:
    return request.GET.get(name, "").casefold() in ("true", "1", "yes")


def _wrong(name: str, what: Any) -> InputError:
    return InputError(what, where=name)
