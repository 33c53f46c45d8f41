"""The page on which a text is screened: pasted in, shown struck, and kept nowhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.rights import require
from weefsel.web.screened import MOST_CHARACTERS, lang_now, rows, screened


@needs("screen.use")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def screen_text(request: HttpRequest) -> HttpResponse:
    """Show the box; for a text that was sent, what would be struck out and why."""
    require(request, "screen.use")
    crumbs = [
        {"name": _("Learn"), "url": reverse("learn")},
        {"name": _("Check a text"), "url": ""},
    ]
    context: dict[str, Any] = {"step": "learn", "crumbs": crumbs, "most": MOST_CHARACTERS}
    if request.method != "POST":
        return render(request, "learn/screen.html", context)
    words = request.POST.get("text", "")
    context["words"] = words
    if not words.strip():
        context["mistake"] = _("Paste a text first.")
        return render(request, "learn/screen.html", context, status=400)
    if len(words) > MOST_CHARACTERS:
        context["mistake"] = _("This text is too long for the page: cut it into parts.")
        return render(request, "learn/screen.html", context, status=400)
    context["result"] = _result(words, request.POST.getlist("keep"))
    return render(request, "learn/screen.html", context)


def _result(words: str, keep: list[str]) -> dict[str, Any]:
    """Give what the page shows of a text that was screened."""
    found = screened(words.replace("\r\n", "\n"))
    left = found.keeping(keep)
    seen: dict[str, dict[str, Any]] = {}
    for row in rows(found, keep):
        seen.setdefault(row["key"], row)
    return {
        "pieces": [
            {"words": piece, "kind": one.kind.label.render(lang_now()) if one else ""}
            for piece, one in left.pieces()
        ],
        "rows": list(seen.values()),
        "count": len(left.findings),
        "struck": left.struck,
        "names_by": found.names_sentence.render(lang_now()),
    }
