"""A file with provisions on its way: brought, its columns said, tried, stored or thrown away."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.bring import FORMS, TABLE, bring, grid_in
from weefsel.provisions.columns import FIELDS, SKIP, Columns, columns_of, guess
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.spreadsheet import unknown_kinds
from weefsel.report.package_faults import fault_list
from weefsel.sources.hsds.package import BrokenPackageError
from weefsel.sources.local_grid import Grid
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.accounts.shown import lang
from weefsel.web.audit.log import record, saw
from weefsel.web.files import file
from weefsel.web.social_map import bringing
from weefsel.web.social_map.models import ColumnMapping, Draft
from weefsel.web.social_map.register_found import counted, frame, house_for

BRING = "social_map.bring"
MOST_BYTES = 40_000_000  # of one upload: a register of a large town with room to spare
MOST_DRAFTS = 20  # of a house: a draft is on its way, not kept
NAME = 120
SHOWN_FAULTS, SHOWN_ROWS, SHOWN_CELLS = 100, 12, 3


def draft_of(request: HttpRequest, key: UUID) -> Draft:
    """Give a draft that somebody may work on; raises ``Denied`` or ``Hidden``."""
    found = Draft.objects.select_related("house").filter(pk=key).first()
    if found is None:
        raise Hidden
    require(request, BRING, found)
    return found


@needs(BRING)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take a file in; nothing is stored in the register yet."""
    house = house_for(request, BRING)
    fault = ""
    if request.method == "POST":
        try:
            made = _taken(request, house)
            return redirect("bring-columns" if made.form == TABLE else "bring-check", key=made.pk)
        except InputError as wrong:
            fault = wrong.sentence(lang())
    context = {
        "fault": fault,
        "house": house,
        "drafts": Draft.objects.filter(house=house),
        **frame(house, (_("Bring a file"), "")),
    }
    return render(request, "social_map/bring_start.html", context, status=400 if fault else 200)


def _taken(request: HttpRequest, house: House) -> Draft:
    """Keep a file as a draft; raises ``InputError`` when it holds no provisions at all."""
    given = request.FILES.get("file")
    if given is None:
        raise InputError(text("choose a file first."))
    if (given.size or 0) > MOST_BYTES:
        raise InputError(
            text("this file is larger than a social map can be."),
            todo=text("Check that this is the file you meant."),
        )
    if Draft.objects.filter(house=house).count() >= MOST_DRAFTS:
        raise InputError(
            text("this house already has %(most)s files on their way.", most=MOST_DRAFTS),
            todo=text("Store one or throw one away first."),
        )
    files = {PurePath(str(given.name)).name[:NAME]: given.read()}
    form = _form(files, house)
    with transaction.atomic():
        made = Draft.objects.create(
            house=house, made_by=request.user, file_name=next(iter(files)),
            content=packed(files), municipality=house.area, form=form,
        )  # fmt: skip
        record(request, BRING, made, what={"form": form})
    return made


def _form(files: dict[str, bytes], house: House) -> str:
    if grid_in(files) is not None:
        return TABLE
    try:
        return bring(files, municipality=house.area, on=timezone.localdate()).form
    except BrokenPackageError:
        return "hsds"  # its faults are listed on the next page


def packed(files: dict[str, bytes]) -> bytes:
    """Give files as one zip file, as a draft keeps them."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def files_of(draft: Draft) -> dict[str, bytes]:
    """Give the files of a draft by name."""
    with zipfile.ZipFile(io.BytesIO(bytes(draft.content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """One list to choose from, with the first cells of its column."""

    name: str
    label: str
    options: tuple[Option, ...]
    sample: tuple[str, ...] = ()


def said_columns(draft: Draft, grid: Grid) -> Columns:
    """Give what is said of the columns: in the draft, else as this house said it before."""
    if draft.mapping:
        return guess(grid, columns_of(draft.mapping, draft.file_name))
    here = set(grid.columns)
    before = ColumnMapping.objects.filter(house=draft.house)
    best = max(
        before, key=lambda one: len(here & set(one.columns.get("columns", ()))), default=None
    )
    if best is None or not here & set(best.columns.get("columns", ())):
        return guess(grid)
    return guess(grid, columns_of(best.columns, best.name))


@needs_thing(BRING)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what each column of a list is: guessed beforehand, with its first cells."""
    draft = draft_of(request, key)
    grid = grid_in(files_of(draft))
    if grid is None:
        return redirect("bring-check", key=draft.pk)
    fault, said = "", said_columns(draft, grid)
    if request.method == "POST":
        try:
            said = _read(request, grid, said)
            draft.mapping = said.model_dump(by_alias=True)
            if said.of("name") is None:
                raise InputError(text("no column is the name of the provision."))
            with transaction.atomic():
                draft.save(update_fields=["mapping"])
                record(request, BRING, draft, what={"deed": "columns"})
            asked = [one for one in unknown_kinds(grid, said) if "kinds" not in request.POST]
            return redirect("bring-columns" if asked else "bring-check", key=draft.pk)
        except InputError as wrong:
            fault = wrong.sentence(lang())
    context = {
        "draft": draft,
        "fault": fault,
        "columns": [_column(grid, said, at) for at in range(len(grid.columns))],
        "kinds": [_kind(said, at, word) for at, word in enumerate(_words(grid, said))],
        "source": said.source,
        "remembered": bool(said.columns) and not draft.mapping and _is_known(draft, grid),
        **frame(draft.house, (str(draft), "")),
    }
    saw(request, BRING, draft)
    return render(request, "social_map/bring_columns.html", context, status=400 if fault else 200)


