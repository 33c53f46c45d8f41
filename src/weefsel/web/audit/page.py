"""The log of a house for its administrators: a sentence an entry, filters, a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weefsel.report.tables import to_csv
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.models import User
from weefsel.web.accounts.rights import houses_with
from weefsel.web.accounts.roles import ROLE_NAMES
from weefsel.web.accounts.shown import lang, words
from weefsel.web.accounts.why import crumbs
from weefsel.web.audit.log import record, saw
from weefsel.web.audit.models import Entry
from weefsel.web.audit.past import of_model
from weefsel.web.audit.words import DETAILS, FORMER, MACHINE, NOBODY, UNTOLD, deed
from weefsel.web.files import file

PAGE = 50
MOST = 20_000  # rows of a file: what a spreadsheet opens without trouble
DAY = timedelta(days=1)
UNKNOWN_YET = ("log_in.failed", "log_in.locked")


@dataclass(frozen=True)
class Told:
    """One entry in words."""

    number: int
    at: datetime
    who: str
    did: str
    about: str
    url: str
    house: str
    diff: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see of the log."""

    person: str = ""
    right: str = ""
    since: date | None = None
    until: date | None = None

    def query(self) -> str:
        """Give it as the end of an address."""
        parts = {
            "wie": self.person,
            "wat": self.right,
            "van": self.since.isoformat() if self.since else "",
            "tot": self.until.isoformat() if self.until else "",
        }
        return urlencode({name: value for name, value in parts.items() if value})


def wanted(given: Any) -> Wanted:
    """Read the filters of an address; what cannot be read asks for nothing."""
    return Wanted(
        person=_uid(given.get("wie", "")),
        right=given.get("wat", "")[:60].replace("\0", ""),
        since=_day(given.get("van", "")),
        until=_day(given.get("tot", "")),
    )


def _uid(written: str) -> str:
    try:
        return str(UUID(written))
    except ValueError:
        return ""


def _day(written: str) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if date.min + DAY < found < date.max - DAY else None


def entries_for(user: Any) -> QuerySet[Entry]:
    """Give the entries somebody may see: of the houses they see to, or of the whole install."""
    found = Entry.objects.order_by("-number")
    if user.is_superuser and user.is_active:
        return found
    return found.filter(house__in=[one.pk for one in houses_with(user, "audit.see")])


