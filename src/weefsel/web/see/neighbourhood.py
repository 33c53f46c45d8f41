"""The page of a neighbourhood, and that of a district: conditions, figures, peers, stories."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.sources.area_code import is_area_code, level_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.see import area_page


@needs("statistics.see")
@require_safe
def neighbourhood(request: HttpRequest, code: str) -> HttpResponse:
    """Show one neighbourhood; a code of another form leads to the page it stands for."""
    if (own := ask.page_of(code)) not in {None, request.path}:
        return redirect(own)
    result, lang = area_page.asked(request, code), get_language() or "nl"
    if not is_area_code(code) or level_of(code) != "neighbourhood" or code not in result.codes():
        raise NotFoundError(
            text("%(code)s is not a neighbourhood of this scan.", code=code[:20]),
            todo=text("Choose a neighbourhood on the page of the municipality."),
        )
    return render(request, "see/area.html", area_page.context(request, result, code, lang))
