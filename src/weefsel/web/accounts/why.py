"""Why somebody can or cannot do something: the page that explains, and the whole table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.language import Text, text
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.rights import Decision, decide, scopes
from weefsel.web.accounts.roles import ROLE_NAMES
from weefsel.web.accounts.shown import role_name, whom_to_ask, words
from weefsel.web.accounts.table import (
    ALL,
    COLUMNS,
    MUNICIPALITY,
    OWN,
    PERSON,
    PUBLISHED,
    RULES,
    Rule,
    scope_name,
)

MOST = 60  # signs of the name of a right
FAR: dict[str, Text] = {
    ALL: text("everything"),
    OWN: text("what belongs to their own house"),
    PUBLISHED: text("what is published"),
}
OF_ONESELF = text("what is their own")
OF_MUNICIPALITY = text("what belongs to a house of their municipality")


@dataclass(frozen=True)
class Far:
    """How far some roles have a right."""

    far: str
    roles: str


def who(rule: Rule) -> list[Far]:
    """Give the roles that have a right, by how far they have it; nobody is left out."""
    found = []
    for scope in (ALL, OWN, PUBLISHED):
        having = rule.roles(scope)
        if not having:
            continue
        own = {PERSON: OF_ONESELF, MUNICIPALITY: OF_MUNICIPALITY}
        said = own.get(rule.of, FAR[OWN]) if scope == OWN else FAR[scope]
        names = [_("everybody")] if len(having) == len(COLUMNS) else map(role_name, having)
        found.append(Far(words(said), ", ".join(names)))
    return found


def explained(user: Any, found: Decision) -> dict[str, Any]:
    """Give what a page says about one decision: the right, why, who has it, whom to ask."""
    return {
        "allowed": found.allowed,
        "right": found.rule.right,
        "what": words(found.rule.words),
        "reason": words(found.reason),
        "who": who(found.rule),
        "asks": whom_to_ask(user),
        "known": bool(getattr(user, "is_authenticated", False)),
    }


@needs("rights.see")
@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """Explain one right for who asks, or list all of theirs."""
    asked = request.GET.get("what", "")[:MOST]
    context: dict[str, Any] = {"crumbs": crumbs(_("Why can I (not) do this?"))}
    if asked in RULES:
        context |= explained(request.user, decide(request.user, asked))
        return render(request, "accounts/why.html", context)
    decisions = [decide(request.user, right) for right in RULES]
    context["may"] = [_line(request.user, one) for one in decisions if one.allowed]
    context["may_not"] = [_line(request.user, one) for one in decisions if not one.allowed]
    context["unknown"] = bool(asked)
    context["asks"] = whom_to_ask(request.user)
    return render(request, "accounts/mine.html", context)


def _far(user: Any, found: Decision) -> str:
    """Give the word for how far somebody may do this; none where that is everything."""
    has = [scope for scope in (ALL, OWN, PUBLISHED) if scope in scopes(user, found.rule)]
    return "" if not has or has[0] == ALL else words(scope_name(found.rule, has[0]))


def _line(user: Any, found: Decision) -> dict[str, str]:
    return {
        "far": _far(user, found) if found.allowed else "",
        "what": words(found.rule.words),
        "reason": words(found.reason),
        "url": f"{reverse('why')}?what={found.rule.right}",
    }


@needs("rights.see")
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Show the whole table."""
    rows = [
        {
            "what": words(rule.words),
            "who": who(rule),
            "cells": [(rule.scopes[role], words(_cell(rule, role))) for role in COLUMNS],
            "url": f"{reverse('why')}?what={rule.right}",
        }
        for rule in RULES.values()
    ]
    context = {
        "rows": rows,
        "columns": [words(ROLE_NAMES[role]) for role in COLUMNS],
        "crumbs": crumbs(_("Who may do what")),
    }
    return render(request, "accounts/rights.html", context)


def _cell(rule: Rule, role: str) -> Text:
    return scope_name(rule, rule.scopes[role])


def crumbs(here: str, *before: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way to a page."""
    way = [(_("Start"), reverse("start")), *before, (here, "")]
    return [{"name": name, "url": url} for name, url in way]
