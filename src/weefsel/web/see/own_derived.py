"""From what a house noted to figures of its neighbourhoods: gathered here, made by rule."""

from __future__ import annotations

from typing import Any

import polars as pl

from weefsel.provisions import own_records as rules
from weefsel.provisions.own_records import Audited, Counted
from weefsel.scan.level import RESIDENTS
from weefsel.sources.area_code import country_of, district_of
from weefsel.sources.local_grid import Grid
from weefsel.web import ask
from weefsel.web.accounts.models import House
from weefsel.web.see.models import (
    AccessibilityAudit,
    LearningPlace,
    ParticipationForm,
    ResidentsInitiative,
)
from weefsel.web.see.own_house import areas_of
from weefsel.web.see.own_kinds import KINDS

# An older count of residents would make a rate of two different towns (the age of a scan's
# figures, DESIGN section 6).
MAX_AGE_YEARS = 2
COLUMNS = ("code", "indicator", "jaar", "waarde", "bron")


def years_of(house: House) -> list[int]:
    """Give the years of which something was noted, the newest first."""
    found: set[int] = set()
    for kind in KINDS.values():
        found |= set(kind.model.objects.filter(house=house).values_list("year", flat=True))
    return sorted(found, reverse=True)


def derived(house: House, year: int) -> dict[str, dict[str, float]]:
    """Give the figures of each kind by neighbourhood, for a year."""

    def held(model: Any) -> Any:
        return model.objects.filter(house=house, year=year)

    audits = [Audited(one.area, one.met, one.judged) for one in held(AccessibilityAudit)]
    forms = [Counted(one.area, kind=one.kind) for one in held(ParticipationForm)]
    initiatives = [Counted(one.area) for one in held(ResidentsInitiative)]
    learning = [Counted(one.area, one.places) for one in held(LearningPlace)]
    people = residents(house, year)
    above = {
        code: (str(district_of(code)), house.area)
        for code in areas_of(house, level="neighbourhood")["code"]
    }
    inhabited = {code: above[code] for code in above if people.get(code, 0) > 0}
    return {
        "toegankelijkheid": rules.accessibility(audits),
        "inspraak": rules.participation(forms, inhabited) if forms else {},
        "initiatieven": rules.per_1000(initiatives, people) if initiatives else {},
        "leerplekken": rules.per_1000(learning, people) if learning else {},
    }


def residents(house: House, year: int) -> dict[str, float]:
    """Give the residents of each neighbourhood, of the newest year that is not too old."""
    codes = areas_of(house, level="neighbourhood")["code"].to_list()
    found = ask.store().observations(
        indicators=[RESIDENTS],
        areas=codes,
        years=range(year - MAX_AGE_YEARS, year + 1),
        country=country_of(house.area),
    )
    newest = found.filter(pl.col("value").is_not_null()).sort("year")
    return dict(newest.select("area", "value").iter_rows())


def grid_of(figures: dict[str, dict[str, float]], year: int, source: str) -> Grid:
    """Give figures as a table, so that they pass every check that a file passes."""
    rows = tuple(
        (code, KINDS[kind].indicator, str(year), value, source)
        for kind, values in figures.items()
        for code, value in values.items()
    )
    return Grid("overzichten", COLUMNS, rows, tuple(range(1, len(rows) + 1)), (), "")
