"""What each address asks for: every view says which right it needs, or why it needs none.

A view without either fails a test (``tests/web/test_rights_doors.py``). What a package
brings, and cannot be decorated, is declared by the name of its address in ``DECLARED``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest

from weefsel.web.accounts.rights import require
from weefsel.web.accounts.table import RULES

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Door:
    """What an address asks: a right, or nothing, and then why."""

    right: str = ""
    open_because: str = ""


def needs(right: str) -> Callable[[View], View]:
    """Ask for a right before a view or an operation of the API runs.

    This is about the right itself; a view that opens one thing also calls
    ``require(request, right, thing)``. Raises ``KeyError`` when no such right is known.
    """
    RULES[right]

    def around(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            require(request, right)
            return view(request, *args, **kwargs)

        return _declare(view, asked, Door(right=right))

    return around


def needs_thing(right: str) -> Callable[[View], View]:
    """Declare a right that the view itself requires of the thing it opens.

    For a thing of a house, where the answer to a stranger is "not here" and not "not
    allowed": the view calls ``require(request, right, thing)`` or ``visible``.
    """
    RULES[right]

    def around(view: View) -> View:
        view.door = Door(right=right)  # type: ignore[attr-defined]
        return view

    return around


def open_to_all(because: str) -> Callable[[View], View]:
    """Declare that a view needs no right, and why: an error page, a style sheet."""

    def around(view: View) -> View:
        view.door = Door(open_because=because)  # type: ignore[attr-defined]
        return view

    return around


DECLARED: dict[str, Door] = {}


def declare(name: str, *, right: str = "", because: str = "") -> None:
    """Declare the door of a package's address by its name, ``namespace:name``."""
    if right:
        RULES[right]
    DECLARED[name] = Door(right, because)


def _declare(view: Callable[..., Any], asked: Any, door: Door) -> Any:
    asked.door = door
    with suppress(NameError, TypeError):  # django-ninja reads the types of parameters here
        asked.__signature__ = inspect.signature(view, eval_str=True)
    return asked
