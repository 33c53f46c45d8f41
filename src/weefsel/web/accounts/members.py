"""The people of a house: who they are, what they do, another role, the end of a membership."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.forms import EndForm, InviteForm, RoleForm
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.invitations import can_mail
from weefsel.web.accounts.leaving import check_last, end_membership, left_behind
from weefsel.web.accounts.models import House, Invitation, Membership
from weefsel.web.accounts.rights import Hidden, decide, require, visible
from weefsel.web.accounts.sessions import end_sessions
from weefsel.web.accounts.shown import is_mine, role_name, words
from weefsel.web.accounts.why import crumbs
from weefsel.web.audit.log import saw
from weefsel.web.login import second_factor


def house_of(request: HttpRequest, slug: str, right: str) -> House:
    """Give a house in which somebody has a right; raises ``Denied`` or ``Hidden``."""
    found = House.objects.filter(slug=slug).first()
    if found is None:
        raise Hidden
    require(request, right, found)
    return found


def member_of(house: House, key: UUID) -> Membership:
    """Give a membership of this house that holds; raises ``Hidden``."""
    held = Membership.objects.select_related("user", "house")
    found = held.filter(house=house, pk=key, until__isnull=True).first()
    if found is None:
        raise Hidden
    return found


@needs_thing("member.see")
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who works in a house, and to administrators its open invitations."""
    house = house_of(request, slug, "member.see")
    held = visible(request.user, "member.see", Membership.objects.filter(house=house))
    rows = [
        {
            "name": one.user.get_full_name(),
            "username": one.user.username,
            "role": role_name(one.role),
            "since": one.since,
            "email": one.user.email if one.user.reachable else "",
            "me": is_mine(request, one.user),
            "key": one.pk,
        }
        for one in held.filter(until__isnull=True).select_related("user")
    ]
    rows.sort(key=lambda row: str(row["name"]).casefold())
    may_invite = decide(request.user, "invitation.make", house).allowed
    context = {
        "house": house,
        "rows": rows,
        "may_change": decide(request.user, "member.change", house).allowed,
        "may_invite": may_invite,
        "form": InviteForm(mail=can_mail()) if may_invite else None,
        "invitations": _open_invitations(house) if may_invite else [],
        "fictitious": house.fictitious,
        "crumbs": crumbs(_("Members of %(house)s") % {"house": house.name}),
    }
    saw(request, "member.see", house)
    return render(request, "accounts/members.html", context)


def _open_invitations(house: House) -> list[dict[str, Any]]:
    found = Invitation.objects.filter(house=house, used_at__isnull=True, withdrawn_at__isnull=True)
    return [
        {
            "role": role_name(one.role),
            "made": one.made_at,
            "until": one.expires_at,
            "by": one.made_by.get_full_name() if one.made_by else "",
            "key": one.pk,
        }
        for one in found.select_related("made_by")
        if one.open
    ]


@needs_thing("member.change")
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Give somebody another role."""
    house = house_of(request, slug, "member.change")
    one = member_of(house, key)
    form = RoleForm(request.POST or None, initial={"role": one.role})
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, one, form.cleaned_data["role"])
            messages.success(request, _("The role was changed."))
            return redirect("members", slug=slug)
        except InputError as fault:
            form.add_error("role", words(fault.what) + " " + words(fault.todo or fault.what))
    context = {
        "form": form,
        "house": house,
        "name": one.user.get_full_name(),
        "crumbs": _crumbs(house, _("Another role")),
    }
    return render(request, "accounts/role.html", context, status=400 if form.errors else 200)


@transaction.atomic
def _change(request: HttpRequest, one: Membership, wanted: str) -> None:
    before = one.role
    if wanted == before:
        return
    check_last(one)
    one.role = wanted
    one.save(update_fields=["role"])
    tell(
        "member.change",
        by=request.user,
        house=one.house,
        about=one.user.uid,
        before=before,
        after=wanted,
    )


@needs_thing("member.end")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """End somebody's membership; what was in their care can be handed over."""
    house = house_of(request, slug, "member.end")
    return _end(request, member_of(house, key))


@needs_thing("member.reset_factor")
@require_http_methods(["GET", "HEAD", "POST"])
def reset_factor(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Take away the second factor of somebody who lost it; their sessions end."""
    house = house_of(request, slug, "member.reset_factor")
    one = member_of(house, key)
    _only_here(request, one)
    if request.method == "POST":
        with transaction.atomic():
            had = second_factor.reset(one.user)
            end_sessions(one.user)
            tell("member.reset_factor", by=request.user, house=house, about=one.user.uid, had=had)
        messages.success(request, _("At the next log-in no code is asked, or a new one is made."))
        return redirect("members", slug=slug)
    context = {
        "house": house,
        "name": one.user.get_full_name(),
        "crumbs": _crumbs(house, _("Second factor")),
    }
    return render(request, "accounts/reset_factor.html", context)


def _only_here(request: HttpRequest, one: Membership) -> None:
    """Refuse to weaken an account that opens more than this house; raises ``InputError``.

    An administrator of one house would else reach into another one, or into the install.
    """
    if request.user.is_superuser:  # type: ignore[union-attr]
        return
    elsewhere = one.user.memberships.filter(until__isnull=True).exclude(house=one.house_id)
    if one.user.is_superuser or elsewhere.exists():
        raise InputError(
            text("the second factor of this person protects more than this house."),
            todo=text("Ask who runs this Weefsel to take it away."),
        )


@needs_thing("own_account.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, key: UUID) -> HttpResponse:
    """Leave a house oneself."""
    one = Membership.objects.select_related("user", "house").filter(pk=key, until=None).first()
    if one is None or not is_mine(request, one.user):
        raise Hidden
    require(request, "own_account.edit", request.user)
    return _end(request, one)


def _end(request: HttpRequest, one: Membership) -> HttpResponse:
    mine = is_mine(request, one.user)
    others = Membership.objects.filter(house=one.house, until__isnull=True).exclude(pk=one.pk)
    # Who may not see the members sees no names here either, and what they had stays.
    may_see = decide(request.user, "member.see", one.house).allowed
    heirs = [other.user for other in others.select_related("user")] if may_see else []
    form = EndForm(request.POST if request.method == "POST" else None, heirs=heirs)
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(one, by=request.user, heir=form.chosen())  # type: ignore[arg-type]
        except InputError as fault:
            form.add_error(None, words(fault.what) + " " + words(fault.todo or fault.what))
        else:
            if mine:
                logout(request)
                return redirect("start")
            messages.success(request, _("The membership has ended."))
            return redirect("members", slug=one.house.slug)
    left = [(words(name), count) for name, count in left_behind(one.user, one.house)]
    context = {
        "form": form,
        "house": one.house,
        "name": one.user.get_full_name(),
        "mine": mine,
        "left": [name for name, _count in left],
        "crumbs": _crumbs(one.house, _("End a membership")),
    }
    return render(request, "accounts/end.html", context, status=400 if form.errors else 200)


def _crumbs(house: House, here: str) -> list[dict[str, str]]:
    way = (
        _("Members of %(house)s") % {"house": house.name},
        reverse("members", args=[house.slug]),
    )
    return crumbs(here, way)


@needs_thing("house.see")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the house one works in now."""
    from weefsel.web.accounts.middleware import CHOSEN
    from weefsel.web.login.log_in import safe_next

    wanted = request.POST.get("house", "")
    found = next((one for one in request.memberships if str(one.house.pk) == wanted), None)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    require(request, "house.see", found.house)
    request.session[CHOSEN] = wanted
    return redirect(safe_next(request) or "account")
