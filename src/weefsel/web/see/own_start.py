"""The list of own figures: what is published, and what one's own house is busy with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weefsel.base.figure import Figure
from weefsel.base.language import text
from weefsel.sources.area_code import municipality_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.rights import visible
from weefsel.web.provenance.editions import Row, editions
from weefsel.web.see.models import OwnUpload
from weefsel.web.see.own_house import ENTER, NOTE, READ, SEE, frame_of, houses_for
from weefsel.web.see.own_kinds import KINDS

COUNTED = text("Counted when the figures were stored, so there is no range.")


@dataclass(frozen=True)
class Published:
    """Own figures of one municipality, all years of one name together."""

    table: str
    municipality: str
    place: str
    rows: tuple[Row, ...]
    figures: Figure

    @property
    def first(self) -> Row:
        """Give the newest year."""
        return self.rows[0]


def published(table: str | None = None) -> list[Published]:
    """Give what is stored, by municipality and name; of one name when asked."""
    held: dict[str, list[Row]] = {}
    for row in editions():
        if row.series == "local" and table in (None, row.table):
            held.setdefault(row.table, []).append(row)
    counts = dict(ask.store().status().frame.select("source", "rows").iter_rows())
    found = []
    for name, rows in sorted(held.items()):
        code = name.split("-")[1]
        total = sum(counts[row.id.removeprefix("edition:")] for row in rows)
        found.append(
            Published(
                table=name,
                municipality=str(municipality_of(code)),
                place=ask.name_of(code),
                rows=tuple(sorted(rows, key=lambda row: -row.year)),
                figures=Figure(
                    f"{name}:figures",
                    float(total),
                    decimals=0,
                    sources=tuple(row.id for row in rows),
                    reason=COUNTED,
                ),
            )
        )
    return found


@needs("statistics.see")
@require_safe
def own_figures(request: HttpRequest) -> HttpResponse:
    """Show the own figures that are published, and the drafts of one's own house."""
    user: Any = request.user
    uploads = visible(user, SEE, OwnUpload.objects.select_related("house", "made_by"))
    mine = [one.house for one in getattr(request, "memberships", ())]
    context = {
        "published": published(),
        "uploads": [one for one in uploads if one.house in mine],
        "may_enter": bool(houses_for(user, ENTER)),
        "may_note": bool(houses_for(user, NOTE)),
        "may_read": bool(houses_for(user, READ)),
        "kinds": KINDS.values(),
        "sources": ask.sources(),
        **frame_of(),
    }
    return render(request, "see/own_list.html", context)
