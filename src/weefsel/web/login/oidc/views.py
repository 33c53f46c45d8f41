"""To the provider and back. What goes wrong is said in a sentence at the log-in page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import activate, get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from weefsel.base.errors import WeefselError
from weefsel.base.language import text
from weefsel.web.accounts.doors import open_to_all
from weefsel.web.login.oidc.refusal import refused
from weefsel.web.login.oidc.session import IN_SESSION, LANGUAGE, NEXT

LONGEST = 4000  # signs of what a provider may send back in an address


@open_to_all("whoever is not logged in, where a provider is set")
@require_GET
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Lead somebody to the provider, with a question only we can have asked."""
    if settings.IDENTITY_PROVIDER is None:
        raise Http404
    from weefsel.web.login.log_in import first_page, safe_next
    from weefsel.web.login.oidc.flow import Request

    if request.user.is_authenticated:
        return redirect(first_page(request, request.user))
    try:
        answer = Request.as_view()(request)
    except WeefselError as fault:
        return _sorry(request, fault)
    request.session[LANGUAGE] = get_language()
    request.session[NEXT] = safe_next(request)
    return answer


@open_to_all("whoever comes back from the provider")
@require_GET
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Take in who comes back from the provider; this address is the same in every language."""
    if settings.IDENTITY_PROVIDER is None:
        raise Http404
    from weefsel.web.login.oidc.flow import Callback

    lang = request.session.get(LANGUAGE, settings.LANGUAGE_CODE)
    activate(lang)
    if "error" in request.GET or not _is_answer(request):
        _forget(request)
        return _sorry(request, _refused_there(request))
    try:
        answer = Callback.as_view()(request)
    except SuspiciousOperation:
        return _sorry(request, _not_ours())
    except WeefselError as fault:
        return _sorry(request, fault)
    if not request.user.is_authenticated:
        return _sorry(request, _not_ours())
    return answer


def _is_answer(request: HttpRequest) -> bool:
    given = (request.GET.get("code", ""), request.GET.get("state", ""))
    return all(given) and sum(map(len, given)) <= LONGEST and all(map(str.isprintable, given))


def _forget(request: HttpRequest) -> None:
    """Let a question that was answered with a refusal not be answered again."""
    states: Any = request.session.get("oidc_states")
    if isinstance(states, dict) and states.pop(request.GET.get("state", ""), None):
        request.session.modified = True


def _refused_there(request: HttpRequest) -> WeefselError:
    if request.GET.get("error") == "access_denied":
        return refused(
            text("you or the provider of your account stopped the log-in."),
            text("Begin again at the log-in page."),
        )
    return refused(text("the provider of your account refused our question."))


def _not_ours() -> WeefselError:
    return refused(
        text("this answer of the provider does not belong to your question."),
        text("Begin again at the log-in page."),
    )


def _sorry(request: HttpRequest, fault: WeefselError) -> HttpResponse:
    """Say at the log-in page why nobody was logged in."""
    lang = get_language() or settings.LANGUAGE_CODE
    words = fault.sentence(lang)
    messages.error(request, words[:1].upper() + words[1:])
    with override(lang):
        return redirect("log-in")


__all__ = ["IN_SESSION", "back", "begin"]