def narrowed(found: QuerySet[Entry], asked: Wanted) -> QuerySet[Entry]:
    """Narrow entries to what was asked."""
    if asked.person:
        found = found.filter(Q(by=asked.person) | Q(kind="user", about=asked.person))
    if asked.right:
        found = found.filter(right=asked.right)
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + DAY))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@needs("audit.see")
@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show who did what in the houses somebody sees to; that it was looked at is noted too."""
    asked = wanted(request.GET)
    mine = entries_for(request.user)
    page = Paginator(narrowed(mine, asked), PAGE).get_page(request.GET.get("blad"))
    rows = told(list(page.object_list))
    rights = sorted(
        set(mine.order_by().values_list("right", "seen").distinct()),
        key=lambda one: words(deed(one[0], seen=one[1])),
    )
    people = {str(one) for one in mine.order_by().values_list("by", flat=True).distinct() if one}
    context = {
        "rows": rows,
        "page": page,
        "asked": asked,
        "query": asked.query(),
        "rights": [
            {"key": right, "words": words(deed(right, seen=seen)), "on": right == asked.right}
            for right, seen in rights
        ],
        "people": sorted(
            (
                {"key": uid, "name": name, "on": uid == asked.person}
                for uid, name in names_of(people).items()
            ),
            key=lambda one: str(one["name"]).casefold(),
        ),
        "whole": request.user.is_superuser,
        "crumbs": crumbs(_("Log")),
    }
    answer = render(request, "audit/log.html", context)
    _note(request, saw, "audit.see", page=page.number)
    return answer


@needs("audit.see")
@never_cache
@require_safe
def log_file(request: HttpRequest) -> HttpResponse:
    """Give the same entries as a file; that it was taken is noted too."""
    import polars as pl

    found = narrowed(entries_for(request.user), wanted(request.GET))[:MOST]
    columns = (_("Number"), _("Moment"), _("Who"), _("What"), _("About"), _("House"), _("Details"))
    rows = [
        (
            each.number,
            timezone.localtime(each.at).isoformat(timespec="seconds"),
            each.who,
            each.did,
            each.about,
            each.house,
            "; ".join(each.diff),
        )
        for each in told(list(found))
    ]
    frame = pl.DataFrame(rows, schema=list(columns), orient="row", infer_schema_length=None)
    _note(request, record, "audit.export", rows=len(rows))
    return file(to_csv(frame, lang(), sources=(), notes=[]), "logboek.csv")


def _note(request: HttpRequest, how: Any, right: str, **what: Any) -> None:
    """Note in each house whose log it was that somebody looked."""
    for house in houses_with(request.user, "audit.see") or [None]:
        how(request, right, house=house, what=what)


def names_of(uids: set[str]) -> dict[str, str]:
    """Give the present names of pseudonyms, one query; who is gone is a former member."""
    known = {str(one.uid): one.get_full_name() for one in User.objects.filter(uid__in=uids)}
    return {uid: known.get(uid, words(FORMER)) for uid in uids}


def told(entries: list[Entry]) -> list[Told]:
    """Give entries in words, with the names of today; a handful of queries for a page."""
    from weefsel.web.accounts.models import House

    uids = {str(one.by) for one in entries if one.by}
    uids |= {one.about for one in entries if one.kind == "user"}
    names = names_of(uids)
    houses = dict(
        House.objects.filter(pk__in={one.house for one in entries if one.house}).values_list(
            "pk", "name"
        )
    )
    things = _things(entries)
    return [_tell(one, names, houses, things) for one in entries]


def _things(entries: list[Entry]) -> dict[tuple[str, str], Model]:
    """Give what the entries are about, where it is still there: one query a kind."""
    found: dict[tuple[str, str], Model] = {}
    for kind in {one.kind for one in entries}:
        past = of_model(kind)
        if past is not None:
            keys = {one.about for one in entries if one.kind == kind}
            for thing in past.model._default_manager.filter(pk__in=keys):
                found[kind, str(thing.pk)] = thing
    return found


def _tell(
    one: Entry, names: dict[str, str], houses: dict[Any, str], things: dict[Any, Any]
) -> Told:
    if one.by:
        who = names[str(one.by)]
    elif one.right in UNKNOWN_YET:
        who = names[one.about] if one.about else words(NOBODY)
    else:
        who = words(MACHINE if one.via == "command" else NOBODY)
    about, url = "", ""
    thing, past = things.get((one.kind, one.about)), of_model(one.kind)
    if thing is not None and past is not None:
        about, url = past.title(thing), past.url(thing)
    elif one.kind == "user" and one.about != str(one.by or ""):
        about = names[one.about] if one.by or one.right not in UNKNOWN_YET else ""
    elif past is not None:
        about = _("no longer there")
    return Told(
        one.number,
        one.at,
        who,
        words(deed(one.right, seen=one.seen)),
        about,
        url,
        houses.get(one.house, ""),
        tuple(_diff(one.details)),
    )


def _diff(details: dict[str, Any]) -> Iterator[str]:
    """Say what was written down beside the deed, as "name: old → new"."""
    before, after = details.get("before"), details.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        for name in after:
            if name not in UNTOLD:
                yield f"{_called(name)}: {_turned(before.get(name), after[name])}"
    elif before is not None and after is not None:
        yield _turned(before, after)
    for name, value in details.items():
        if name not in {"before", "after"} | UNTOLD and value not in (None, "", [], {}):
            if name == "changed":
                value = [_called(each) for each in value if each not in UNTOLD]
            if value != []:
                yield f"{_called(name)}: {_plain(value)}"


def _turned(old: Any, new: Any) -> str:
    return f"{_plain(old)} \N{RIGHTWARDS ARROW} {_plain(new)}"


def _called(name: Any) -> str:
    known = DETAILS.get(str(name))
    return words(known) if known is not None else str(name)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "\N{EN DASH}"
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in ROLE_NAMES:
        return words(ROLE_NAMES[value])
    return str(value)
