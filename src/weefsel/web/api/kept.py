"""Choose: what houses keep and decided, as far as one may see it."""

from __future__ import annotations

import tomllib
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.rights import decide, visible
from weefsel.web.api.answer import answer, paged
from weefsel.web.api.schema import Page, Problem, Record
from weefsel.web.api.see import ASKED_WRONG, NOT_HERE, PageNumber, PageSize
from weefsel.web.choose.kept import find, is_inside
from weefsel.web.choose.models import Decision, StoredRecipe

router = Router(tags=["choose"], by_alias=True)


class KeptLine(Record):
    """A stored choice or scan, in a line."""

    id: UUID
    kind: str
    title: str
    house: str
    fictitious: bool
    published: bool
    version: int


class KeptPage(Page):
    """The stored choices that one may see."""

    choices: list[KeptLine]


class DecisionOut(Record):
    """What was decided about a choice."""

    id: UUID
    option: str
    option_title: str
    decided_on: str
    body: str
    motivation: str
    about_version: int
    published: bool


class KeptOut(KeptLine):
    """A stored choice: to its house what is worked on, to others what was published."""

    note: str
    recipe: dict[str, Any]
    recipe_toml: str
    decisions: list[DecisionOut]


@router.get("/choices", response={200: KeptPage, **ASKED_WRONG})
@needs("recipe_compute.run")
def choices(request: HttpRequest, page: PageNumber = 1, page_size: PageSize = 100) -> HttpResponse:
    """Give the stored choices of one's own house, and those that any house published."""
    every = StoredRecipe.objects.select_related("house")
    seen = list(visible(request.user, "choice.see", every))
    return paged(request, "choices", seen, page, page_size, lambda one: _line(request, one))


@router.get("/choices/{uuid:id}", response={200: KeptOut, 401: Problem, 403: Problem, **NOT_HERE})
@needs_thing("choice.see")
def choice(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give one stored choice with what was decided about it."""
    thing = find(id)
    inside = is_inside(request, thing)
    written = thing.recipe if inside else thing.published_recipe
    held = visible(request.user, "decision.see", Decision.objects.filter(choice=thing))
    return answer(
        {
            **_line(request, thing),
            "note": thing.note if inside else thing.published_note,
            "recipe": tomllib.loads(written),
            "recipe_toml": written,
            "decisions": [_decision(one) for one in held.select_related("choice__house")],
        }
    )


def _line(request: HttpRequest, thing: StoredRecipe) -> dict[str, Any]:
    inside = decide(request.user, "choice.see", thing).house is not None
    return {
        "id": str(thing.pk),
        "kind": thing.kind,
        "title": thing.title if inside else thing.published_title,
        "house": thing.house.slug,
        "fictitious": thing.house.fictitious,
        "published": thing.published,
        "version": thing.version if inside else thing.published_version,
    }


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "option": one.option,
        "option_title": one.option_title,
        "decided_on": one.decided_on.isoformat(),
        "body": one.body,
        "motivation": one.motivation,
        "about_version": one.about_version,
        "published": one.published,
    }
