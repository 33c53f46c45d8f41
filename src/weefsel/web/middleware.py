"""Headers on every answer, and mistakes said in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from weefsel.base.errors import NotFoundError, WeefselError
from weefsel.web.mistakes import page

Answer = Callable[[HttpRequest], HttpResponse]

MOST_BYTES = 8_000_000  # twice the largest file that a page takes (own figures)
LONGEST = 20  # digits of a length

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
        if _is_known(request):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _is_known(request: HttpRequest) -> bool:
    """Tell whether somebody is logged in: what they saw stays in no store on the way."""
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated)


class Weight:
    """Refuse what is larger than any form here, before a byte of it is kept on the disk."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the length that was told; what tells none is read as empty by Django."""
        told = request.META.get("CONTENT_LENGTH") or "0"
        if told.isdecimal() and int(told[:LONGEST]) > MOST_BYTES:
            return page(request, 413)
        return self.get_response(request)


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
