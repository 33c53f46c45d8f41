"""A file of own figures on its way: brought, mapped, checked, published."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.atlas.local_load import Prepared, guess_mapping, prepare_local, store_local
from weefsel.base.errors import ConflictError, InputError
from weefsel.base.language import text
from weefsel.outcomes.own_shares import pass_shares
from weefsel.outcomes.own_words import refuse_personal
from weefsel.report.own_faults import fault_table
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.sources.local_grid import MOST_BYTES, Grid, grid_of
from weefsel.sources.local_mapping import LocalMapping, mapping_of
from weefsel.sources.local_rows import lacking
from weefsel.web import ask
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.audit.log import record, saw
from weefsel.web.files import file
from weefsel.web.see.models import OwnUpload
from weefsel.web.see.own_house import ENTER, SEE, areas_of, frame_of, house_for
from weefsel.web.see.own_mapping import MappingForm

SHOWN_FAULTS = 100  # on a page; the download has them all
MOST_DRAFTS = 20  # of a house: a draft is on its way to be published, not kept
NAME = 120
BROUGHT, MAPPED, DISCARDED = (f"own_figures.{did}" for did in ("bring", "map", "discard"))


class UploadForm(forms.Form):
    """One spreadsheet."""

    file = forms.FileField(
        max_length=NAME,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods", "class": "utrecht-textbox"}
        ),
    )


def draft_of(request: HttpRequest, key: Any) -> OwnUpload:
    """Give a draft that somebody may work on; raises ``Denied`` or ``Hidden``."""
    found = OwnUpload.objects.select_related("house").filter(pk=key).first()
    if found is None:
        raise Hidden
    require(request, ENTER, found)
    if found.state != OwnUpload.DRAFT:
        raise InputError(
            text("these figures are no draft any more."),
            todo=text("Withdraw them, or bring a new file in their place."),
        )
    return found


@needs(ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Take a file in: its table is read, its columns are guessed, nothing is stored yet."""
    house = house_for(request, ENTER)
    require(request, ENTER, house)
    fault = ""
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        try:
            if form.is_valid():
                return redirect("own-columns", key=_taken(request, house).pk)
            fault = _("Choose a file first.")
        except InputError as wrong:
            fault = wrong.sentence(get_language() or "nl")
    context = {
        "fault": fault,
        "house": house,
        **frame_of((_("Bring a file"), ""), fictitious=house.fictitious),
    }
    return render(request, "see/own_bring.html", context, status=400 if fault else 200)


def _taken(request: HttpRequest, house: Any) -> OwnUpload:
    _check_room(house)
    given = request.FILES["file"]
    name = PurePath(str(given.name)).name[:NAME]
    content = given.read(MOST_BYTES + 1)
    grid = grid_of(content, name)
    mapping = guess_mapping(ask.store(), grid, LocalMapping(municipality=house.area))
    mapping = mapping.model_copy(update={"house": mapping.house or house.name})
    with transaction.atomic():
        made = OwnUpload.objects.create(
            house=house,
            made_by=request.user,
            file_name=name,
            content=content,
            mapping=mapping.model_dump(by_alias=True),
        )
        record(request, BROUGHT, made, what={"rows": len(grid.rows)})
    return made


def _check_room(house: Any) -> None:
    """Refuse one draft too many: no work of a colleague goes. Raises ``InputError``."""
    drafts = OwnUpload.objects.filter(house=house, state=OwnUpload.DRAFT)
    if drafts.count() < MOST_DRAFTS:
        return
    oldest = drafts.order_by("made_at").first()
    raise InputError(
        text("this house already has %(most)s drafts of own figures.", most=MOST_DRAFTS),
        todo=text(
            "Publish one or throw one away first; the oldest is '%(name)s' of %(day)s.",
            name=oldest.file_name if oldest else "",
            day=f"{timezone.localtime(oldest.made_at):%Y-%m-%d}" if oldest else "",
        ),
    )


def grid_and_mapping(draft: OwnUpload) -> tuple[Grid, LocalMapping]:
    """Give the table of a draft and what is said of its columns."""
    areas_of(draft.house)  # refuses a house without a municipality
    grid = grid_of(bytes(draft.content), draft.file_name)
    # Whatever the form said: a house enters figures of its own municipality only.
    mapping = mapping_of({**draft.mapping, "municipality": draft.house.area}, draft.file_name)
    return grid, mapping


def prepared(draft: OwnUpload) -> Prepared:
    """Read and check a draft as it stands; raises ``InputError`` when no row can be read."""
    grid, mapping = grid_and_mapping(draft)
    today = timezone.localdate()
    found = prepare_local(ask.store(), grid, mapping, today=today, door=pass_shares)
    refuse_personal(found.open_words, draft.file_name)
    return found


def _fictitious(draft: OwnUpload) -> bool:
    return bool(draft.house.area) and country_of(draft.house.area) == FICTITIOUS


