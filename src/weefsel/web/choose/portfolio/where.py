"""The areas of a municipality to choose from, by district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from weefsel.sources.area_code import country_of
from weefsel.web import ask


@dataclass(frozen=True)
class Where:
    """Areas to choose from: the whole municipality, and each district with its neighbourhoods."""

    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    within: Mapping[str, str] = field(default_factory=dict)  # neighbourhood -> its district

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Give them all in one list."""
        return [one for _name, rows in self.groups for one in rows]

    @property
    def names(self) -> dict[str, str]:
        """Give the name of each."""
        return dict(self.choices)


def where_in(area: str) -> Where:
    """Give the areas of a municipality in its newest division, none when it is not loaded."""
    country = country_of(area)
    for year in reversed(ask.store().years(country)):
        frame = ask.store().areas(year, country=country, municipality=area).sort("code")
        if frame.is_empty():
            continue
        rows = list(frame.iter_rows(named=True))
        inside: dict[str, list[tuple[str, str]]] = {}
        for row in rows:
            if row["level"] == "neighbourhood":
                inside.setdefault(row["district"], []).append((row["code"], row["name"]))
        groups = [("", ((area, _("the whole municipality")),))]
        for row in rows:
            if row["level"] == "district":
                whole = (row["code"], _("all of %(district)s") % {"district": row["name"]})
                groups.append((row["name"], (whole, *inside.pop(row["code"], ()))))
        groups += [("", tuple(rest)) for rest in inside.values()]
        within = {row["code"]: row["district"] for row in rows if row["level"] == "neighbourhood"}
        return Where(tuple(groups), within)
    return Where()
