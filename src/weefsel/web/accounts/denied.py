"""The page for what is not for somebody: which right, who has it, what they are, whom to ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from weefsel.web.accounts.rights import Denied
from weefsel.web.accounts.why import explained


def page(request: HttpRequest, fault: Denied) -> HttpResponse:
    """Answer 403 with the reason."""
    context = {**explained(request.user, fault.decision), "here": request.get_full_path()}
    return render(request, "accounts/denied.html", context, status=403)
