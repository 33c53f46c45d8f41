"""The process that works on waiting searches, one after the other, and then ends."""

from __future__ import annotations

import json
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from filelock import FileLock, Timeout

BEAT_SECONDS = 1.0  # how often it tells how far it is, and asks whether to stop


def main() -> None:
    """Take searches until none waits; end at once when another process does so already."""
    from weefsel.base.home import home
    from weefsel.web.install import set_up

    set_up()
    from weefsel.web.social_map.place_search import LOCK

    folder = home() / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    while _waiting():
        try:
            with lock.acquire(timeout=0):
                work()
        except Timeout:
            return


def _waiting() -> bool:
    from weefsel.web.social_map.models import Search

    return Search.objects.filter(state="waiting").exists()


def work() -> None:
    """Work on every search that waits, the oldest first."""
    from django.utils import timezone

    from weefsel.web.social_map.models import Search

    while True:
        found = Search.objects.filter(state="waiting").order_by("made_at").first()
        if found is None:
            return
        now = timezone.now()
        taken = Search.objects.filter(pk=found.pk, state="waiting").update(
            state="running", begun_at=now, beat_at=now
        )
        if taken:
            _one(found)


def _one(thing: Any) -> None:
    """Work on one search; whatever goes wrong ends up in its row."""
    from django.utils import timezone

    from weefsel.base.errors import WeefselError
    from weefsel.base.language import LANGUAGES, text
    from weefsel.provisions.place_recipe import PlaceRecipe, numbers
    from weefsel.provisions.plan_output import document
    from weefsel.web import ask
    from weefsel.web.social_map import place_ask
    from weefsel.web.social_map.models import Search

    row = Search.objects.filter(pk=thing.pk)
    progress = _Progress(row)
    try:
        recipe = PlaceRecipe.of(thing.recipe)
        progress.seconds = recipe.seconds or numbers().seconds.value
        answer = place_ask.search(recipe, stop=progress.stop, report=progress.report)
        plan = answer.plan
        row.update(
            state="done",
            progress=1.0,
            best=None if plan is None else plan.value,
            bound=None if plan is None else plan.bound,
            result=document(answer, ask.sources()),
            ended_at=timezone.now(),
        )
    except WeefselError as fault:
        said = {one: fault.sentence(one) for one in LANGUAGES}
        row.update(state="failed", fault=json.dumps(said), ended_at=timezone.now())
    except Exception:
        _keep(traceback.format_exc())
        words = text("something went wrong at our side; who manages this install can see what.")
        said = {one: words.render(one) for one in LANGUAGES}
        row.update(state="failed", fault=json.dumps(said), ended_at=timezone.now())


class _Progress:
    """Tells the row how far a search is, at most once a beat, and reads whether to stop."""

    def __init__(self, row: Any) -> None:
        self.row = row
        self.begun = self.last = time.monotonic()
        self.seconds = 1.0
        self.best: float | None = None
        self.bound: float | None = None
        self.stopping = False

    def report(self, best: float, bound: float) -> None:
        """Hear the best plan so far, and what no plan can beat."""
        self.best, self.bound = best, bound
        self.stop()

    def stop(self) -> bool:
        """Tell whether somebody asked to stop."""
        from django.utils import timezone

        now = time.monotonic()
        if now - self.last >= BEAT_SECONDS and not self.stopping:
            self.last = now
            self.row.update(
                beat_at=timezone.now(),
                progress=min(1.0, (now - self.begun) / self.seconds),
                best=self.best,
                bound=self.bound,
            )
            state = self.row.values_list("state", flat=True).first()
            self.stopping = state != "running"
        return self.stopping


def _keep(words: str) -> None:
    """Keep the details of a fault of ours, for whoever mends it."""
    from weefsel.base.home import home

    folder = home() / "faults"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt").write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main()
