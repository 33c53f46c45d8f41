"""Stored choices and scans: keeping, the page of one, a new version, publishing, handing over."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, decide, houses_with, require, visible
from weefsel.web.accounts.shown import lang
from weefsel.web.accounts.why import crumbs
from weefsel.web.audit.past import changes, past_of
from weefsel.web.choose import keeping
from weefsel.web.choose.form import editable
from weefsel.web.choose.keeping import OutdatedError
from weefsel.web.choose.kept_forms import HandOverForm, KeepForm, NoteForm
from weefsel.web.choose.link import KEPT, NAME, pack, read_recipe, unpack
from weefsel.web.choose.models import Decision, StoredRecipe
from weefsel.web.choose.own_values import with_own_values
from weefsel.web.choose.result import address, weighed
from weefsel.weigh.choice import SCHEMA, Choice

SCAN = "scan"
MOST = 200  # on one page
LONGEST = 9  # digits of a version


def choice_of(thing: StoredRecipe, written: str = "") -> Choice:
    """Give a stored recipe as a choice; raises ``InputError`` when it is none any more."""
    return read_recipe((written or thing.recipe).encode(), thing.title)


def crumbs_to(here: str, *before: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way to a page about stored choices."""
    return crumbs(here, (_("Choices"), reverse("choices")), *before)


def find(key: UUID) -> StoredRecipe:
    """Give a stored recipe; raises ``Hidden``."""
    found = StoredRecipe.objects.select_related("house", "owner").filter(pk=key).first()
    if found is None:
        raise Hidden
    return found


def is_inside(request: HttpRequest, thing: StoredRecipe) -> bool:
    """Tell whether somebody sees the work of the house, or what was published; may refuse."""
    return require(request, "choice.see", thing).house is not None


@needs("choice.make")
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the recipe of an address in a house."""
    packed, area = request.GET.get(NAME, ""), request.GET.get("scan", "")[:10].upper()
    houses = houses_with(request.user, "choice.make")
    choice = None if area else unpack(packed)
    form = KeepForm(
        request.POST if request.method == "POST" else None,
        houses=houses,
        initial={"house": _first(request, houses)},
        scan=choice is None,
    )
    if request.method == "POST" and form.is_valid():
        house = form.chosen()
        require(request, "choice.make", house)
        try:
            made = _stored(request, form, house, choice, area)
        except InputError as fault:
            form.add_error(None, fault.sentence(lang()))
        else:
            messages.success(request, _("It is kept. Only your house sees it."))
            return redirect("kept", key=made.pk)
    scan = ask.scan_of(area) if choice is None else None
    context = {
        "form": form,
        "title": choice.title if choice else _scan_title(area),
        "back": address(packed) if choice else ask.url_of(area),
        "fictitious": choice.fictitious if choice else bool(scan and scan.fictitious),
        "step": "choose",
        "crumbs": crumbs_to(_("Keep")),
    }
    return render(request, "choose/keep.html", context, status=400 if form.errors else 200)


def _first(request: HttpRequest, houses: list[House]) -> str:
    here = request.house  # type: ignore[attr-defined]
    return str(here.pk) if here in houses else ""


def _scan_title(area: str) -> str:
    return _("Scan of %(place)s") % {"place": ask.name_of(area)}


def _stored(
    request: HttpRequest, form: KeepForm, house: House, choice: Choice | None, area: str
) -> StoredRecipe:
    """Keep a choice or a scan; raises ``InputError`` for a recipe that cannot be weighed."""
    note = form.cleaned_data["note"]
    made = StoredRecipe(house=house, owner=request.user, note=note)
    if choice is None:
        recipe = ask.scan_of(area).recipe
        _check_home(house, recipe.area)
        made.kind, made.title = SCAN, _scan_title(recipe.area)
        made.recipe, made.schema = recipe.toml(), recipe.schema_id
    else:
        _check_home(house, choice.area)
        if form.cleaned_data["own_values"]:
            choice = with_own_values(choice, house)
            weighed(pack(choice))
        made.title, made.recipe, made.schema = choice.title, choice.toml(), SCHEMA
    keeping.make(request, "choice.make", made)
    return made


def _check_home(house: House, area: str) -> None:
    """Keep what is made up apart from what is real."""
    if house.fictitious and country_of(area) != FICTITIOUS:
        raise InputError(text("an example house keeps nothing about a real municipality."))


@needs_thing("choice.see")
@require_safe
def kept(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a stored choice: to its house what is worked on, to others what was published."""
    thing = find(key)
    inside = is_inside(request, thing)
    may = {
        name: decide(request.user, right, thing).allowed
        for name, right in (
            ("edit", "choice.edit"),
            ("publish", "choice.publish"),
            ("hand_over", "choice.hand_over"),
            ("delete", "choice.delete"),
            ("decide", "decision.make"),
            ("history", "history.see"),
        )
    }
    may["history"] = may["history"] and inside
    decisions = visible(request.user, "decision.see", Decision.objects.filter(choice=thing))
    context = {
        "thing": thing,
        "inside": inside,
        "may": may,
        "title": thing.title if inside else thing.published_title,
        "note": thing.note if inside else thing.published_note,
        "decisions": decisions.select_related("choice__house"),
        **_links(thing, inside=inside, may_edit=may["edit"]),
        "stale": inside and may["edit"] and _stale(thing),
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(thing.title if inside else thing.published_title),
    }
    return render(request, "choose/kept.html", context)


