"""Every address says which right it takes, and every thing of a house keeps strangers out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from web.rights_doors import Shelf, shelves
from web.rights_walk import EXPECTED, walk
from weefsel.web.accounts.doors import DECLARED, Door


def addresses(inside: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give every address of the pages, packages and API with what answers it."""
    for one in (inside or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        elif isinstance(one, URLPattern):
            yield f"{prefix}{one.name or one.pattern}", one.callback


def doors(name: str, view: Any) -> list[tuple[str, Door | None]]:
    """Give what an address declares; an address of the API by each of its operations."""
    if name in DECLARED:
        return [(name, DECLARED[name])]
    operations = _operations(view)
    if operations and not hasattr(view, "door"):
        return [
            (f"{name} {'/'.join(each.methods)}", getattr(each.view_func, "door", None))
            for each in operations
        ]
    return [(name, getattr(view, "door", None))]


def _operations(view: Any) -> list[Any]:
    """Give the operations of an address of django-ninja: its view is a closure on their path."""
    held = [cell.cell_contents for cell in getattr(view, "__closure__", None) or ()]
    return next((each.operations for each in held if hasattr(each, "operations")), [])


def test_every_address_says_which_right_it_takes_or_why_it_takes_none():
    found = [each for name, view in addresses() for each in doors(name, view)]
    assert len(found) > 40
    assert [name for name, door in found if door is None] == []
    assert [name for name, door in found if door and not (door.right or door.open_because)] == []


def test_a_view_without_a_declaration_is_found():
    def bare(request: object) -> None:
        """Open to whoever comes by."""

    assert doors("bare", bare) == [("bare", None)]


def test_every_thing_with_a_house_that_has_an_address_is_on_a_shelf():
    """A right over things of houses, asked by some address, is walked by some shelf."""
    from weefsel.web.accounts.table import RULES

    asked = {door.right for name, view in addresses() for _n, door in doors(name, view) if door}
    things = {RULES[right].thing for right in asked if right and RULES[right].of == "house"}
    assert things - {shelf.thing for shelf in shelves()} - {"house"} == set()


def test_every_shelf_is_of_a_thing_that_is_expected():
    known = {right.partition(".")[0] for right in EXPECTED}
    assert {shelf.thing for shelf in shelves()} <= known


@pytest.mark.django_db
@pytest.mark.parametrize("shelf", shelves(), ids=lambda shelf: shelf.thing)
def test_each_role_gets_through_each_door_as_far_as_expected(shelf: Shelf, home, settings):
    settings.WEEFSEL_SECOND_FACTOR = frozenset()
    opened, wrong = walk(shelf)
    assert wrong == []
    assert opened >= 5  # who is in no house, and one of a kind in both
