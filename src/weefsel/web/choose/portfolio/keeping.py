"""Keep a portfolio and its lines, publish, throw away: each in one step with its log entry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.audit.log import record
from weefsel.web.choose.keeping import _user, change, make
from weefsel.web.choose.portfolio.found import frozen, mark_of
from weefsel.web.choose.portfolio.models import (
    Destination,
    Portfolio,
    PortfolioFile,
    PortfolioLine,
)

EDIT = "portfolio.edit"
EMPTY = {
    "published_at": None,
    **dict.fromkeys(("published_title", "published_document", "published_mark"), ""),
}


@transaction.atomic
def make_with(request: Any, thing: Portfolio, rows: Sequence[PortfolioLine]) -> None:
    """Keep a new portfolio with its lines: all of them or nothing."""
    make(request, EDIT, thing)
    user = _user(request)
    for place, row in enumerate(rows):
        row.portfolio, row.place, row.author = thing, place, user
        row._history_user = user
        row.save(force_insert=True)
    record(request, "portfolio.bring", thing, what={"rows": len(rows)})


@transaction.atomic
def publish(request: Any, thing: Portfolio, seen: str) -> None:
    """Freeze what everybody may see of the portfolio that was looked at.

    ``seen`` is its mark. Raises ``InputError`` when it is another by now, or empty.
    """
    if not lock(thing):
        raise InputError(
            text("this portfolio has no lines yet."), todo=text("Add what is subsidised first.")
        )
    mark = mark_of(thing)
    if seen != mark:
        raise InputError(
            text("somebody else changed this while you were at it."),
            todo=text("Look at what changed, and then publish."),
        )
    fields = {
        "published_at": timezone.now(),
        "published_title": thing.title,
        "published_document": json.dumps(frozen(thing), ensure_ascii=False),
        "published_mark": mark,
    }
    change(request, "portfolio.publish", thing, thing.version, fields, new_version=False)


def unpublish(request: Any, thing: Portfolio) -> None:
    """Take it back: only the house sees it again."""
    change(
        request,
        "portfolio.publish",
        thing,
        thing.version,
        EMPTY,
        deed="portfolio.unpublish",
        new_version=False,
    )


@transaction.atomic
def throw_away(request: Any, thing: Portfolio) -> None:
    """Throw a portfolio away with all its versions; raises ``InputError`` for a published one."""
    held = Portfolio.objects.select_for_update().get(pk=thing.pk)
    if held.published:
        raise InputError(
            text("what is published is not thrown away."),
            todo=text("Take it back from publication first."),
        )
    record(request, "portfolio.delete", held, what={"rows": held.lines.count()})
    key, inside = held.pk, list(held.lines.values_list("pk", flat=True))
    held.delete()
    PortfolioLine.history.filter(portfolio_id=key).delete()
    PortfolioLine.history.filter(id__in=inside).delete()
    Destination.history.filter(portfolio_id=key).delete()
    Portfolio.history.filter(id=key).delete()


@transaction.atomic
def take_out(request: Any, line: PortfolioLine) -> None:
    """Take a line out of its portfolio; the log keeps that it was there.

    Raises ``InputError`` when it gets freed money: that would go unseen with it.
    """
    if line.receives.exists():
        raise InputError(
            text("this line gets money that a stop sets free."),
            todo=text("Give that money another destination first."),
        )
    record(request, "portfolio.line_delete", line, what={"version": line.version})
    key = line.pk
    line.delete()
    PortfolioLine.history.filter(id=key).delete()


@transaction.atomic
def drop(request: Any, draft: PortfolioFile) -> None:
    """Throw a file away that was on its way; without a request Weefsel itself does."""
    record(request, "portfolio.discard", draft)
    draft.delete()


def lock(thing: Portfolio) -> list[PortfolioLine]:
    """Let one person at a time change the money of a portfolio; give its lines.

    Inside a transaction: what is checked of the whole then still holds when it is written.
    """
    Portfolio.objects.select_for_update().get(pk=thing.pk)
    return list(thing.lines.all())


@transaction.atomic
def ungive(request: Any, one: Destination) -> None:
    """Take a destination away; what it says stays in the log by name only."""
    record(request, "portfolio.ungive", one, what={"version": one.version})
    key = one.pk
    one.delete()
    Destination.history.filter(id=key).delete()
