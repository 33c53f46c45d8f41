"""Keep a story, a session, a finding; publish and take back: each with its entry in the log."""

from __future__ import annotations

import json
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.interpretation import edition_mark
from weefsel.scan.result import ScanResult
from weefsel.web.accounts.rights import role_in
from weefsel.web.audit.log import record
from weefsel.web.choose.keeping import OutdatedError, change, make
from weefsel.web.interpret.models import Finding, Session, Story
from weefsel.web.interpret.published import to_freeze

TAKEN_BACK: dict[str, Any] = {
    "published_at": None,
    **dict.fromkeys(
        (
            *("published_role", "published_house", "published_reason"),
            *("published_document", "published_mark"),
        ),
        "",
    ),
}


def tell(request: Any, story: Story) -> None:
    """Keep a new story."""
    make(request, "story.make", story)


def retell(request: Any, story: Story, seen: int, fields: dict[str, Any]) -> None:
    """Change a story; what was published goes back to a concept, for nobody looked at the new.

    Raises ``OutdatedError`` when it is at another version than ``seen``.
    """
    if any(getattr(story, name) != value for name, value in fields.items()):
        fields = {**fields, "published_at": None}
    change(request, "story.edit", story, seen, fields)


@transaction.atomic
def take_out(request: Any, story: Story, right: str) -> None:
    """Take a story out with all its versions; the log keeps that it was there."""
    record(request, right, story, what={"version": story.version})
    key = story.pk
    story.delete()
    Story.history.filter(id=key).delete()


def publish_story(request: Any, story: Story, seen: int) -> None:
    """Let everybody read the version that was looked at; raises ``OutdatedError`` for another."""
    fields = {"published_at": timezone.now()}
    change(request, "story.publish", story, seen, fields, new_version=False)


def unpublish_story(request: Any, story: Story) -> None:
    """Take a story back: only the houses of the municipality see it again."""
    fields = {"published_at": None}
    change(
        request, "story.publish", story, story.version, fields,
        deed="story.unpublish", new_version=False,
    )  # fmt: skip


def hold_session(request: Any, session: Session) -> None:
    """Keep that a session was held."""
    make(request, "finding.edit", session)


@transaction.atomic
def drop_session(request: Any, session: Session) -> None:
    """Take a session out; the log keeps that it was there."""
    record(request, "finding.edit", session, what={"version": session.version})
    key = session.pk
    session.delete()
    Session.history.filter(id=key).delete()


def begin(request: Any, finding: Finding) -> None:
    """Keep a new finding; raises ``InputError`` when somebody else just began one."""
    try:
        with transaction.atomic():
            make(request, "finding.edit", finding)
    except IntegrityError as fault:
        raise OutdatedError(Finding.objects.get(area=finding.area)) from fault


@transaction.atomic
def publish(request: Any, finding: Finding, seen: int, result: ScanResult, reason: str) -> None:
    """Freeze a finding for everybody, with the figures of now.

    ``reason`` says why it goes out although nobody interpreted a figure yet. Raises
    ``InputError`` when there is neither, ``OutdatedError`` when it changed in between.
    """
    told = Story.objects.filter(area=finding.area).exists()
    if not told and not reason.strip():
        raise InputError(
            text("nobody has interpreted a figure of this area yet."),
            todo=text("Add a story beside a figure first, or say why it is published without."),
        )
    held = Finding.objects.select_for_update().get(pk=finding.pk)
    if held.version != seen:
        raise OutdatedError(held)
    fields = {
        "published_at": timezone.now(),
        "published_role": role_in(request.user, _house_of(request, held)) or "",
        "published_house": _house_of(request, held).name,
        "published_reason": "" if told else reason.strip(),
        "published_document": json.dumps(to_freeze(held, result), ensure_ascii=False),
        "published_mark": edition_mark(result, held.area),
    }
    change(request, "finding.publish", held, seen, fields, new_version=False)


def _house_of(request: Any, finding: Finding) -> Any:
    from weefsel.web.interpret.where import house_for

    return house_for(request, "finding.publish", finding.area)


def withdraw(request: Any, finding: Finding) -> None:
    """Take a finding back: it is a concept again."""
    change(
        request, "finding.publish", finding, finding.version, TAKEN_BACK,
        deed="finding.unpublish", new_version=False,
    )  # fmt: skip
