"""The page that says how this install stands, for whoever manages it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weefsel.web.accounts.doors import needs
from weefsel.web.keep.checks import CHECKS
from weefsel.web.keep.grading import Grade, Install, run


@needs("install.see")
@never_cache
@require_safe
def keeping(request: HttpRequest) -> HttpResponse:
    """Show every finding, the worst first."""
    report = run(CHECKS, Install(settings.WEEFSEL_HOME, datetime.now(UTC)))
    todo = [one for one in report.findings if one.grade != Grade.GOOD]
    good = [one for one in report.findings if one.grade == Grade.GOOD]
    context = {"report": report, "todo": todo, "good": good, "wrong": Grade.WRONG}
    return render(request, "keep/keeping.html", context)
