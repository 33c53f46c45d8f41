"""Searches that run while nobody waits: kept in the database, done by one process at a time.

A search is a row; a process of its own takes the oldest that waits, tells how far it is and
asks whether it must stop. The browser may close. A row whose process gave no sign of life for
a while was broken off, for instance by a restart, and says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from weefsel.base.errors import InputError
from weefsel.base.language import LANGUAGES, text
from weefsel.provisions.place_recipe import PlaceRecipe
from weefsel.web.accounts.models import House
from weefsel.web.audit.log import record
from weefsel.web.social_map.models import Search

MOST = 20  # that a house keeps; the oldest goes first
MOST_WAITING = 5  # of a house at a time
SILENT = timedelta(seconds=30)
UNFINISHED = ("waiting", "running", "stopping")
LOCK = "place-search.lock"  # under "cache"


@transaction.atomic
def begin(request: Any, house: House, recipe: PlaceRecipe) -> Search:
    """Keep a new search that waits; raises ``InputError`` when the house has many waiting."""
    held = Search.objects.filter(house=house)
    if held.filter(state__in=UNFINISHED).count() >= MOST_WAITING:
        raise InputError(
            text("your house has %(count)s searches that are not done yet.", count=MOST_WAITING),
            todo=text("Wait until one is done, or stop one."),
        )
    old = held.exclude(state__in=UNFINISHED).order_by("-made_at").values_list("pk", flat=True)
    Search.objects.filter(pk__in=list(old[MOST - 1 :])).delete()
    made = Search.objects.create(
        house=house, by=request.user, municipality=recipe.municipality, recipe=recipe.record()
    )
    record(request, "search.run", made, what={"municipality": recipe.municipality})
    return made


@transaction.atomic
def ask_to_stop(request: Any, thing: Search) -> None:
    """Ask a search to stop; what it found until then becomes its result."""
    held = Search.objects.select_for_update().get(pk=thing.pk)
    if held.state == "running":
        held.state = "stopping"
    elif held.state == "waiting":
        held.state, held.ended_at = "failed", timezone.now()
        words = text("it was stopped before it began.")
        held.fault = json.dumps({one: words.render(one) for one in LANGUAGES})
    else:
        return
    held.save(update_fields=["state", "ended_at", "fault"])
    record(request, "search.run", held, what={"stopped": True})


def is_broken_off(thing: Search) -> bool:
    """Tell whether nobody works on a search that should be running."""
    if thing.state not in ("running", "stopping"):
        return False
    return thing.beat_at is None or timezone.now() - thing.beat_at > SILENT


def fault_of(thing: Search, lang: str) -> str:
    """Say why a search failed, in a language."""
    return str(json.loads(thing.fault).get(lang, "")) if thing.fault else ""


def start_worker() -> None:
    """Start the process that takes waiting searches; a second one ends by itself."""
    home = Path(settings.WEEFSEL_HOME)
    environment = {**os.environ, "WEEFSEL_HOME": str(home)}
    with suppress(OSError):
        subprocess.Popen(
            [sys.executable, "-m", "weefsel.web.social_map.place_work"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
