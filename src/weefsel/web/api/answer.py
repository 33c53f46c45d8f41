"""Gives a record as JSON, the way the command does: camelCase, unrounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from weefsel.base.document import to_json

CONTENT_TYPE = "application/json; charset=utf-8"


def answer(record: dict[str, Any]) -> HttpResponse:
    """Give a record as an answer."""
    return HttpResponse(to_json(record), content_type=CONTENT_TYPE)


def paged(
    request: HttpRequest,
    key: str,
    rows: Sequence[Any],
    page: int,
    size: int,
    make: Any,
    beside: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Give one part of a list, with links to its neighbours in the header ``Link``.

    ``beside`` is what the answer also holds of the whole list.
    """
    begin = (page - 1) * size
    response = answer(
        {
            key: [make(row) for row in rows[begin : begin + size]],
            "page": page,
            "page_size": size,
            "total": len(rows),
            **(beside or {}),
        }
    )
    last = max(1, -(-len(rows) // size))
    links = []
    for name, number in (("first", 1), ("prev", page - 1), ("next", page + 1), ("last", last)):
        if 1 <= number <= last and not (name in {"first", "last"} and number == page):
            query = request.GET.copy()
            query["page"] = str(number)
            links.append(f'<{request.path}?{query.urlencode()}>; rel="{name}"')
    if links:
        response["Link"] = ", ".join(links)
    return response
