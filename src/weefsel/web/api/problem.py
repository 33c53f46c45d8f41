"""What went wrong, as problem+json (RFC 9457), in the language that was asked for."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request

from weefsel.base.language import Text, text

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: text("This question is not in the form that was described"),
    401: text("Log in first"),
    403: text("You may not do this"),
    404: text("We do not have this"),
    405: text("This cannot be done at this address"),
    413: text("This is too large"),
    415: text("This kind of content cannot be read"),
    422: text("This could not be done"),
    429: text("Too many questions in a short time"),
    500: text("Something went wrong on our side"),
}
DETAILS = {
    401: text("This needs an account. Log in on the pages, then ask again."),
    403: text("Your account does not have this right."),
    404: text("The address may be wrong, or what it points at is not here."),
    405: text("Look in the description of the API for what can be done here."),
    413: text("Send less at a time."),
    500: text("It is not your fault. Try again later, or tell who runs this Weefsel."),
}


def language_of(request: HttpRequest) -> str:
    """Give the language for sentences: Dutch, unless the question prefers English."""
    asked = request.headers.get("Accept-Language", "")
    return get_language_from_request(request) if asked else "nl"


def problem(
    request: HttpRequest, status: int, detail: Text | str | None = None, **more: Any
) -> HttpResponse:
    """Give an answer that says what is wrong, where, and what to do."""
    lang = language_of(request)
    known = status if status in TITLES else (500 if status >= 500 else 400)
    said = detail or DETAILS.get(known) or TITLES[known]
    record = {
        "type": "about:blank",
        "title": TITLES[known].render(lang),
        "status": status,
        "detail": said.render(lang) if isinstance(said, Text) else said,
        **more,
    }
    response = HttpResponse(
        json.dumps(record, ensure_ascii=False), status=status, content_type=CONTENT_TYPE
    )
    response["Content-Language"] = lang
    return response


def phrase(status: int) -> str:
    """Give the name of a status in HTTP itself, for the description."""
    return HTTPStatus(status).phrase
