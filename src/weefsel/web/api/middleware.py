"""Sees to it that whatever leaves under ``/api/`` has its version and its form."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from weefsel.web.api.problem import CONTENT_TYPE, problem

VERSION = "1.0.0"
PREFIX = "/api/v"
ERROR = 400


class ApiManners:
    """Name the version on every answer, and say what went wrong as problem+json."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what another layer refused with a page becomes problem+json."""
        response = self.get_response(request)
        if not request.path.startswith(PREFIX):
            return response
        kind = response.get("Content-Type", "")
        if response.status_code >= ERROR and not kind.startswith(CONTENT_TYPE):
            allowed = response.get("Allow")
            response = problem(request, response.status_code)
            if allowed:
                response["Allow"] = allowed
        response["API-Version"] = VERSION
        response.headers.setdefault("Cache-Control", "no-cache")
        return response
