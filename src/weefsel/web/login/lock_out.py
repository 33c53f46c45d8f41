"""Lock-out after wrong tries: counted by name and address together, said in a sentence.

The sentence is the same for a name that nobody has. django-axes counts; here is what it asks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from axes.helpers import get_client_parameters, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.models import User
from weefsel.web.accounts.usernames import folded, skeleton

LONGEST_NAME = 255  # of the table of django-axes
SECONDS = 60


def username(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Give the name under which tries are counted: how it is written makes no difference."""
    given = (credentials or {}).get("username")
    if not given:
        given = request.POST.get("auth-username", "")
    return counted(str(given))


def counted(name: str) -> str:
    """Give a name in the one form under which tries are counted."""
    return folded(name).replace("\0", "")[:LONGEST_NAME]


def address(request: HttpRequest) -> str:
    """Give the address of who asks.

    Without ``WEEFSEL_PROXIES`` that is the one the connection comes from, whatever a header
    says. With N servers of our own in front it is the N-th from the end of X-Forwarded-For:
    those after it were written by our own servers, those before it by anybody.
    """
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    count = settings.WEEFSEL_PROXIES
    if not count:
        return nearest
    named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    named = [part for part in named if part]
    return _without_port(named[-count]) if len(named) >= count else nearest


def _without_port(given: str) -> str:
    """Give an address without brackets and port: ``[2001:db8::1]:443`` is ``2001:db8::1``."""
    if given.startswith("["):
        return given[1:].partition("]")[0]
    return given.partition(":")[0] if given.count(":") == 1 else given


def minutes_left(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> int:
    """Give after how many minutes one may try again, rounded up, at least 1."""
    tried = AccessAttempt.objects.none()
    for each in get_client_parameters(
        username(request, credentials), address(request), "", request, dict(credentials or {})
    ):
        tried = tried | AccessAttempt.objects.filter(**each)
    last = tried.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    cool_off = get_cool_off(request)
    if last is None or cool_off is None:
        return 1
    left = (last + cool_off - timezone.now()).total_seconds()
    return max(1, math.ceil(left / SECONDS))


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer who tried too often: when one may try again, and what else one can do."""
    context = {"minutes": minutes_left(request, credentials)}
    return render(request, "login/locked_out.html", context, status=429)


def unlock(name: str) -> int:
    """Forget the wrong tries with a name, from every address; give how many rows that were."""
    with transaction.atomic():
        count, _ = AccessAttempt.objects.filter(username=counted(name)).delete()
        alike = User.objects.filter(username_key=skeleton(name)).first()
        somebody = alike if alike and folded(alike.username) == folded(name) else None
        tell("log_in.unlocked", by=None, about=somebody.uid if somebody else None, rows=count)
    return count
