"""Make Weverdam: everything is made first, then it enters the store all at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.loaded import LoadReport, Number
from weefsel.atlas.mapping import observe
from weefsel.atlas.store import Store
from weefsel.base.language import Text, plural, text
from weefsel.example.aggregates import aggregates
from weefsel.example.boundaries import boundaries
from weefsel.example.design import design as read_design
from weefsel.example.land import make_land
from weefsel.example.places import make_budget, make_choice
from weefsel.example.social_map import entry_of, make_social_map
from weefsel.example.tables import all_tables, make_division
from weefsel.example.town import make_town
from weefsel.provisions import budget as budgets
from weefsel.provisions import map_file, old_register
from weefsel.sources.model import Edition

SEED = 1  # of the Weverdam that comes with Weefsel
CHOICES = "choices"


@dataclass(frozen=True)
class ExampleReport:
    """What was made; ``changed`` is false when all of it was there already."""

    seed: int
    municipality: str
    name: str
    neighbourhoods: int
    districts: int
    residents: int
    provisions: int
    changed: bool
    own: tuple[tuple[str, int], ...]  # own figures that were there: title, areas that are gone
    loads: tuple[LoadReport, ...]
    choice: Path

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Give what happened, a sentence each."""
        made = text(
            "%(name)s (%(code)s), a fictitious municipality: %(residents)s residents, "
            "%(districts)s districts, %(neighbourhoods)s neighbourhoods.",
            name=self.name,
            code=self.municipality,
            residents=Number(self.residents, 0),
            districts=Number(self.districts, 0),
            neighbourhoods=Number(self.neighbourhoods, 0),
        )
        if not self.changed:
            return (made, text("It was there already: nothing changed."), *self._own())
        return (
            made,
            text(
                "%(count)s provisions on the social map, a budget and one choice.",
                count=Number(self.provisions, 0),
            ),
            *self._own(),
        )

    def _own(self) -> tuple[Text, ...]:
        """Say which own figures stayed, and which of them lost their areas."""
        return tuple(
            plural(
                "%(title)s stays; %(gone)s of its areas is no longer there.",
                "%(title)s stays; %(gone)s of its areas are no longer there.",
                gone,
                title=title,
                gone=Number(gone, 0),
            )
            if gone
            else text("%(title)s stays as it was.", title=title)
            for title, gone in self.own
        )


def _own_left(store: Store, country: str) -> tuple[tuple[str, int], ...]:
    """Give the own figures of a country, and how many of their areas are in no division."""
    return tuple(
        (one.title, len(set(store.own_figures(one.id)["area"]) - _codes(store, one)))
        for one in store.editions(country)
        if one.own
    )


def _codes(store: Store, edition: Edition) -> set[str]:
    """Give the areas of the division that an edition uses."""
    return set(store.areas(edition.division, country=edition.country)["code"])


def make_weverdam(store: Store, seed: int = SEED) -> ExampleReport:
    """Make the fictitious municipality of a seed and put it in a store and its home folder.

    The same seed again changes nothing; another seed takes the place of the former one.
    Real figures are left alone.
    """
    design = read_design()
    land = make_land(design, seed)
    town = make_town(design, land, aggregates(), seed)
    tables = all_tables(design, town, seed)
    known = catalogue()
    observed = [observe(raw, known).frame for raw in tables]
    shapes = boundaries(design, town)
    held = make_social_map(design, town, seed)
    budget = make_budget(design, seed)
    choice = make_choice(design, entry_of(held, design.record["choice"]["provision"]))
    before = store.manifest()
    with store.change() as change:
        # What somebody brought for Weverdam stays: a renewal makes only what it made before.
        change.forget(country=design.country, keep_own=True)
        loads = [change.load(raw, frame) for raw, frame in zip(tables, observed, strict=True)]
        loads += [change.load_geometry(shape) for shape in shapes]
    changed = [store.manifest() != before]
    target = store.home / CHOICES / f"{design.record['choice']['provision']}.toml"
    changed += [
        map_file.write(store.home, held),
        budgets.write_budget(store.home, budget),
        budgets.put(target, choice.toml()),
    ]
    old_register.forget(store.home, design.code)  # the file took its place
    newest = make_division(design, town, design.years[-1]).areas["level"]
    return ExampleReport(
        seed=seed,
        municipality=design.code,
        name=design.name,
        neighbourhoods=int((newest == "neighbourhood").sum()),
        districts=int((newest == "district").sum()),
        residents=int(town.residents[-1].sum()),
        provisions=len(held.offers),
        changed=any(changed),
        own=_own_left(store, design.country),
        loads=tuple(loads),
        choice=target,
    )
