"""The page about the API: what can be asked, for whoever builds on it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weefsel.web.accounts.doors import open_to_all
from weefsel.web.api.api import api
from weefsel.web.api.middleware import VERSION


@open_to_all("it describes what can be asked, and holds no figures")
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Show every operation with its address and its parameters."""
    context = {"operations": operations(), "api_version": VERSION}
    return render(request, "api/description.html", context)


@cache
def operations() -> tuple[dict[str, Any], ...]:
    """Give the operations of the description, in its order."""
    found = []
    for address, methods in api.get_openapi_schema()["paths"].items():
        for method, one in methods.items():
            given = [
                {"name": each["name"], "required": each["required"]} for each in one["parameters"]
            ]
            found.append(
                {
                    "method": method.upper(),
                    "address": address,
                    "says": one["description"],
                    "given": given,
                    # One can open it as it is: nothing has to be filled in.
                    "plain": method == "get" and not any(each["required"] for each in given),
                }
            )
    return tuple(found)
