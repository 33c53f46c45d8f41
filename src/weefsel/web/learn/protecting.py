"""The page on which a table of counts is made safe: read once, shown, and kept nowhere."""

from __future__ import annotations

import base64
import binascii
import math
import secrets
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.outcomes.disclosure import Released, Rounding, current, release
from weefsel.outcomes.disclosure.reading import (
    Cells,
    count_column,
    in_file,
    read_cells,
    table_of,
    written,
)
from weefsel.report.tables import to_csv, to_xlsx
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.rights import require
from weefsel.web.files import file

MOST_BYTES = 200_000  # travels along in the form, since nothing of it is kept
MOST_ROWS = 1_000  # on a page; a larger one takes the command
MOST_CELLS = 10_000  # combinations of its categories: some seconds of work
_SHOWN = 5  # rows of what was brought, to recognise its columns by
_SEED_BITS = 63
_NAME = "tabel-veilig"
_LONGEST_NAME = 120
_REST = 2_000  # bytes of the form beside the table and its columns: token, seed, ticks, margin


@needs("protect.use")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def protect_table(request: HttpRequest) -> HttpResponse:
    """Take a table, let its columns be chosen, show it safe and give it as a file."""
    require(request, "protect.use")
    context: dict[str, Any] = {
        "step": "learn",
        "crumbs": [{"name": _("Make a table safe"), "url": ""}],
        "smallest": current().smallest,
        "most_rows": MOST_ROWS,
    }
    if request.method != "POST":
        return render(request, "learn/protect.html", context)
    lang = get_language() or "nl"
    try:
        content, name = _brought(request)
        cells = read_cells(content, name)
        if len(cells.rows) > MOST_ROWS:
            raise _too_large(name)
        packed = base64.b64encode(content).decode("ascii")
        _check_fits(cells, packed, name)
        context |= _columns(request, cells) | {"name": name, "packed": packed}
        if "make" not in request.POST and "download" not in request.POST:
            return render(request, "learn/protect.html", context)
        released, count = _released(request, cells, context)
        kind = request.POST.get("download", "")
        if kind in {"csv", "xlsx"}:
            return file(_file(released, count, lang, kind), f"{_NAME}.{kind}")
        context["result"] = _shown(released, count, lang)
    except InputError as fault:
        words = fault.sentence(lang)
        context["mistake"] = words[:1].upper() + words[1:]
        return render(request, "learn/protect.html", context, status=400)
    return render(request, "learn/protect.html", context)


def _brought(request: HttpRequest) -> tuple[bytes, str]:
    """Give the file of this request, or the one that travels along in the form."""
    given = request.FILES.get("table")
    if given is not None:
        content, name = given.read(MOST_BYTES + 1), (given.name or "")[:_LONGEST_NAME]
    else:
        name = request.POST.get("name", "")[:_LONGEST_NAME]
        try:
            content = base64.b64decode(request.POST.get("packed", ""), validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if not content:
            raise InputError(
                text("no file was chosen."), todo=text("Choose a CSV file or an Excel workbook.")
            )
    if len(content) > MOST_BYTES:
        raise _too_large(name)
    return content, name


def _check_fits(cells: Cells, packed: str, name: str) -> None:
    """Refuse at once what the next form could not carry; raises ``InputError``."""
    fields = [("packed", packed), ("name", name), ("count", max(cells.columns, key=len))]
    fields += [("by", one) for one in cells.columns]
    if len(urlencode(fields)) + _REST > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise _too_large(name)


def _too_large(name: str) -> InputError:
    return InputError(
        text("the table is too large for this page."),
        where=name,
        todo=text("Use the command: weefsel protect TABLE."),
    )


def _columns(request: HttpRequest, cells: Cells) -> dict[str, Any]:
    """Give the columns with what each is taken for, as chosen or as it seems."""
    chosen = "make" in request.POST or "download" in request.POST
    count = request.POST.get("count") if chosen else count_column(cells)
    by = request.POST.getlist("by") if chosen else [one for one in cells.columns if one != count]
    return {
        "columns": [
            {"name": one, "count": one == count, "by": one in by} for one in cells.columns
        ],
        "rows": cells.rows[:_SHOWN],
        "totals": request.POST.get("totals") == "1" if chosen else True,
        "round": request.POST.get("round") == "1",
        "seed": request.POST.get("seed", ""),
    }


def _released(request: HttpRequest, cells: Cells, context: dict[str, Any]) -> tuple[Released, str]:
    """Make the table the form asks for and send it through the door."""
    count = request.POST.get("count", "")
    by = [one for one in request.POST.getlist("by") if one != count]
    cells.column(count)
    if math.prod(len(set(cells.column(one))) + 1 for one in by) > MOST_CELLS:
        raise _too_large(cells.file)
    table = table_of(cells, by, count, measure=cells.file or _NAME, totals=context["totals"])
    rounding = None
    if context["round"]:
        # The seed travels in the form, so that the files hold what the screen showed.
        if not context["seed"].isdecimal() or len(context["seed"]) > _SEED_BITS:
            context["seed"] = str(secrets.randbits(_SEED_BITS))
        rounding = Rounding(int(context["seed"]))
    try:
        return release(table, rounding=rounding), count
    except InputError as fault:
        raise in_file(fault, cells, by, count) from fault


def _shown(released: Released, count: str, lang: str) -> dict[str, Any]:
    frame = written(released, count, text("total"), lang)
    return {
        "columns": frame.columns[:-1],
        "count": count,
        "rows": [
            {"heads": row[:-1], "count": row[-1], "hidden": hidden}
            for row, hidden in zip(
                frame.iter_rows(), released.cells["suppressed"].to_list(), strict=True
            )
        ],
        "sentences": [one.render(lang) for one in released.sentences],
        "hidden": released.hidden,
        "rounded": released.base is not None,
    }


def _file(released: Released, count: str, lang: str, kind: str) -> bytes:
    frame, notes = written(released, count, text("total"), lang), released.sentences
    if kind == "csv":
        return to_csv(frame, lang, notes=notes)
    return to_xlsx(frame, lang, title=notes[0], notes=notes)
