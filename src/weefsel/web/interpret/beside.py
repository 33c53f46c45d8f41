"""Stories beside the figures of an area, as somebody may see them."""

from __future__ import annotations

from typing import Any

from weefsel.scan.interpretation import Interpretation, Recognised
from weefsel.web.accounts.rights import decide, visible
from weefsel.web.interpret.models import Story
from weefsel.web.interpret.where import houses_for

SEE, MAKE, PUBLISH, TAKE_OUT = "story.see", "story.make", "story.publish", "story.take_out"


def stories_of(code: str, user: Any) -> list[Story]:
    """Give the stories of an area that somebody may see, the newest first: one query.

    Each tells what this person may do with it: ``mine``, ``may_publish``, ``may_take_out``.
    """
    seen = visible(user, SEE, Story.objects.filter(area=code)).select_related("house")
    found = list(seen)
    for one in found:
        one.mine = one.author_id is not None and one.author_id == getattr(user, "pk", None)
        one.may_publish = decide(user, PUBLISH, one).allowed
        one.may_take_out = not one.mine and decide(user, TAKE_OUT, one).allowed
    return found


def of_area(code: str, user: Any) -> dict[str, list[Story]]:
    """Give the stories of an area by the figure they stand beside (indicator or condition)."""
    found: dict[str, list[Story]] = {}
    for one in stories_of(code, user):
        found.setdefault(one.figure, []).append(one)
    return found


def may_tell(code: str, user: Any) -> bool:
    """Tell whether somebody may say something about a figure of an area."""
    return bool(houses_for(user, MAKE, code))


def as_interpretation(one: Story) -> Interpretation:
    """Give a story as plain data: role and house, no name."""
    return Interpretation(
        figure=one.figure,
        year=one.year,
        recognised=Recognised(one.recognised),
        why=one.why,
        role=one.role_words,
        house=one.house.name,
        on=one.made_at.date(),
    )
