"""One set of own figures: what it holds, which of its figures count, and how it is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weefsel.atlas.indicator import Indicator
from weefsel.atlas.local_load import withdraw_local
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.outcomes.own_participants import participant_figures
from weefsel.report.tables import to_csv
from weefsel.scan.result import ScanResult
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.rights import Hidden, decide, require
from weefsel.web.files import file
from weefsel.web.see.models import OwnUpload, ParticipationForm
from weefsel.web.see.own_house import SEE, WITHDRAW, frame_of
from weefsel.web.see.own_mapping import BASIS_WORDS
from weefsel.web.see.own_start import COUNTED, Published, published

NO_ERROR: dict[str, Text] = {
    "sampling": text("a 95% interval from the number of answers (Wilson)"),
    "margin": text("the margin that came with it, brought to 95%"),
    "exact": text("counted, not a sample"),
    "unknown": text("the error is not known"),
}


@dataclass(frozen=True)
class Line:
    """One indicator in one year: how many areas have it, and how many of those count."""

    indicator: Indicator
    year: int
    basis: Text
    error: Text
    areas: Figure
    used: Figure
    official: Figure
    withheld: Figure


def stored(table: str) -> Published:
    """Give the own figures of a name; 404 when there are none."""
    found = published(table)
    if not found:
        raise Http404
    return found[0]


def rows_of(held: Published) -> pl.DataFrame:
    """Give what the store holds of own figures, all years (``OWN_COLUMNS``)."""
    store = ask.store()
    return pl.concat([store.own_figures(row.id.removeprefix("edition:")) for row in held.rows])


def lines(held: Published, result: ScanResult) -> list[Line]:
    """Say per indicator and year which figures the scan uses, and which it does not."""
    mine = {row.id.removeprefix("edition:") for row in held.rows}
    found = []
    catalogue = ask.store().catalogue(country_of(held.municipality))
    for (name, year), part in (
        rows_of(held)
        .sort("indicator", "year")
        .group_by(["indicator", "year"], maintain_order=True)
    ):
        used = official = 0
        for area, value in part.select("area", "value").iter_rows():
            row = result.value_rows.get((area, str(name)))
            if value is None or row is None:
                continue
            used += row["source"] in mine and row["year"] == year
            official += row["source"] not in result.own
        key = f"{held.table}:{name}:{year}"
        bases, errors = part["basis"].mode().sort(), part["error"].mode().sort()
        found.append(
            Line(
                indicator=catalogue[str(name)],
                year=int(str(year)),
                basis=BASIS_WORDS[bases[0]],
                error=NO_ERROR[errors[0]],
                areas=_count(f"{key}:areas", part.height, held),
                used=_count(f"{key}:used", used, held),
                official=_count(f"{key}:official", official, held),
                withheld=_count(f"{key}:withheld", part["value"].null_count(), held),
            )
        )
    return found


def _count(key: str, value: int, held: Published) -> Figure:
    sources = tuple(row.id for row in held.rows)
    return Figure(key, float(value), decimals=0, sources=sources, reason=COUNTED)


def upload_of(table: str) -> OwnUpload | None:
    """Give who published figures and when; none for those that a command loaded."""
    held = OwnUpload.objects.select_related("house", "stored_by")
    return held.filter(table=table, state=OwnUpload.PUBLISHED).first()


@needs("statistics.see")
@require_safe
def edition(request: HttpRequest, table: str) -> HttpResponse:
    """Show one set of own figures; it is open to everyone, for it is in the statistics."""
    held = stored(table)
    upload = upload_of(table)
    may = upload is not None and decide(request.user, WITHDRAW, upload).allowed
    context = {
        "held": held,
        "lines": lines(held, ask.scan_of(held.municipality)),
        "upload": upload,
        "who": upload is not None and upload.house in _houses(request),
        "may_withdraw": may,
        "participants": _participants(upload, held),
        "sources": ask.sources(),
        **frame_of((held.place, ""), fictitious=country_of(held.municipality) == FICTITIOUS),
    }
    return render(request, "see/own_edition.html", context)


def _participants(upload: OwnUpload | None, held: Published) -> list[dict[str, Any]]:
    """Give the numbers of participants that passed the door for counts, by form."""
    if upload is None or not upload.released:
        return []
    names = {**dict(ParticipationForm.KINDS), "": _("All forms together")}
    figures = participant_figures(upload.released, held.first.year, held.first.id)
    return [
        {"name": names.get(kind, kind), "figure": figures[kind]}
        for kind in sorted(figures, key=lambda one: (not one, one))
    ]


def _houses(request: HttpRequest) -> list[Any]:
    return [one.house for one in getattr(request, "memberships", ())]


@needs("statistics.see")
@require_safe
def download(request: HttpRequest, table: str) -> HttpResponse:
    """Give every figure of a set with what it rests on."""
    held, lang = stored(table), get_language() or "nl"
    heads = {
        "area": text("Code"),
        "indicator": text("Figure"),
        "year": text("Year"),
        "value": text("Value"),
        "lower": text("At least"),
        "upper": text("At most"),
        "basis": text("Rests on"),
        "n": text("Answers"),
        "margin": text("Margin"),
        "confidence": text("Confidence"),
        "error": text("Error"),
        "maker": text("Source"),
    }
    frame = (
        rows_of(held)
        .select(list(heads))
        .with_columns(
            basis=pl.col("basis").replace({k: w.render(lang) for k, w in BASIS_WORDS.items()}),
            error=pl.col("error").replace({k: w.render(lang) for k, w in NO_ERROR.items()}),
        )
    )
    known = ask.sources()
    content = to_csv(
        frame.rename({key: each.render(lang) for key, each in heads.items()}),
        lang,
        sources=[known[row.id] for row in held.rows],
        fictitious=held.first.fictitious,
    )
    return file(content, f"{table}.csv")


@needs_thing(WITHDRAW)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, table: str) -> HttpResponse:
    """Take figures out of the statistics, after one question."""
    held, upload = stored(table), upload_of(table)
    if upload is None:
        raise Hidden
    require(request, WITHDRAW, upload)
    if request.method == "POST":
        withdraw_local(ask.store(), table)
        with transaction.atomic():
            upload.state = OwnUpload.WITHDRAWN
            upload.withdrawn_by, upload.withdrawn_at = request.user, timezone.now()
            upload.save()
            tell(WITHDRAW, by=request.user, house=upload.house, table=table)
        messages.success(request, _("The figures are withdrawn."))
        return redirect("own-figures")
    context = {
        "held": held,
        **frame_of((_("Withdraw"), ""), fictitious=held.first.fictitious),
    }
    return render(request, "see/own_withdraw.html", context)


@needs_thing(SEE)
@require_safe
def uploaded(request: HttpRequest, key: Any) -> HttpResponse:
    """Lead from a file to where it stands now: its columns, or its published figures."""
    found = OwnUpload.objects.select_related("house").filter(pk=key).first()
    if found is None:
        raise Hidden
    require(request, SEE, found)
    if found.state == OwnUpload.DRAFT:
        return redirect("own-columns", key=found.pk)
    if found.published and published(found.table):
        return redirect("own-edition", table=found.table)
    return redirect("own-figures")