def _is_known(draft: Draft, grid: Grid) -> bool:
    here = set(grid.columns)
    return any(
        here & set(one.columns.get("columns", ()))
        for one in ColumnMapping.objects.filter(house=draft.house)
    )


def _words(grid: Grid, said: Columns) -> list[str]:
    heading = said.of("kind")
    return [*said.kinds, *unknown_kinds(grid, said)] if heading is not None else []


def _column(grid: Grid, said: Columns, at: int) -> Choice:
    from weefsel.provisions.cells import word

    heading = grid.columns[at]
    chosen = said.columns.get(heading, SKIP)
    options = tuple(
        Option(field, name.render(lang()), field == chosen) for field, name in FIELDS.items()
    )
    cells = [word(cell) for cell in grid.cells(at)]
    sample = tuple(one[:40] for one in dict.fromkeys(cells) if one)[:SHOWN_CELLS]
    return Choice(f"column-{at}", heading, options, sample)


def _kind(said: Columns, at: int, word: str) -> Choice:
    chosen = said.kinds.get(word, "other")
    options = tuple(
        Option(key, kind.name(lang()), key == chosen) for key, kind in place_kinds().items()
    )
    return Choice(f"kind-{at}", word, options)


def _read(request: HttpRequest, grid: Grid, said: Columns) -> Columns:
    post = request.POST
    chosen = {
        heading: post.get(f"column-{at}", said.columns.get(heading, SKIP))
        for at, heading in enumerate(grid.columns)
    }
    kinds = {
        word: post[f"kind-{at}"]
        for at, word in enumerate(_words(grid, said))
        if f"kind-{at}" in post
    }
    wanted = {
        "columns": chosen, "kinds": {**said.kinds, **kinds},
        "source": post.get("source", "").strip()[:200], "name": said.name,
    }  # fmt: skip
    return columns_of(wanted, grid.file)


def _brought(draft: Draft) -> Any:
    files = files_of(draft)
    grid = grid_in(files)
    said = said_columns(draft, grid) if grid is not None else None
    return bringing.read(files, draft.house.area, columns=said)


@needs_thing(BRING)
@require_safe
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show every fault with its row and column, or what storing would do."""
    draft = draft_of(request, key)
    context: dict[str, Any] = {"draft": draft, **frame(draft.house, (str(draft), ""))}
    context["is_table"] = draft.form == TABLE
    saw(request, BRING, draft)
    try:
        brought = _brought(draft)
        ready = bringing.tried(brought, draft.house, publish=True, gone=False)
    except BrokenPackageError as broken:
        context |= {
            "faults": broken.faults[:SHOWN_FAULTS],
            "fault_count": counted("faults", len(broken.faults)),
            "many": len(broken.faults) > 1,
            "more": len(broken.faults) > SHOWN_FAULTS,
        }
        return render(request, "social_map/bring_check.html", context)
    except InputError as wrong:
        context["fault"] = wrong.sentence(lang())
        return render(request, "social_map/bring_check.html", context, status=400)
    context |= _preview(ready)
    return render(request, "social_map/bring_check.html", context)


def _preview(ready: bringing.Ready) -> dict[str, Any]:
    brought = ready.brought
    entries = brought.map.entries()
    return {
        "form_name": FORMS[brought.form],
        "brought": brought,
        "new": counted("new", ready.new),
        "is_new": ready.new > 0,
        "one_new": ready.new == 1,
        "known": counted("known", len(entries) - ready.new),
        "is_known": len(entries) > ready.new,
        "changed": counted("changed", ready.put.changed),
        "is_changed": ready.put.changed > 0,
        "rows": [
            {"entry": one, "kind": place_kinds().get(one.service.kind)}
            for one in entries[:SHOWN_ROWS]
        ],
        "more_rows": len(entries) > SHOWN_ROWS,
        "doubles": ready.doubles[:SHOWN_ROWS],
        "mapped": [
            {"line": one, "rows": counted(f"rows:{one.source}:{one.target}", one.rows)}
            for one in brought.mapped
        ],
    }


@needs_thing(BRING)
@require_safe
def faults(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give every fault as a table to take away."""
    draft = draft_of(request, key)
    saw(request, BRING, draft)
    found: Any = ()
    try:
        _brought(draft)
    except BrokenPackageError as broken:
        found = broken.faults
    return file(fault_list(found, lang()), "fouten.csv")


@needs_thing(BRING)
@require_POST
def store(request: HttpRequest, key: UUID) -> HttpResponse:
    """Store what stands in a draft, all of it or nothing; the file itself is let go."""
    draft = draft_of(request, key)
    publish, gone = (request.POST.get(one) == "yes" for one in ("publish", "gone"))
    try:
        brought = _brought(draft)
        with transaction.atomic():
            bringing.store(brought, draft.house, request, publish=publish, gone=gone)
            if draft.mapping:
                _remember(draft)
            draft.delete()
    except InputError as wrong:
        messages.error(request, wrong.sentence(lang()))
        return redirect("bring-check", key=draft.pk)
    messages.success(request, _("The provisions are in the register."))
    return redirect("provisions-own")


def _remember(draft: Draft) -> None:
    """Keep what this house said of its columns, for the next list."""
    name = PurePath(draft.file_name).stem[:NAME]
    said = {**draft.mapping, "name": name}
    ColumnMapping.objects.update_or_create(
        house=draft.house, name=name, defaults={"columns": said, "changed_at": timezone.now()}
    )


@needs_thing(BRING)
@require_POST
def throw_away(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a draft away."""
    draft = draft_of(request, key)
    with transaction.atomic():
        record(request, BRING, draft, what={"deed": "throw away"})
        draft.delete()
    messages.success(request, _("The draft is thrown away."))
    return redirect("bring")
