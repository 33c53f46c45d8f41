"""What holds for everybody who is logged in, on every page.

Nobody stays logged in unseen: after an idle time, and after a working day, a session ends.
Who has or needs a second factor gets no further than the pages about it until it was given.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from weefsel.web.login import second_factor

BEGAN, SEEN = "login_began", "login_seen"
SECONDS = 60
API = "/api/"
NOTED_EVERY = 60  # seconds; a page less often costs no write
# Where somebody may be who still has to give the code: nothing of the account itself, for a
# password alone must not change, take along or delete it.
OPEN = frozenset(
    (
        "log-in",
        "log-out",
        "factor",
        "factor-give",
        "factor-set-up",
        "own-style",
        "rights",
        "why",
    )
)
# Where somebody may be who has none yet and must make one.
OPEN_WITHOUT = OPEN | frozenset(
    (
        "factor-picture",
        "account",
        "account-password",
        "account-data",
        "account-delete",
        "account-gone",
        "account-sessions-end",
        "choose-house",
        "leave-house",
    )
)

Answer = Callable[[HttpRequest], HttpResponse]


class Guard:
    """Ends sessions in time, and asks for the second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End what has lasted too long; note that somebody was here."""
        if _has_session(request) and request.user.is_authenticated and _is_over(request):
            logout(request)
            messages.info(request, _("You were logged out because nothing happened for a while."))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Lead who still owes a second factor to the page where it can be given or made."""
        if not _has_session(request) or not request.user.is_authenticated:
            return None
        step = second_factor.owed(request)
        if step is None:
            return None
        if request.path.startswith(API):
            return _refusal()
        allowed = OPEN if step == second_factor.GIVE else OPEN_WITHOUT
        if request.resolver_match is not None and request.resolver_match.url_name in allowed:
            return None
        there = reverse(step)
        if request.method == "GET":
            there += "?" + urlencode({"next": request.get_full_path()})
        return redirect(there)


def _refusal() -> JsonResponse:
    """Answer a program that still owes a second factor (RFC 9457)."""
    said = {
        "type": "about:blank",
        "title": _("Give your second factor first"),
        "status": 403,
        "detail": _("Log in on the pages and give the code there."),
    }
    return JsonResponse(said, status=403, content_type="application/problem+json")


def listen() -> None:
    """Count the time of a session from the moment somebody logged in."""
    user_logged_in.connect(_begin, dispatch_uid="the guard counts from here")


def _begin(sender: type, request: HttpRequest, **given: Any) -> None:
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def _has_session(request: HttpRequest) -> bool:
    """Tell whether the browser brought a session; without one the database is left alone."""
    return request.session.session_key is not None


def _is_over(request: HttpRequest) -> bool:
    """Tell whether a session has lasted or waited too long; else note this moment."""
    now, session = int(time.time()), request.session
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        session[BEGAN], session[SEEN] = began or now, now
        return False
    if now - began > settings.SESSION_COOKIE_AGE:
        return True
    if now - seen > settings.WEEFSEL_IDLE_MINUTES * SECONDS:
        return True
    if now - seen >= NOTED_EVERY:
        session[SEEN] = now
    return False