@needs_thing(ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, key: Any) -> HttpResponse:
    """Say what each column is: guessed beforehand, with the first rows under it."""
    draft = draft_of(request, key)
    grid, mapping = grid_and_mapping(draft)
    fault = ""
    words: tuple[str, ...] = ()
    if not lacking(mapping):
        try:
            words = prepared(draft).words
        except InputError as wrong:
            fault = wrong.sentence(get_language() or "nl")
    form = MappingForm(grid, mapping, words, get_language() or "nl")
    if request.method == "POST":
        try:
            draft.mapping = form.read(request.POST).model_dump(by_alias=True)
            with transaction.atomic():
                draft.save(update_fields=["mapping"])
                record(request, MAPPED, draft)
            return redirect("own-check", key=draft.pk)
        except InputError as wrong:
            fault = wrong.sentence(get_language() or "nl")
    context = {
        "draft": draft,
        "form": form,
        "fault": fault,
        "lacking": lacking(mapping),
        **frame_of((str(draft), ""), fictitious=_fictitious(draft)),
    }
    saw(request, SEE, draft)
    status = 400 if fault and request.method == "POST" else 200
    return render(request, "see/own_columns.html", context, status=status)


@needs_thing(ENTER)
@require_safe
def check(request: HttpRequest, key: Any) -> HttpResponse:
    """Show every fault with its row and column, or what would be stored."""
    draft = draft_of(request, key)
    try:
        found = prepared(draft)
    except InputError as wrong:
        messages.error(request, wrong.sentence(get_language() or "nl"))
        return redirect("own-columns", key=draft.pk)
    faults = found.checked.faults
    known = {**ask.store().catalogue(country_of(draft.house.area))}
    known |= {one.id: one for one in found.definitions}
    counts = found.checked.frame.group_by("indicator", "year").len().sort("indicator", "year")
    there = {one.table for one in ask.store().editions() if one.own}
    context = {
        "draft": draft,
        "found": found,
        "faults": faults[:SHOWN_FAULTS],
        "more_faults": len(faults) - SHOWN_FAULTS,
        "fault_count": len(faults),
        "words": found.words,
        "counts": [
            {"indicator": known[name], "year": year, "count": count}
            for name, year, count in counts.iter_rows()
        ],
        "count": found.checked.frame.height,
        "replaces": found.table in there,
        "unpublished": not faults,
        **frame_of((str(draft), ""), fictitious=_fictitious(draft)),
    }
    saw(request, SEE, draft)
    return render(request, "see/own_check.html", context)


@needs_thing(ENTER)
@require_safe
def faults(request: HttpRequest, key: Any) -> HttpResponse:
    """Give every fault as a table to take away."""
    draft = draft_of(request, key)
    found = prepared(draft)
    saw(request, SEE, draft)
    return file(fault_table(found.checked.faults, get_language() or "nl"), "fouten.csv")


@needs_thing(ENTER)
@require_POST
def publish(request: HttpRequest, key: Any) -> HttpResponse:
    """Store the figures of a draft: open to everyone from now on. The file itself is let go."""
    draft = draft_of(request, key)
    if request.POST.get("open") != "yes":
        messages.error(request, _("Confirm that everyone may see these figures."))
        return redirect("own-check", key=draft.pk)
    try:
        found = prepared(draft)
        store_local(ask.store(), found, replace=request.POST.get("replace") == "yes")
    except ConflictError:
        messages.error(
            request, _("Other figures stand under this name. Confirm that they are replaced.")
        )
        return redirect("own-check", key=draft.pk)
    except InputError as wrong:
        messages.error(request, wrong.sentence(get_language() or "nl"))
        return redirect("own-check", key=draft.pk)
    remember(draft, request, found)
    messages.success(request, _("The figures are published."))
    return redirect("own-edition", table=found.table)


@transaction.atomic
def remember(upload: OwnUpload, request: HttpRequest, found: Prepared) -> None:
    """Write down who published what and when, and let go of the file."""
    earlier = OwnUpload.objects.filter(
        house=upload.house, table=found.table, state=OwnUpload.PUBLISHED
    )
    earlier.exclude(pk=upload.pk).update(
        state=OwnUpload.WITHDRAWN, withdrawn_by=request.user, withdrawn_at=timezone.now()
    )
    upload.content, upload.mapping = b"", {}
    # Only the screened title stays: the name of the file was for who worked on it.
    upload.file_name = found.table
    upload.state = OwnUpload.PUBLISHED
    upload.table = found.table
    upload.title = found.mapping.title or found.editions[0].title
    upload.licence = found.mapping.licence
    upload.figures = found.checked.frame.height
    upload.stored_by, upload.stored_at = request.user, timezone.now()
    upload.save()
    tell(ENTER, by=request.user, house=upload.house, table=found.table, figures=upload.figures)


@needs_thing(ENTER)
@require_POST
def discard(request: HttpRequest, key: Any) -> HttpResponse:
    """Throw a draft away."""
    draft = draft_of(request, key)
    with transaction.atomic():
        record(request, DISCARDED, draft)
        draft.delete()
    messages.success(request, _("The draft is thrown away."))
    return redirect(reverse("own-figures"))
