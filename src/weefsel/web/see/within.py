"""Whether the areas of a municipality are compared with the country, or with each other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from weefsel.scan.result import ScanResult

KEY, INSIDE = "vergelijk", "gemeente"


def is_within(request: HttpRequest) -> bool:
    """Tell whether somebody asked to compare inside the municipality."""
    return request.GET.get(KEY) == INSIDE


def comparison(request: HttpRequest, result: ScanResult) -> dict[str, Any]:
    """Give what a page needs to say with what it compares, and to offer the other way.

    The choice is offered where it differs: a real municipality that brought figures of its
    own, which are never compared with the country.
    """
    within = is_within(request)
    own = any(row["source"] in result.own for row in result.value_rows.values())
    return {
        "within": within,
        "within_query": urlencode({KEY: INSIDE}) if within else "",
        "may_compare": within or (own and not result.fictitious),
        "inside_query": urlencode({KEY: INSIDE}),
    }
