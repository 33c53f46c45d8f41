"""A new password for who forgot it: a link of one time, made by who runs the install.

Signed by Django from the password, the last log-in and the moment, so nothing is stored: it
stops working once used, once somebody logs in, and after three days (PASSWORD_RESET_TIMEOUT).
An administrator of a house cannot make one: it would open the person's other houses too.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.accounts.doors import open_to_all
from weefsel.web.accounts.forms import NewPassword
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.invitations import no_such_link
from weefsel.web.accounts.models import User
from weefsel.web.accounts.sessions import end_sessions


def link_for(user: User) -> str:
    """Give the path of a link by which somebody chooses a new password.

    Raises ``InputError`` for whom that would open nothing.
    """
    if not user.is_active or not user.has_usable_password():
        raise InputError(
            text("this account has ended, or logs in without a password."), where=user.username
        )
    tell("own_account.new_password", by=None, about=user.uid)
    return reverse("new-password", args=[user.uid, default_token_generator.make_token(user)])


@open_to_all("whoever holds the link of one time that was made for them")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
    """Choose a new password by a link; every session ends, the second factor stays."""
    user = User.objects.filter(uid=key, is_active=True).first()
    if user is None or not default_token_generator.check_token(user, token):
        return no_such_link(request)
    form = NewPassword(request.POST if request.method == "POST" else None)
    form.person = user
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        end_sessions(user)
        tell("own_account.edit", by=user, about=user.uid, changed=["password"])
        messages.success(request, _("Your password was changed. Log in with it."))
        return redirect("log-in")
    context = {"form": form, "person": user}
    # 200 also for a form with mistakes: 400 would put a link that still works into the log.
    return render(request, "accounts/password.html", context)
