"""Note that a session of interpretation was held, or take such a note out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.interpret import keeping
from weefsel.web.interpret.findings import EDIT, _frame
from weefsel.web.interpret.forms import SessionForm
from weefsel.web.interpret.models import Session
from weefsel.web.interpret.where import area_of, house_for

FIELDS = ("held_on", "residents", "professionals", "advisers", "recognised", "told")


@needs(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Note a session: the day, how many of whom, whether they recognised the figures."""
    result = area_of(code)
    house = house_for(request, EDIT, code)
    start = {"held_on": timezone.localdate(), "residents": 0, "professionals": 0, "advisers": 0}
    form = SessionForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in FIELDS}
        keeping.hold_session(request, Session(house=house, author=request.user, area=code, **told))
        messages.success(request, _("The session was noted."))
        return redirect("neighbourhood-scan", code=code)
    context = {"form": form, **_frame(result, code, _("Session"))}
    return render(request, "interpret/session.html", context, status=400 if form.errors else 200)


@needs_thing(EDIT)
@require_POST
def take_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the note of a session out."""
    found = Session.objects.filter(pk=key).select_related("house").first()
    if found is None:
        raise Hidden
    require(request, EDIT, found)
    code = found.area
    keeping.drop_session(request, found)
    messages.success(request, _("The note of this session was taken out."))
    return redirect("neighbourhood-scan", code=code)
