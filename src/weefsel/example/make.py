"""Make Weverdam: everything is made first, then it enters the store all at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.loaded import LoadReport, Number
from weefsel.atlas.mapping import observe
from weefsel.atlas.store import Store
from weefsel.base.language import Text, text
from weefsel.example.aggregates import aggregates
from weefsel.example.boundaries import boundaries
from weefsel.example.design import design as read_design
from weefsel.example.land import make_land
from weefsel.example.places import make_budget, make_choice, make_provisions
from weefsel.example.tables import all_tables, make_division
from weefsel.example.town import make_town
from weefsel.provisions import register

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
            return (made, text("It was there already: nothing changed."))
        return (
            made,
            text(
                "%(count)s meeting places, libraries and pools, a budget and one choice.",
                count=Number(self.provisions, 0),
            ),
        )


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
    provisions = make_provisions(design, town, seed)
    budget = make_budget(design, seed)
    choice = make_choice(design, provisions)
    before = store.manifest()
    with store.change() as change:
        change.forget(country=design.country)
        loads = [change.load(raw, frame) for raw, frame in zip(tables, observed, strict=True)]
        loads += [change.load_geometry(shape) for shape in shapes]
    changed = [store.manifest() != before]
    target = store.home / CHOICES / f"{design.record['choice']['provision']}.toml"
    changed += [
        register.write(store.home, design.code, provisions),
        register.write_budget(store.home, budget),
        register.put(target, choice.toml()),
    ]
    newest = make_division(design, town, design.years[-1]).areas["level"]
    return ExampleReport(
        seed=seed,
        municipality=design.code,
        name=design.name,
        neighbourhoods=int((newest == "neighbourhood").sum()),
        districts=int((newest == "district").sum()),
        residents=int(town.residents[-1].sum()),
        provisions=len(provisions),
        changed=any(changed),
        loads=tuple(loads),
        choice=target,
    )
