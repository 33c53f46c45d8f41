"""Fill in a choice, or change one that is in an address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.language import text
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.choose import begin_with
from weefsel.web.choose.form import ChoiceForm, editable, empty, initial
from weefsel.web.choose.known import of_provision
from weefsel.web.choose.link import KEPT, NAME, pack, unpack
from weefsel.web.choose.result import LONGEST_KEPT, address, weighed
from weefsel.weigh.choice import Choice

MAX_CODE = 10
MAX_ID = 40


@needs("recipe_compute.run")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show the form; a good one leads to its result."""
    packed = request.GET.get(NAME, "")
    before = unpack(packed) if packed else None
    option = request.GET.get("optie", "")[:MAX_ID]
    if before is not None and option not in editable(before):
        raise NotFoundError(
            text("the form cannot show this option."),
            todo=text("Change it in the recipe itself and open that."),
        )
    if request.method == "POST":
        form = ChoiceForm(request.POST, before=before, option_id=option)
        form.substitution = begin_with.substitution(request.GET)
        if form.is_valid():
            try:
                packed = pack(form.choice)
                weighed(packed)  # kept for the page that follows; refused here, at its field
                return HttpResponseRedirect(address(packed) + _kept(request))
            except InputError as fault:
                form.refuse(fault)
    else:
        form = ChoiceForm(initial=_begin(request, before, option))
    crumbs = [
        {"name": _("Choices"), "url": reverse("choices")},
        {"name": _("Fill in a choice"), "url": ""},
    ]
    context = {
        "form": form,
        "fictitious": form.fictitious,
        "step": "choose",
        "crumbs": crumbs,
    }
    status = 400 if form.is_bound else 200
    return render(request, "choose/edit.html", context, status=status)


def _kept(request: HttpRequest) -> str:
    """Carry along of which stored choice this is to be a new version."""
    kept = request.GET.get(KEPT, "")[:LONGEST_KEPT]
    return f"&{urlencode({KEPT: kept})}" if kept else ""


def _begin(request: HttpRequest, before: Choice | None, option: str) -> dict[str, Any]:
    """Give the fields to begin with: of a recipe, of a known place, or nearly nothing."""
    if before is not None:
        return initial(before, option) or {}
    area = request.GET.get("buurt", "")[:MAX_CODE].upper()
    place = request.GET.get("plek", "")[:MAX_ID]
    for provision in ask.provisions_near(area):
        if provision.slug == place:
            return of_provision(provision)
    return {**empty(area), **begin_with.fields(request.GET)}