def _links(thing: StoredRecipe, *, inside: bool, may_edit: bool) -> dict[str, Any]:
    """Give where the recipe leads: its result, its form, what was published."""
    if thing.kind == SCAN:
        from weefsel.scan.recipe import ScanRecipe

        return {"result_url": ask.url_of(ScanRecipe.read(thing.recipe, thing.title).area)}
    try:
        choice = choice_of(thing, "" if inside else thing.published_recipe)
        there = {NAME: pack(choice)}
        if may_edit:
            there[KEPT] = f"{thing.pk}.{thing.version}"
        query = urlencode(there)
        edits = [
            (option.title or option.id, f"{reverse('choice-edit')}?{query}&optie={option.id}")
            for option in choice.option
            if option.id in editable(choice)
        ]
        links = {"result_url": f"{reverse('choice-result')}?{query}"}
        if may_edit:
            links["edits"] = edits  # type: ignore[assignment]
        if inside and thing.published and not thing.up_to_date:
            links["published_url"] = address(pack(choice_of(thing, thing.published_recipe)))
        return links
    except InputError as fault:  # made by another version of Weefsel
        return {"fault": fault.sentence(lang())}


def _stale(thing: StoredRecipe) -> bool:
    """Tell whether the house's own values are others than those in the recipe."""
    if thing.kind == SCAN:
        return False
    try:
        choice = choice_of(thing)
    except InputError:
        return False
    return _values(with_own_values(choice, thing.house)) != _values(choice)


def _values(choice: Choice) -> dict[str, dict[str, Any]]:
    return {one.id: one.model_dump(exclude={"dated"}) for one in choice.parameter}


@needs_thing("choice.edit")
@require_POST
def save(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep another recipe as the new version; when somebody was first, show what they did."""
    thing = find(key)
    require(request, "choice.edit", thing)
    packed, seen = request.POST.get(NAME, ""), request.POST.get("seen", "")
    choice = unpack(packed)
    _check_home(thing.house, choice.area)
    fields = {"title": choice.title, "recipe": choice.toml(), "schema": SCHEMA}
    try:
        started = int(seen[:LONGEST]) if seen.isdecimal() else 0
        keeping.change(request, "choice.edit", thing, started, fields)
    except OutdatedError as fault:
        return _conflict(request, fault, packed, started, fields)
    messages.success(request, _("It is kept as a new version."))
    return redirect("kept", key=thing.pk)


def _conflict(
    request: HttpRequest, fault: OutdatedError, packed: str, seen: int, fields: dict[str, Any]
) -> HttpResponse:
    """Show what somebody else changed and what would change now; both can be kept."""
    now: Any = fault.now
    past = past_of("choice")
    assert past is not None
    before = now.history.filter(version=seen).order_by("-history_id").first()
    last = now.history.order_by("-history_id").select_related("history_user").first()
    mine = StoredRecipe(title=fields["title"], recipe=fields["recipe"], note=now.note)
    context = {
        "thing": now,
        "by": last.history_user if last else None,
        "at": now.changed_at,
        "theirs": changes(past, before, now) if before else [],
        "mine": changes(past, before or now, mine),
        "packed": packed,
        "mine_url": address(packed),
        "fictitious": now.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(now.title, (now.title, reverse("kept", args=[now.pk]))),
    }
    return render(request, "choose/conflict.html", context, status=409)


@needs_thing("choice.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change the note beside a stored choice."""
    thing = find(key)
    require(request, "choice.edit", thing)
    start = {"note": thing.note, "seen": thing.version}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=start)
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            told = {"note": form.cleaned_data["note"]}
            keeping.change(request, "choice.edit", thing, form.cleaned_data["seen"], told)
            return redirect("kept", key=thing.pk)
        except OutdatedError as fault:
            now = fault.now
    context = {
        "thing": thing,
        "form": form,
        "now": now,
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(_("Note"), (thing.title, reverse("kept", args=[thing.pk]))),
    }
    status = 409 if now else 400 if form.errors else 200
    return render(request, "choose/note.html", context, status=status)


