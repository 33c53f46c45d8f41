"""The house in which somebody works now: on every request, read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from weefsel.web.accounts.rights import Denied, memberships

if TYPE_CHECKING:
    from weefsel.web.accounts.models import Membership

CHOSEN = "house"  # in the session: the house chosen by who has several


class Houses:
    """Set ``request.house``, ``request.membership`` and ``request.memberships``.

    Templates read these and ask nothing of the database. After
    ``AuthenticationMiddleware``; without a session nothing is read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the house and go on."""
        if request.session.session_key is None:
            _set(request, ())
        else:
            place(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer what is not for somebody with the page that says why."""
        if not isinstance(fault, Denied):
            return None
        from weefsel.web.accounts.denied import page

        return page(request, fault)


def place(request: Any) -> None:
    """Set the house of a request; also for a request that came by a token of the API."""
    _set(request, memberships(getattr(request, "user", None)))


def _set(request: Any, found: tuple[Membership, ...]) -> None:
    request.memberships = found
    request.membership = _now(request)
    request.house = request.membership.house if request.membership else None


def _now(request: Any) -> Membership | None:
    """Give the membership somebody works by: the chosen one, else the first."""
    found: tuple[Membership, ...] = request.memberships
    if not found:
        return None
    session = getattr(request, "session", None)
    chosen = session.get(CHOSEN) if session is not None else None
    return next((one for one in found if str(one.house.pk) == chosen), found[0])
