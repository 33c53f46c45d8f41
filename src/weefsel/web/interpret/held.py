"""What is held here of one person, and what happens to it when somebody leaves."""

from __future__ import annotations

from typing import Any

from weefsel.base.language import text
from weefsel.web.accounts.leaving import Belongings, in_care, on_leaving
from weefsel.web.accounts.models import House, User
from weefsel.web.accounts.own_data import holds
from weefsel.web.interpret.models import Finding, Session, Story

NAME = "interpretations"


@holds(NAME)
def held(user: User) -> dict[str, list[dict[str, Any]]]:
    """Give what somebody said about figures and wrote about areas, and each version they made."""
    stories = [
        {
            "id": one.pk,
            "house": one.house.name,
            "role": one.role,
            "area": one.area,
            "figure": one.figure,
            "year": one.year,
            "recognised": one.recognised,
            "why": one.why,
            "made_at": one.made_at,
            "published_at": one.published_at,
        }
        for one in Story.objects.filter(author=user).select_related("house")
    ]
    sessions = [
        {"id": one.pk, "area": one.area, "held_on": one.held_on, "told": one.told}
        for one in Session.objects.filter(author=user)
    ]
    findings = [
        {"id": one.pk, "area": one.area, "title": one.title, "version": one.version}
        for one in Finding.objects.filter(author=user)
    ]
    found = {"stories": stories, "sessions": sessions, "findings": findings}
    for name, model in (("stories", Story), ("sessions", Session), ("findings", Finding)):
        made = model.history.filter(history_user=user)
        found[f"{name}_versions"] = [
            {"id": one.id, "version": one.version, "at": one.history_date} for one in made
        ]
    return found


def _count(user: User, house: House) -> int:
    return sum(
        model._default_manager.filter(author=user, house=house).count()
        for model in (Story, Session, Finding)
    )


def _move(user: User, house: House, heir: User | None) -> None:
    """Let go of who wrote them: words stay with the house, nobody changes them for another."""
    for model in (Story, Session, Finding):
        model._default_manager.filter(author=user, house=house).update(author=None)


def _forget(user: User) -> None:
    for model in (Story, Session, Finding):
        model._default_manager.filter(author=user).update(author=None)


def register() -> None:
    """Say that stories are in somebody's care; called once."""
    in_care(Belongings(text("stories beside figures and findings of areas"), _count, _move))
    on_leaving(_forget)
