"""What was decided about a stored choice: writing it down, and the page of a decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weefsel.base.errors import InputError
from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.rights import Hidden, decide, require
from weefsel.web.accounts.shown import words
from weefsel.web.choose import keeping
from weefsel.web.choose.keeping import OutdatedError
from weefsel.web.choose.kept import SCAN, choice_of, crumbs_to, find
from weefsel.web.choose.kept_forms import DecisionForm
from weefsel.web.choose.models import BODIES, Decision, StoredRecipe
from weefsel.weigh.story import option_title

FIELDS = ("option", "decided_on", "body", "motivation", "public")


def options_of(thing: StoredRecipe) -> list[tuple[str, str]]:
    """Give the options of a stored choice with their titles; a scan has none."""
    if thing.kind == SCAN:
        return []
    try:
        choice = choice_of(thing)
    except InputError:
        return []
    return [(one.id, words(option_title(choice, one))) for one in choice.option]


@needs_thing("decision.make")
@require_http_methods(["GET", "HEAD", "POST"])
def make_decision(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write down what was decided about a stored choice."""
    thing = find(key)
    require(request, "decision.make", thing)
    return _form(request, thing, None)


@needs_thing("decision.make")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_decision(request: HttpRequest, key: UUID) -> HttpResponse:
    """Correct what was written down; the version before it stays in the history."""
    one = _find(key)
    require(request, "decision.make", one)
    return _form(request, one.choice, one)


def _find(key: UUID) -> Decision:
    found = Decision.objects.select_related("choice__house", "author").filter(pk=key).first()
    if found is None:
        raise Hidden
    return found


def _form(request: HttpRequest, thing: StoredRecipe, one: Decision | None) -> HttpResponse:
    options = options_of(thing)
    if one is not None and one.option and one.option not in dict(options):
        options = [(one.option, one.option_title), *options]
    begin: dict[str, Any] = {"decided_on": timezone.localdate(), "seen": 0}
    if one is not None:
        begin = {name: getattr(one, name) for name in FIELDS} | {"seen": one.version}
    form = DecisionForm(
        request.POST if request.method == "POST" else None, options=options, initial=begin
    )
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            kept = _keep(request, thing, one, form, dict(options))
            messages.success(request, _("The decision was written down."))
            return redirect("decision", key=kept.pk)
        except OutdatedError as fault:
            now = fault.now
    context = {
        "form": form,
        "thing": thing,
        "one": one,
        "now": now,
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(_("Decision"), (thing.title, reverse("kept", args=[thing.pk]))),
    }
    status = 409 if now else 400 if form.errors else 200
    return render(request, "choose/decide.html", context, status=status)


def _keep(
    request: HttpRequest,
    thing: StoredRecipe,
    one: Decision | None,
    form: DecisionForm,
    options: dict[str, str],
) -> Any:
    fields = {name: form.cleaned_data[name] for name in FIELDS}
    fields["option_title"] = options.get(fields["option"], "")
    fields["author"] = request.user
    if one is not None:
        seen = form.cleaned_data["seen"] or 0
        return keeping.change(request, "decision.make", one, seen, fields)
    made = Decision(choice=thing, about_version=thing.version, **fields)
    keeping.make(request, "decision.make", made)
    return made


@needs_thing("decision.see")
@require_safe
def decision(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one decision."""
    one = _find(key)
    inside = require(request, "decision.see", one).house is not None
    may_see_choice = decide(request.user, "choice.see", one.choice)
    title = one.choice.title if inside else one.choice.published_title
    context = {
        "one": one,
        "title": title,
        "body": words(BODIES.get(one.body, BODIES["other"])),
        "inside": inside,
        "may_edit": decide(request.user, "decision.make", one).allowed,
        "may_history": inside and decide(request.user, "history.see", one).allowed,
        "choice_url": reverse("kept", args=[one.choice.pk]) if may_see_choice.allowed else "",
        "fictitious": one.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(_("Decision")),
    }
    return render(request, "choose/decision.html", context)
