"""Pages for what went wrong: plain words, no traces of the machine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from weefsel.base.errors import WeefselError

WORDS = {
    400: (
        _("This could not be done"),
        _("Something in the question was not right. Go back and try again."),
    ),
    403: (
        _("This form is no longer valid"),
        _("The page was open for too long, or cookies are off. Go back and send it again."),
    ),
    404: (
        _("We do not have this page"),
        _("The address may be wrong, or the figures are not loaded here."),
    ),
    413: (
        _("This could not be done"),
        _("This is too large"),
    ),
    500: (
        _("Something went wrong on our side"),
        _("It is not your fault. Try again later, or tell who runs this Weefsel."),
    ),
}


def page(request: HttpRequest, status: int, fault: WeefselError | None = None) -> HttpResponse:
    """Show what went wrong and where one can go from here."""
    title, todo = WORDS[status]
    lang = get_language() or "nl"
    context = {
        "title": title,
        "todo": todo if fault is None else _capital(fault.sentence(lang)),
        "status": status,
    }
    return render(request, "mistake.html", context, status=status)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return page(request, 400)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return page(request, 403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its seal."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return page(request, 404)


def fault(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return page(request, 500)
