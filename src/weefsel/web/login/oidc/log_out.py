"""Logging out at the provider too (OpenID Connect RP-Initiated Logout 1.0)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from weefsel.base.errors import WeefselError
from weefsel.web.login.oidc.discovery import discover


def address_to_end(request: HttpRequest) -> str:
    """Give the address at which the provider ends its session, empty when it has none.

    We keep no token of anybody, so the provider may ask whether it is really wanted.
    """
    provider = settings.IDENTITY_PROVIDER
    try:
        end = discover(provider.issuer).end_session
    except WeefselError:
        return ""
    if not end:
        return ""
    with override(settings.LANGUAGE_CODE):  # one address, for the provider has it on a list
        back = request.build_absolute_uri(reverse("start"))
    asked = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
    return f"{end}{'&' if '?' in end else '?'}{urlencode(asked)}"
