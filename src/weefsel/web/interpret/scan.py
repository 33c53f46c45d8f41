"""The page of a neighbourhood scan: twelve blocks, or the lens of brede welvaart."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.language import Text, text
from weefsel.scan.area_scan import NOT_COVERED, AreaScan, stack_method
from weefsel.scan.interpretation import standing, standing_reason
from weefsel.scan.level import RESIDENTS
from weefsel.sources.area_code import level_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.rights import decide, visible
from weefsel.web.accounts.shown import lang
from weefsel.web.interpret.beside import may_tell, stories_of
from weefsel.web.interpret.models import Finding, Session, Story
from weefsel.web.interpret.published import (
    EDIT,
    PUBLISH,
    SEE,
    PublishedFinding,
    as_session,
    frozen,
    may_see_concept,
)
from weefsel.web.interpret.scanned import scan_of
from weefsel.web.interpret.shown import parts
from weefsel.web.interpret.where import area_of, crumbs_of, houses_for, name_of
from weefsel.web.see.models import ResidentsInitiative

LENS, PROSPERITY = "bril", "welvaart"
NEUTRAL = text("Neighbourhood scan of %(name)s: not yet discussed")


@needs("statistics.see")
@require_safe
def neighbourhood_scan_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the scan of a neighbourhood, district or municipality."""
    plain = code.strip().upper()
    if plain != code:
        return redirect("neighbourhood-scan", code=plain)
    result = area_of(code)
    scan = scan_of(result, code)
    stories = stories_of(code, request.user)
    lens = request.GET.get(LENS) == PROSPERITY
    context = {
        "code": code,
        "result": result,
        "scan": scan,
        "name": result.name(code),
        "residents": result.figure(code, RESIDENTS),
        "alone": code == result.recipe.area,
        "lens": lens,
        "lens_query": f"{LENS}={PROSPERITY}",
        **_blocks(scan, stories, lens),
        **_standing(request, scan, stories),
        "stories": stories,
        "may_tell": may_tell(code, request.user),
        "conditions": _conditions(scan),
        "provisions": provisions_in(code),
        "initiatives": _initiatives(request, code),
        "sources": {**ask.sources(), **result.sources},
        "fictitious": result.fictitious,
        "step": "see",
        "crumbs": crumbs_of(result, code, (_("Neighbourhood scan"), "")),
    }
    return render(request, "interpret/scan.html", context)


def _blocks(scan: AreaScan, stories: list[Story], lens: bool) -> dict[str, Any]:
    beside: dict[str, list[Story]] = {}
    shown = {line.indicator.id for block in scan.blocks.blocks for line in block.lines}
    for one in stories:
        beside.setdefault(one.figure, []).append(one)
        one.figure_name = name_of(one.figure, lang(), scan.result)
        one.stands = one.figure in shown or one.figure in CONDITIONS  # beside a figure above
    if not lens:
        return {"parts": parts(scan, scan.blocks.blocks, beside)}
    return {
        "parts": parts(scan, scan.now.blocks, beside),
        "later": parts(scan, scan.later.blocks, {}),  # each story stands once on the page
        "not_covered": NOT_COVERED,
        "stack_method": stack_method(),
    }


def _standing(request: HttpRequest, scan: AreaScan, stories: list[Story]) -> dict[str, Any]:
    """Give how far the scan is, its title for who asks, and what they may do about it."""
    code, user = scan.area, request.user
    thing = Finding.objects.filter(area=code).select_related("house").first()
    held = list(Session.objects.filter(area=code).select_related("house"))
    sessions = tuple(as_session(one) for one in held)
    published = None
    if thing is not None and thing.published:
        published = frozen(thing, sessions)
    here = bool(houses_for(user, SEE, code))
    concept = thing if thing is not None and may_see_concept(user, thing) else None
    return {
        "finding": published,
        "concept": concept,
        "newer": _is_newer(concept, published),
        "inside": here,
        "title": _title(scan, published, concept, here),
        "title_lang": _title_lang(published, concept),
        "standing": standing(published is not None, sessions),
        "standing_reason": standing_reason(published is not None, sessions),
        "changed": published is not None and published.changed(scan.result),
        "sessions": held if here else [],
        "sessions_open": [] if here else sessions,
        "strengths": _named(published, "strengths", scan),
        "strains": _named(published, "strains", scan),
        "may_write": bool(houses_for(user, EDIT, code)),
        "may_publish": thing is not None and decide(user, PUBLISH, thing).allowed,
        "may_history": concept is not None and decide(user, "history.see", concept).allowed,
    }


def _is_newer(concept: Finding | None, published: PublishedFinding | None) -> bool:
    """Tell whether something is being worked on that is not what was published."""
    if concept is None or published is None:
        return False
    return (concept.title, concept.conclusion) != (published.title, published.conclusion)


def _title(
    scan: AreaScan, published: PublishedFinding | None, concept: Finding | None, inside: bool
) -> Text | str:
    """Give what was published; the concept or the figures' own title for who is inside."""
    if published is not None:
        return published.title
    if concept is not None:
        return concept.title
    if inside:
        return scan.blocks.title
    return text(NEUTRAL.msgid, name=scan.result.name(scan.area))


def _title_lang(published: PublishedFinding | None, concept: Finding | None) -> str:
    said = published or concept
    return "" if said is None or said.language == lang() else said.language


def _named(published: PublishedFinding | None, which: str, scan: AreaScan) -> list[str]:
    if published is None:
        return []
    return [name_of(one.indicator, lang(), scan.result) for one in getattr(published, which)]


def _conditions(scan: AreaScan) -> list[dict[str, Any]]:
    """Give the four conditions, at which one can say something too."""
    return [
        {
            "key": one,
            "name": name_of(one, lang(), scan.result),
            "figure": scan.result.score(scan.area, one),
            "certainty": scan.result.certainty(scan.area, one),
        }
        for one in CONDITIONS
    ]


def provisions_in(code: str) -> list[Any]:
    """Give the provisions of the register that lie in an area."""
    level = level_of(code)
    near = ask.provisions_near(code)
    if level == "municipality":
        return list(near)
    inside = code[2:]
    return [one for one in near if one.neighbourhood[2:].startswith(inside)]


def _initiatives(request: HttpRequest, code: str) -> list[ResidentsInitiative]:
    """Give residents' initiatives that the house of who asks noted; never those of others."""
    noted = ResidentsInitiative.objects.filter(area__in=_inside(code))
    return list(visible(request.user, "own_record.see", noted))


def _inside(code: str) -> list[str]:
    result = ask.scan_of(code)
    if level_of(code) == "municipality":
        return list(result.area_rows)
    return [one for one in result.area_rows if one[2:].startswith(code[2:])]
