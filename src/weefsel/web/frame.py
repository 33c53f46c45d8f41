"""What every page has around it: version, the same page in the other language, notes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override

from weefsel import __version__
from weefsel.web.api.twin import twin_of
from weefsel.web.login.shown import account
from weefsel.web.notes import Notes


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the parts of the frame."""
    here = get_language() or settings.LANGUAGE_CODE
    there = "en" if here == "nl" else "nl"
    known = request.resolver_match is not None
    if known:
        other_url = translate_url(request.get_full_path(), there)
    else:  # a page that does not exist has no twin
        with override(there):
            other_url = reverse("start")
    return {
        "lang": here,
        "other_lang": there,
        "other_url": other_url,
        "version": __version__,
        "notes": Notes(),
        "account": account(request),
        "twin": twin_of(request),
        "own_style": (settings.WEEFSEL_HOME / "style.css").is_file(),
    }