@needs_thing("choice.edit")
@require_POST
def renew(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the own values of today into the recipe, as a new version."""
    thing = find(key)
    require(request, "choice.edit", thing)
    choice = with_own_values(choice_of(thing), thing.house)
    weighed(pack(choice))
    keeping.change(request, "choice.edit", thing, thing.version, {"recipe": choice.toml()})
    messages.success(request, _("The own values of today are in the new version."))
    return redirect("kept", key=thing.pk)


@needs_thing("choice.publish")
@require_POST
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let everybody see the version that who publishes has looked at."""
    thing = find(key)
    require(request, "choice.publish", thing)
    seen = request.POST.get("seen", "")
    if seen != str(thing.version):
        messages.error(request, _("Somebody changed it just now. Look at it again first."))
        return redirect("kept", key=thing.pk)
    keeping.publish(request, thing, thing.version)
    messages.success(request, _("Everybody can see this version now."))
    return redirect("kept", key=thing.pk)


@needs_thing("choice.publish")
@require_POST
def unpublish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a choice back from publication."""
    thing = find(key)
    require(request, "choice.publish", thing)
    if thing.published:
        keeping.unpublish(request, thing)
    messages.success(request, _("Only your house sees it again."))
    return redirect("kept", key=thing.pk)


@needs_thing("choice.hand_over")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give the care of a choice to a colleague."""
    thing = find(key)
    require(request, "choice.hand_over", thing)
    heirs = [one for one in keeping.colleagues(thing.house) if one != thing.owner]
    form = HandOverForm(request.POST if request.method == "POST" else None, heirs=heirs)
    if request.method == "POST" and form.is_valid():
        keeping.hand_over(request, thing, form.chosen())
        messages.success(request, _("The choice is in other hands now."))
        return redirect("kept", key=thing.pk)
    return _ask_first(request, thing, form, "choose/hand_over.html", _("Hand over"))


@needs_thing("choice.delete")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a stored choice away, after asking."""
    thing = find(key)
    require(request, "choice.delete", thing)
    mistake = ""
    if request.method == "POST":
        try:
            keeping.throw_away(request, thing)
            messages.success(request, _("It was thrown away, with all its versions."))
            return HttpResponseRedirect(reverse("choices"))
        except InputError as fault:
            mistake = fault.sentence(lang())
    return _ask_first(request, thing, None, "choose/throw_away.html", _("Throw away"), mistake)


def _ask_first(
    request: HttpRequest, thing: StoredRecipe, form: Any, page: str, here: str, mistake: str = ""
) -> HttpResponse:
    context = {
        "thing": thing,
        "form": form,
        "mistake": mistake,
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(here, (thing.title, reverse("kept", args=[thing.pk]))),
    }
    wrong = bool(mistake) or bool(form is not None and form.errors)
    return render(request, page, context, status=400 if wrong else 200)


def shelf(request: HttpRequest) -> dict[str, Any]:
    """Give the stored choices for the page where one begins: of one's houses, and published.

    Two queries, whatever their number.
    """
    found = visible(request.user, "choice.see", StoredRecipe.objects.select_related("house"))
    places = {one.house.pk for one in request.memberships}  # type: ignore[attr-defined]
    mine, others = [], []
    for one in found[:MOST]:
        inside = one.house_id in places and decide(request.user, "choice.see", one).house
        (mine if inside else others).append(one)
    return {"mine": mine, "others": [one for one in others if one.published]}
