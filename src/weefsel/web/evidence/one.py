"""One intervention: everything the library holds of it, and what it does not."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from weefsel.base.figure import Figure
from weefsel.base.language import Text
from weefsel.evidence.grading import Graded
from weefsel.evidence.named import named
from weefsel.evidence.study import Study
from weefsel.evidence.study_words import DESIGNS, DIRECTIONS, MEASURES, NUMBERS, country
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.report.charts.forest import TITLES, Ahead, ahead_figure, families, together_figure
from weefsel.report.charts.forest import forest as drawn
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang
from weefsel.web.evidence.search import graded_of
from weefsel.web.evidence.shown import count, crumbs, sources, theme_of

NAMES = {  # of a picture in addresses and files, by the scale it is drawn on
    "smd": "effect-sd",
    "ratio": "effect-ratio",
    "percent_points": "effect-points",
    "percent": "effect-percent",
}


def find(key: str) -> Graded:
    """Give an intervention as it stands today; raises ``Http404`` when there is no such."""
    found = graded_of(key)
    if found is None:
        raise Http404
    return found


@needs("statistics.see")
@require_safe
def intervention(request: HttpRequest, key: str) -> HttpResponse:
    """Show everything that is known of one intervention."""
    graded = find(key)
    made = graded.intervention
    context = {
        "graded": graded,
        "made": made,
        "theme": theme_of(made),
        "groups": [GROUPS[one] for one in made.groups],
        "activities": [ACTIVITIES[one] for one in made.activities],
        "studies": [study_row(one) for one in in_order(graded.studies)],
        "designs": [
            (DESIGNS[key], count(f"design_{key}", number))
            for key, number in sorted(graded.designs.items(), key=lambda one: -one[1])
        ],
        "found": [
            (key, DIRECTIONS[key], count(f"direction_{key}", graded.directions[key]))
            for key in DIRECTIONS
            if key in graded.directions
        ],
        "pictures": pictures(graded, lang()),
        "together": [together_row(one) for one in graded.together],
        "named": named(made.id),
        "sources": sources(graded.studies, [made]),
        "step": "choose",
        "crumbs": crumbs(format_html('<span class="name">{}</span>', made.name)),
    }
    return render(request, "evidence/intervention.html", context)


def in_order(studies: tuple[Study, ...]) -> list[Study]:
    """Put studies with a comparison first, the newest first within each."""
    return sorted(
        studies, key=lambda one: (not (one.controlled or one.design == "meta"), -(one.year or 0))
    )


def study_row(study: Study) -> dict[str, Any]:
    """Give a study with its words."""
    return {
        "study": study,
        "figure": None if study.effect is None else study.figure,
        "design": DESIGNS[study.design],
        "country": country(study.country),
        "measure": MEASURES[study.measure],
        "number": NUMBERS[study.number],
        "direction": DIRECTIONS[study.direction],
        "unit": study.measure in {"pp", "pct"},  # of the others the measure says it
        "bare": not (study.controlled or study.design == "meta"),
    }


def together_row(one: Any) -> dict[str, Figure | Text | Ahead | bool]:
    """Give what studies say together, with what a new place may find."""
    return {
        "measured": one.studies[0].measured.text(),
        "number": count(f"together_{one.outcome}", one.pooled.studies),
        "figure": together_figure(one),
        "ahead": ahead_figure(one),
        "before_after": one.before_after,
    }


def pictures(graded: Graded, language: str) -> list[dict[str, Any]]:
    """Draw the effects of an intervention, a picture for each scale."""
    found = []
    for family, studies in families(in_order(graded.studies)).items():
        heaps = [one for one in graded.together if one.studies[0] in studies]
        wide, narrow = (
            drawn(studies, lang=language, together=heaps, size=size) for size in ("page", "phone")
        )
        found.append(
            {
                "name": NAMES[family],
                "title": TITLES[family],
                "wide": wide,
                "narrow": narrow,
                "sentence": wide.sentence,
            }
        )
    return found
