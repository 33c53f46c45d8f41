"""``/.well-known/security.txt`` (RFC 9116): where somebody who finds a leak can say so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from weefsel.web.accounts.doors import open_to_all

FRESH = timedelta(days=180)  # RFC 9116, section 2.5.5 advises less than a year
SCHEMES = ("mailto:", "tel:", "https://")


def contact() -> str:
    """Give the address that the maintainer set, empty when there is none that counts."""
    given = settings.SECURITY_CONTACT
    whole = given.startswith(SCHEMES) and given.isprintable() and " " not in given
    return given if whole else ""


def lines(now: datetime) -> list[str]:
    """Give the lines of the file; it expires some months after the day it is asked for."""
    expires = (now + FRESH).replace(hour=0, minute=0, second=0, microsecond=0)
    found = [
        f"Contact: {contact()}",
        f"Expires: {expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
    ]
    names = [name for name in settings.HOSTS if not name.startswith(("*", "."))]
    found += [f"Canonical: https://{name}/.well-known/security.txt" for name in names]
    return found


@open_to_all("RFC 9116: whoever finds a leak must be able to say so")
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Serve the file; without a contact there is none, for an empty one would mislead."""
    if not contact():
        raise Http404
    content = "\n".join(lines(datetime.now(UTC))) + "\n"
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
