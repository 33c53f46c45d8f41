"""The report of a neighbourhood scan as a file, with what who asks may see."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from weefsel.report.neighbourhood_scan_content import Beside, Told
from weefsel.report.neighbourhood_scan_map import area_map
from weefsel.scan.area_scan import AreaScan
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang
from weefsel.web.files import file
from weefsel.web.interpret.beside import as_interpretation, stories_of
from weefsel.web.interpret.published import concept_of, finding_of, sessions_of
from weefsel.web.interpret.scan import provisions_in
from weefsel.web.interpret.scanned import scan_of
from weefsel.web.interpret.where import area_of

PDF, DOCX = "wijkscan.pdf", "wijkscan.docx"


@needs("statistics.see")
@require_safe
def report(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the report of the scan of an area."""
    if name not in (PDF, DOCX):
        raise Http404
    from weefsel.report import neighbourhood_scan

    scan = scan_of(area_of(code), code)
    make = neighbourhood_scan.pdf if name == PDF else neighbourhood_scan.docx
    made = make(
        scan,
        lang(),
        told=told_to(request.user, scan),
        beside=beside_of(scan, lang()),
        dated=timezone.localdate(),
    )
    return file(made, f"{code}-{scan.result.year}-{name}")


def told_to(user: Any, scan: AreaScan) -> Told:
    """Give what people say of an area as somebody may read it."""
    code = scan.area
    stories = tuple(as_interpretation(one) for one in stories_of(code, user))
    published, sessions = finding_of(code), sessions_of(code)
    if published is not None:
        return Told(
            title=published.title,
            conclusion=published.conclusion,
            strengths=tuple(one.indicator for one in published.strengths),
            strains=tuple(one.indicator for one in published.strains),
            published=True,
            on=published.on,
            role=published.role,
            house=published.house,
            reason=published.reason,
            changed=published.changed(scan.result),
            stories=stories,
            sessions=sessions,
        )
    concept = concept_of(code, user)
    if concept is None:
        return Told(stories=stories, sessions=sessions)
    return Told(
        title=concept.title,
        conclusion=concept.conclusion,
        strengths=tuple(concept.strengths),
        strains=tuple(concept.strains),
        stories=stories,
        sessions=sessions,
    )


def beside_of(scan: AreaScan, lang: str) -> Beside:
    """Give the places that are known of an area, and its map."""
    result = scan.result
    borders = ask.borders(result.codes(), result.year, result.country)
    drawn = area_map(result, scan.area, borders.geometries, lang)
    provisions = tuple(provisions_in(scan.area))
    if drawn is None:
        return Beside(provisions=provisions)
    return Beside(provisions=provisions, picture=drawn[0], caption=drawn[1])
