"""The page of a district: as that of a neighbourhood, with the neighbourhoods inside it."""

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
from weefsel.web.see.area_rows import rows
from weefsel.web.see.view import subject_of


@needs("statistics.see")
@require_safe
def district(request: HttpRequest, code: str) -> HttpResponse:
    """Show one district; a code of another form leads to the page it stands for."""
    if (own := ask.page_of(code)) not in {None, request.path}:
        return redirect(own)
    result, lang = area_page.asked(request, code), get_language() or "nl"
    if not is_area_code(code) or level_of(code) != "district" or code not in result.area_rows:
        raise NotFoundError(
            text("%(code)s is not a district of this scan.", code=code[:20]),
            todo=text("Choose a district on the page of the municipality."),
        )
    inside = [one for one in result.codes() if result.area_rows[one]["district"] == code]
    shown = subject_of(result, "", lang)
    comparison = ask.comparison_of(code, year=result.year)
    context = {
        **area_page.context(request, result, code, lang),
        "inside": rows(result, comparison, shown, "value", "", codes=inside),
        "inside_subject": shown,
    }
    return render(request, "see/area.html", context)
