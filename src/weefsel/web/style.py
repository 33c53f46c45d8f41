"""A municipality's own look: one file of custom properties in the folder of the install."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from weefsel.web.accounts.doors import open_to_all


@open_to_all("the look of the pages, the same for everybody")
@require_safe
def own_style(request: HttpRequest) -> FileResponse:
    """Serve ``style.css`` of the install; it may set any token of ``css/tokens.css``."""
    place = settings.WEEFSEL_HOME / "style.css"
    if not place.is_file():
        raise Http404
    return FileResponse(place.open("rb"), content_type="text/css; charset=utf-8")
