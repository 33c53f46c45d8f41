"""Logging out, and the page that says that it is done."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from weefsel.web.accounts.doors import open_to_all
from weefsel.web.login.oidc.session import IN_SESSION


@open_to_all("ends one's own session")
@require_POST
@never_cache
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session; never by a link, which any other page could follow."""
    by_provider = bool(request.session.get(IN_SESSION))
    logout(request)
    there = reverse("logged-out")
    return redirect(f"{there}?provider=1" if by_provider else there)


@open_to_all("says that one is logged out")
@require_safe
@never_cache
def logged_out(request: HttpRequest) -> HttpResponse:
    """Say that it is done; who came by a provider can end the session there too."""
    address = ""
    if settings.IDENTITY_PROVIDER is not None and "provider" in request.GET:
        from weefsel.web.login.oidc.log_out import address_to_end

        address = address_to_end(request)
    context = {"end_there": address, "provider": settings.IDENTITY_PROVIDER}
    return render(request, "login/logged_out.html", context)
