"""What the pages of access, gaps and pillars ask the library, and the answers a process keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from weefsel.atlas.manifest import Manifest
from weefsel.base.figure import Source
from weefsel.base.language import render
from weefsel.provisions.kinds import GROUPS
from weefsel.provisions.offered import Options, unit_words
from weefsel.provisions.pillars import PillarProfile, profile
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.reach_figures import COMPUTED_REACH
from weefsel.provisions.reach_recipe import ReachRecipe
from weefsel.provisions.reached import KindReach, Reached, run
from weefsel.web import ask
from weefsel.web.kept_scans import Shelf
from weefsel.web.social_map import known

KEPT = 60  # answers a process keeps: a municipality, for all residents or one group
# Values of the parameters ``maat`` and ``wanneer``.
MEASURES = {"dichtbij": "nearest", "aanbod": "access", "aandeel": "reach"}
WHENS = {"": "", "avond": "evening", "weekend": "weekend"}


@dataclass(frozen=True)
class Asked:
    """What a page is asked: a kind (none for all), a measure, a group, and when it is open."""

    kind: str
    measure: str
    group: str
    when: str

    def query(self, **changed: str) -> str:
        """Give the query that asks for the same, with something else in it."""
        held = {
            "soort": self.kind,
            "maat": self.measure,
            "groep": self.group,
            "wanneer": next((key for key, one in WHENS.items() if one == self.when), ""),
        } | changed
        return urlencode({key: one for key, one in held.items() if one})


def asked(request: HttpRequest) -> Asked:
    """Read what is asked; what is not known asks for nothing."""
    kind, group = request.GET.get("soort", ""), request.GET.get("groep", "")
    measure = request.GET.get("maat", "")
    return Asked(
        kind=kind if kind in place_kinds() else "",
        measure=measure if measure in MEASURES else "",
        group=group if group in GROUPS else "",
        when=WHENS.get(request.GET.get("wanneer", ""), ""),
    )


class _Kept:
    """Answers that belong to one state of the store."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.reached: Shelf[Reached] = Shelf(KEPT)
        self.profiles: Shelf[PillarProfile] = Shelf(KEPT)


_now: dict[str, _Kept] = {}


def _kept() -> _Kept:
    store = ask.store()
    manifest = store.manifest()
    key = str(store.home)
    if key not in _now or _now[key].manifest is not manifest:
        _now[key] = _Kept(manifest)
    return _now[key]


def reached(code: str, *, group: str = "", when: str = "") -> Reached:
    """Measure every kind of a municipality. Kept until its social map or the store changes."""
    options = Options.model_validate({"group": group, "when": when})
    recipe = ReachRecipe(municipality=code, options=options)
    return _kept().reached.get(
        f"{code} {group} {when} {known.mark(code)}",
        lambda: run(recipe, ask.store(), known.entries(code)),
    )


def pillars(code: str) -> PillarProfile:
    """Count the pillars per district. Kept until the social map or the store changes."""
    return _kept().profiles.get(
        f"{code} {known.mark(code)}", lambda: profile(ask.store(), code, known.entries(code))
    )


def sources() -> dict[str, Source]:
    """Give every source that a figure of these pages can have."""
    return {**ask.sources(), **COMPUTED_REACH}


def used_sources(kinds: tuple[KindReach, ...]) -> list[Source]:
    """Give the sources of some kinds, those of Weefsel last."""
    held = sources()
    keys = sorted({key for one in kinds for key in one.demand.sources})
    return [held[key] for key in (*keys, *COMPUTED_REACH) if key in held]


def names(code: str) -> Mapping[str, Any]:
    """Give the public provisions of a municipality by their id."""
    return {one.object_id: one for one in known.entries(code)}


def unit_in(one: KindReach, lang: str) -> str:
    """Give what capacity counts, in a language."""
    return render(unit_words(one.supply.unit), lang)
