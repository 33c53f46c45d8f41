"""What pages ask about places, and which answers a process keeps.

A kept answer belongs to one state of the store and of the social map: a load or a change of a
provision makes the next page ask again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from threading import Lock

from weefsel.atlas.manifest import Manifest
from weefsel.provisions.demand import Inhabited
from weefsel.provisions.locate import Report
from weefsel.provisions.place_ground import Ground, ground_of
from weefsel.provisions.place_recipe import PlaceRecipe, numbers
from weefsel.provisions.plan import Answer, run
from weefsel.web import ask
from weefsel.web.kept_scans import Shelf
from weefsel.web.social_map import known

KEPT = 60

_renewing = Lock()


class _Kept:
    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.inhabited: Shelf[Inhabited] = Shelf(KEPT)
        self.answers: Shelf[Answer] = Shelf(KEPT)


_kept: dict[str, _Kept] = {}


def _now() -> _Kept:
    store = ask.store()
    manifest, home = store.manifest(), str(store.home)
    with _renewing:
        found = _kept.get(home)
        if found is None or found.manifest is not manifest:
            found = _kept[home] = _Kept(manifest)
        return found


def inhabited(municipality: str) -> Inhabited:
    """Give the neighbourhoods of a municipality with their figures. Kept."""
    return _now().inhabited.get(municipality, lambda: Inhabited(ask.store(), municipality))


def ground(recipe: PlaceRecipe) -> Ground:
    """Give what a recipe is asked of: only what everybody may see of the social map."""
    here = (
        inhabited(recipe.municipality)
        if recipe.year is None
        else Inhabited(ask.store(), recipe.municipality, year=recipe.year)
    )
    return ground_of(here, known.entries(recipe.municipality), recipe)


def answer(recipe: PlaceRecipe) -> Answer:
    """Answer a recipe within the time that somebody waits for a page. Kept.

    Raises ``InputError`` and ``NotFoundError`` as the library does.
    """
    asked = json.dumps(recipe.record(), sort_keys=True)
    key = f"{known.mark(recipe.municipality)} {asked}"
    return _now().answers.get(key, lambda: _within_a_page(recipe))


def _within_a_page(recipe: PlaceRecipe) -> Answer:
    patience = numbers().seconds_on_a_page.value
    if recipe.capacities:
        recipe = recipe.model_copy(update={"seconds": min(patience, recipe.seconds or patience)})
    until = time.monotonic() + patience
    return run(ground(recipe), recipe, stop=lambda: time.monotonic() > until)


def search(recipe: PlaceRecipe, *, stop: Callable[[], bool], report: Report) -> Answer:
    """Answer a recipe however long it takes, as its own ``seconds`` say; nothing is kept.

    Without capacities the search has no end of its own but the proof: it stops after the
    same time.
    """
    until = time.monotonic() + (recipe.seconds or numbers().seconds.value)
    return run(
        ground(recipe),
        recipe,
        stop=lambda: stop() or time.monotonic() > until,
        report=report,
    )
