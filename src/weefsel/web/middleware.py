"""Headers on every answer, and mistakes said in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from weefsel.base.errors import NotFoundError, WeefselError
from weefsel.web.mistakes import page

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=()"


class Manners:
    """Ask the browser for nothing it does not need."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that Django itself has no setting for."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class Mistakes:
    """Turn a mistake of the library into a page that says what, where and what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the question on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer what was asked wrongly; leave our own faults to the page for those."""
        if not isinstance(fault, WeefselError):
            return None
        return page(request, 404 if isinstance(fault, NotFoundError) else 400, fault)
