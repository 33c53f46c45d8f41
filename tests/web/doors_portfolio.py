"""The doors of what a house subsidises: portfolios, their lines, files on their way."""

from __future__ import annotations

import uuid
from typing import Any

from web.rights_doors import At, Shelf

LIST, API = "/kiezen/portefeuille/", "/api/v1/portfolios"
SHEET = "activiteit;organisatie;bedrag;jaar\n{};Stichting;1000;2026\n"


def _municipality(house: Any) -> Any:
    house.kind, house.area, house.fictitious = "municipality", "GM9990", True
    house.save()
    return house


def _portfolio(house: Any) -> Any:
    from weefsel.web.choose.portfolio.models import Destination, Portfolio, PortfolioLine

    thing = Portfolio.objects.create(
        house=_municipality(house), title=f"Titel {uuid.uuid4().hex}", area="GM9990", year=2026
    )
    row = PortfolioLine.objects.create(
        portfolio=thing, activity=f"Inloop {uuid.uuid4().hex}", organisation="Stichting",
        amount=1000, year=2026, verdict="stop", reason=f"Reden {uuid.uuid4().hex}",
        decided_on="2026-05-01", freed=500, freed_from=2027,
    )  # fmt: skip
    Destination.objects.create(
        portfolio=thing, amount=100, from_year=2027, to="new", name=f"Nieuw {uuid.uuid4().hex}"
    )
    thing.row, thing.given = row, thing.destinations.get()
    return thing


def _publish(thing: Any) -> Any:
    from weefsel.web.choose.portfolio import keeping
    from weefsel.web.choose.portfolio.found import mark_of
    from weefsel.web.choose.portfolio.models import Portfolio

    row, given = thing.row, thing.given
    found = Portfolio.objects.get(pk=thing.pk)
    keeping.publish(None, found, mark_of(found))
    found.refresh_from_db()
    found.row, found.given = row, given
    return found


def _file(house: Any) -> Any:
    from weefsel.web.choose.portfolio.models import PortfolioFile

    activity = f"Inloop {uuid.uuid4().hex}"
    return PortfolioFile.objects.create(
        house=_municipality(house),
        file_name=f"lijst-{uuid.uuid4().hex}.csv",
        title=f"Titel {uuid.uuid4().hex}",
        year=2026,
        content=SHEET.format(activity).encode(),
        columns={
            "columns": {
                "activiteit": "activity", "organisatie": "organisation", "bedrag": "amount",
                "jaar": "year",
            }
        },
    )  # fmt: skip


def _at(thing: Any) -> str:
    return f"{LIST}{thing.pk}/"


def _line(thing: Any) -> str:
    return f"{_at(thing)}regel/{thing.row.pk}/"


def _secrets(thing: Any) -> list[str]:
    row = thing.row
    return [thing.title, row.activity, row.reason, thing.given.name]


LINE = {
    "activity": "Iets", "organisation": "Stichting", "amount": "1000", "year": "2026", "seen": "1",
}  # fmt: skip

SHELVES = [
    Shelf(
        "portfolio",
        make=_portfolio,
        opens=lambda one: [
            At("portfolio.see", _at(one)),
            At("portfolio.see", _line(one)),
            At("portfolio.see", f"{_at(one)}meenemen/regels.csv"),
            At("portfolio.see", f"{API}/{one.pk}"),
            At("portfolio.edit", f"{_at(one)}wijzigen/"),
            At("portfolio.edit", f"{_at(one)}toevoegen/"),
            At("portfolio.edit", f"{_at(one)}toevoegen/", "post", LINE),
            At("portfolio.edit", f"{_line(one)}wijzigen/"),
            At("portfolio.edit", f"{_line(one)}wijzigen/", "post", LINE),
            At("portfolio.edit", f"{_line(one)}besluiten/"),
            At("portfolio.edit", f"{_line(one)}besluiten/", "post", {"verdict": "", "seen": "1"}),
            At("portfolio.edit", f"{_line(one)}weghalen/"),
            At("portfolio.edit", f"{_line(one)}weghalen/", "post", {}),
            At("portfolio.edit", f"{_at(one)}geld/"),
            At("portfolio.edit", f"{_at(one)}geld/{one.given.pk}/"),
            At("portfolio.edit", f"{_at(one)}geld/{one.given.pk}/terughalen/", "post", {}),
            At("portfolio.publish", f"{_at(one)}publiceren/", "post", {"seen": "x"}),
            At("portfolio.publish", f"{_at(one)}terughalen/", "post", {}),
            At("portfolio.delete", f"{_at(one)}weggooien/"),
            At("portfolio.delete", f"{_at(one)}weggooien/", "post", {}),
        ],
        lists=lambda one: [
            At("statistics.see", LIST),
            At("statistics.see", API),
            At("statistics.see", "/kiezen/"),
        ],
        secrets=_secrets,
        publish=_publish,
    ),
    Shelf(
        "portfolio",
        make=_file,
        opens=lambda one: [
            At("portfolio.edit", f"{LIST}bestand/{one.pk}/kolommen/"),
            At("portfolio.edit", f"{LIST}bestand/{one.pk}/controle/"),
            At("portfolio.edit", f"{LIST}bestand/{one.pk}/fouten.csv"),
            At("portfolio.edit", f"{LIST}bestand/{one.pk}/opslaan/", "post", {}),
            At("portfolio.edit", f"{LIST}bestand/{one.pk}/weg/", "post", {}),
        ],
        lists=lambda one: [At("statistics.see", LIST)],
        secrets=lambda one: [one.title, one.file_name],
    ),
]
