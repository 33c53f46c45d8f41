"""Write what the scan of an area comes to, publish it after interpretation, take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weefsel.base.errors import InputError
from weefsel.scan.blocks import Line
from weefsel.scan.result import ScanResult
from weefsel.web import ask
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.keeping import OutdatedError, change
from weefsel.web.choose.portfolio.changed import theirs, told_plainly
from weefsel.web.interpret import keeping
from weefsel.web.interpret.forms import FindingForm, PublishForm
from weefsel.web.interpret.models import Finding, Story
from weefsel.web.interpret.past import FINDING
from weefsel.web.interpret.scanned import scan_of
from weefsel.web.interpret.where import area_of, crumbs_of, house_for, name_of

EDIT, PUBLISH = "finding.edit", "finding.publish"
FIELDS = ("title", "strengths", "strains", "conclusion")


def _frame(result: ScanResult, code: str, here: str) -> dict[str, Any]:
    back = reverse("neighbourhood-scan", kwargs={"code": code})
    return {
        "code": code,
        "area_name": result.name(code),
        "back": back,
        "sources": {**ask.sources(), **result.sources},
        "fictitious": result.fictitious,
        "step": "see",
        "crumbs": crumbs_of(result, code, (_("Neighbourhood scan"), back), (here, "")),
    }


def find(request: HttpRequest, code: str, right: str) -> Finding:
    """Give the finding of an area that somebody may do something with; else it is not here."""
    found = Finding.objects.filter(area=code).select_related("house").first()
    if found is None:
        raise Hidden
    require(request, right, found)
    return found


def _choices(lines: tuple[Line, ...], kept: list[str], result: ScanResult) -> list[Any]:
    """Give what can be chosen; what was chosen before stays, also when it is none any more."""
    ids = [line.indicator.id for line in lines]
    ids += [one for one in kept if one not in ids]
    return [(one, name_of(one, lang(), result)) for one in ids]


@needs(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Write the finding of an area; it stays a concept until somebody publishes it."""
    result = area_of(code)
    house = house_for(request, EDIT, code)  # first: who is not of here learns nothing else
    thing = Finding.objects.filter(area=code).select_related("house").first()
    if thing is not None:
        require(request, EDIT, thing)
    scan = scan_of(result, code).blocks
    start: dict[str, Any] = {"title": scan.title.render(lang()), "seen": 0}
    if thing is not None:
        start = {name: getattr(thing, name) for name in FIELDS} | {"seen": thing.version}
    form = FindingForm(
        request.POST if request.method == "POST" else None,
        initial=start,
        strengths=_choices(scan.strengths, thing.strengths if thing else [], result),
        strains=_choices(scan.strains, thing.strains if thing else [], result),
    )
    outdated = None
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in FIELDS}
        told |= {"language": lang(), "author": request.user}
        try:
            if thing is None:
                keeping.begin(request, Finding(house=house, area=code, **told))
            else:
                change(request, EDIT, thing, form.cleaned_data["seen"] or 0, told)
            messages.success(request, _("The finding is kept as a concept."))
            return redirect("neighbourhood-scan", code=code)
        except OutdatedError as fault:
            outdated = theirs(FINDING, fault.now, form.cleaned_data["seen"] or 0)
    context = {
        "form": form,
        "thing": thing,
        "outdated": outdated,
        "seen": outdated.version if outdated else form["seen"].value() or 0,
        **_frame(result, code, _("Finding")),
    }
    status = 409 if outdated else 400 if form.errors else 200
    return render(request, "interpret/write.html", context, status=status)


@needs_thing(PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish a finding after interpretation, or with the reason why without."""
    thing = find(request, code, PUBLISH)
    result = area_of(code)
    told = Story.objects.filter(area=code).exists()
    form = PublishForm(
        request.POST if request.method == "POST" else None, initial={"seen": thing.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            keeping.publish(
                request, thing, form.cleaned_data["seen"] or 0, result, form.cleaned_data["reason"]
            )
            messages.success(request, _("Everybody can see this finding now."))
            return redirect("neighbourhood-scan", code=code)
        except InputError as fault:
            at = None if isinstance(fault, OutdatedError) else "reason"
            form.add_error(at, told_plainly(fault))
    context = {
        "form": form,
        "thing": thing,
        "told": told,
        "seen": thing.version,
        "strengths": [name_of(one, lang(), result) for one in thing.strengths],
        "strains": [name_of(one, lang(), result) for one in thing.strains],
        **_frame(result, code, _("Publish")),
    }
    return render(request, "interpret/publish.html", context, status=400 if form.errors else 200)


@needs_thing(PUBLISH)
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a finding back from publication."""
    thing = find(request, code, PUBLISH)
    if thing.published:
        keeping.withdraw(request, thing)
    messages.success(request, _("The finding is a concept again."))
    return redirect("neighbourhood-scan", code=code)
