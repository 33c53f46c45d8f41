"""Say something about a figure, change it, take it out, publish it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weefsel.scan.result import ScanResult
from weefsel.web import ask
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.rights import Hidden, decide, require, role_in
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.keeping import OutdatedError
from weefsel.web.choose.portfolio.changed import told_plainly
from weefsel.web.interpret import keeping
from weefsel.web.interpret.beside import PUBLISH, TAKE_OUT
from weefsel.web.interpret.forms import StoryForm
from weefsel.web.interpret.models import Story
from weefsel.web.interpret.where import area_of, crumbs_of, figure_of, house_for, name_of

EDIT, DELETE = "story.edit", "story.delete"


def _back(code: str) -> str:
    return reverse("neighbourhood-scan", kwargs={"code": code}) + "#stories"


def _frame(result: ScanResult, code: str, here: str) -> dict[str, Any]:
    return {
        "code": code,
        "area_name": result.name(code),
        "sources": {**ask.sources(), **result.sources},
        "fictitious": result.fictitious,
        "step": "see",
        "crumbs": crumbs_of(result, code, (_("Neighbourhood scan"), _back(code)), (here, "")),
    }


@needs("story.make")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Say something about a figure of an area; works on a phone, and without script."""
    result = area_of(code)
    figure = figure_of(result, code, key)
    house = house_for(request, "story.make", code)
    form = StoryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        story = Story(
            house=house,
            author=request.user,
            role=role_in(request.user, house),
            area=code,
            figure=key,
            year=figure.year or result.year,
            recognised=form.cleaned_data["recognised"],
            why=form.cleaned_data["why"],
            language=lang(),
        )
        keeping.tell(request, story)
        messages.success(
            request,
            _(
                "Thank you. Colleagues in this municipality can read it now; others once it is "
                "published."
            ),
        )
        return redirect(_back(code))
    return _page(request, form, result, code, key, None)


def _page(
    request: HttpRequest, form: StoryForm, result: ScanResult, code: str, key: str, one: Any
) -> HttpResponse:
    context = {
        "form": form,
        "one": one,
        "figure": figure_of(result, code, key),
        "name": name_of(key, lang(), result),
        "back": _back(code),
        **_frame(result, code, name_of(key, lang(), result)),
    }
    return render(request, "interpret/tell.html", context, status=400 if form.errors else 200)


def _find(request: HttpRequest, key: UUID, right: str) -> Story:
    found = Story.objects.filter(pk=key).select_related("house", "author").first()
    if found is None:
        raise Hidden
    require(request, right, found)
    return found


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change one's own story."""
    story = _find(request, key, EDIT)
    start = {"recognised": story.recognised, "why": story.why, "seen": story.version}
    form = StoryForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("recognised", "why")}
        try:
            keeping.retell(request, story, form.cleaned_data["seen"] or 0, fields)
        except OutdatedError as fault:
            form.add_error(None, told_plainly(fault))
        else:
            messages.success(request, _("Your words were changed."))
            return redirect(_back(story.area))
    return _page(request, form, area_of(story.area), story.area, story.figure, story)


@needs_thing("story.see")
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a story out, after asking: one's own, or as who answers for what is shown."""
    story = _find(request, key, "story.see")
    mine = decide(request.user, DELETE, story).allowed
    right = DELETE if mine else TAKE_OUT
    require(request, right, story)
    if request.method == "POST":
        code = story.area
        keeping.take_out(request, story, right)
        messages.success(request, _("It was taken out, with all its versions."))
        return redirect(_back(code))
    result = area_of(story.area)
    context = {
        "one": story,
        "mine": mine,
        "name": name_of(story.figure, lang(), result),
        "back": _back(story.area),
        **_frame(result, story.area, _("Take out")),
    }
    return render(request, "interpret/take_out.html", context)


@needs_thing(PUBLISH)
@require_POST
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let everybody read the version of a story that was looked at."""
    story = _find(request, key, PUBLISH)
    said = request.POST.get("seen", "")
    try:
        keeping.publish_story(request, story, int(said) if said.isdecimal() else 0)
        messages.success(request, _("Everybody can read it now."))
    except OutdatedError as fault:
        messages.error(request, told_plainly(fault))
    return redirect(_back(story.area))


@needs_thing(PUBLISH)
@require_POST
def unpublish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a story back from publication."""
    story = _find(request, key, PUBLISH)
    if story.published:
        keeping.unpublish_story(request, story)
    messages.success(request, _("Only colleagues in this municipality can read it again."))
    return redirect(_back(story.area))
