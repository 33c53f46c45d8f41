"""One's own account: name, language, password, houses, sessions, data to take along, leaving."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.accounts import own_data
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.forms import AccountForm, LeaveForm, PasswordForm, Verify
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.leaving import end_account
from weefsel.web.accounts.models import OpenSession, User
from weefsel.web.accounts.rights import decide, require
from weefsel.web.accounts.sessions import end_sessions
from weefsel.web.accounts.shown import role_name, words
from weefsel.web.accounts.why import crumbs
from weefsel.web.login import second_factor
from weefsel.web.login.example_users import is_example

FRESH = timedelta(minutes=15)  # after logging in elsewhere: as good as a password just given
FIELDS = ("name", "language", "email", "reachable")


@needs_thing("own_account.see")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account, and change it; who is not logged in is sent to do so."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    user: User = request.user
    require(request, "own_account.see", user)
    before = {name: getattr(user, name) for name in FIELDS}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=before)
    if is_example(user):  # shared by whoever looks around: nobody's name or address
        del form.fields["name"], form.fields["email"], form.fields["reachable"]
    if request.method == "POST" and form.is_valid():
        require(request, "own_account.edit", user)
        for name, value in form.cleaned_data.items():
            setattr(user, name, value)
        user.save(update_fields=[*form.cleaned_data])
        tell("own_account.edit", by=user, about=user.uid, changed=sorted(form.changed_data))
        messages.success(request, _("Your account was changed."))
        return redirect("account")
    context = {
        "form": form,
        "person": user,
        "houses": [_house(user, one) for one in request.memberships],  # type: ignore[attr-defined]
        "sessions": _sessions(request, user),
        "factor_on": second_factor.is_set_up(user),
        "example": is_example(user),
        "has_password": user.has_usable_password(),
        "crumbs": crumbs(_("My account")),
    }
    return render(request, "accounts/account.html", context, status=400 if form.errors else 200)


def _house(user: User, one: Any) -> dict[str, Any]:
    return {
        "house": one.house,
        "role": role_name(one.role),
        "since": one.since,
        "key": one.pk,
        "may_see": decide(user, "member.see", one.house).allowed,
    }


def _sessions(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    held = OpenSession.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-begun")
    here = request.session.session_key
    return [{"begun": one.begun, "here": one.session_key == here} for one in held]


def _verify(request: HttpRequest, user: User) -> Verify:
    """Give what tells whether a password is this user's; wrong tries count for the lock-out."""

    def right(given: str) -> bool:
        found = authenticate(request, username=user.username, password=given)
        return found is not None and found.pk == user.pk

    return right


@needs("own_account.edit")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; every other session ends."""
    user: Any = request.user
    _no_example(user)
    form = PasswordForm(
        request.POST if request.method == "POST" else None,
        person=user,
        verify=_verify(request, user),
    )
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)
        end_sessions(user, but=request.session.session_key)
        tell("own_account.edit", by=user, about=user.uid, changed=["password"])
        messages.success(request, _("Your password was changed; other sessions have ended."))
        return redirect("account")
    context = {"form": form, "person": user, "crumbs": _crumbs(_("Another password"))}
    return render(request, "accounts/password.html", context, status=400 if form.errors else 200)


@needs("own_account.edit")
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    user: Any = request.user
    ended = end_sessions(user, but=request.session.session_key)
    tell("own_account.sessions_ended", by=user, about=user.uid, ended=ended)
    messages.success(request, _("Your other sessions have ended."))
    return redirect("account")


@needs("own_account.export")
@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Give everything that Weefsel holds of who asks, as one file."""
    user: Any = request.user
    found = own_data.export(user, timezone.now())
    tell("own_account.export", by=user, about=user.uid)
    body = json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    answer = HttpResponse(body, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="weefsel-mijn-gegevens.json"'
    return answer


@needs("own_account.delete")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete one's own account, after saying again who one is; say what stays and why."""
    user: Any = request.user
    _no_example(user)
    if not user.has_usable_password() and not _fresh(request):
        logout(request)
        return redirect_to_login(reverse("account-delete"))
    form = LeaveForm(
        request.POST if request.method == "POST" else None,
        person=user,
        verify=_verify(request, user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            end_account(User.objects.get(pk=user.pk), by=user, forget=True)
        except InputError as fault:
            form.add_error(None, words(fault.what) + " " + words(fault.todo or fault.what))
        else:
            logout(request)
            return redirect("account-gone")
    context = {"form": form, "person": user, "crumbs": _crumbs(_("Delete my account"))}
    return render(request, "accounts/delete.html", context, status=400 if form.errors else 200)


def _no_example(user: Any) -> None:
    """Refuse what would spoil an example for the next who looks around; ``InputError``."""
    if is_example(user):
        raise InputError(
            text("this is an example user, shared by everybody who looks around."),
            todo=text("Make an account of your own to do this."),
        )


def _fresh(request: HttpRequest) -> bool:
    """Tell whether this session began a moment ago."""
    found = OpenSession.objects.filter(session_key=request.session.session_key).first()
    return found is not None and timezone.now() - found.begun < FRESH


@needs("rights.see")
@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """Say that an account was deleted."""
    return render(request, "accounts/gone.html", {})


def _crumbs(here: str) -> list[dict[str, str]]:
    return crumbs(here, (_("My account"), reverse("account")))
