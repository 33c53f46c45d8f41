"""The doors of own figures: files on their way, and what a house notes itself."""

from __future__ import annotations

import uuid
from typing import Any

from web.rights_doors import At, Shelf

LIST = "/eigen-cijfers/"
RAW = b"gebiedscode;indicator;jaar;waarde;n;soort\nBU99900101;Burenhulp;2023;40;100;enquete\n"


def _municipality(house: Any) -> Any:
    house.kind, house.area = "municipality", "GM9990"
    house.save()
    return house


def _upload(house: Any) -> Any:
    from weefsel.web.see.models import OwnUpload

    return OwnUpload.objects.create(
        house=_municipality(house),
        file_name=f"bestand-{uuid.uuid4().hex}.csv",
        title=f"Titel {uuid.uuid4().hex}",
        content=RAW,
        mapping={
            "columns": {
                "gebiedscode": "code", "indicator": "indicator", "jaar": "year",
                "waarde": "value", "n": "n", "soort": "basis",
            }
        },
    )  # fmt: skip


def _published(upload: Any) -> None:
    upload.state, upload.table = "published", "EIGEN-GM9990-NERGENS"
    upload.save()


def _initiative(house: Any) -> Any:
    from weefsel.web.see.models import ResidentsInitiative

    return ResidentsInitiative.objects.create(
        house=_municipality(house),
        area="BU99900101",
        name=f"Naam {uuid.uuid4().hex}",
        year=2023,
        budget_eur=100,
    )


def _note(one: Any) -> str:
    return f"{LIST}bijhouden/initiatieven/{one.pk}/"


SHELVES = [
    Shelf(
        "own_figures",
        make=_upload,
        opens=lambda one: [
            At("own_figures.see", f"{LIST}bestand/{one.pk}/"),
            At("own_figures.enter", f"{LIST}bestand/{one.pk}/kolommen/"),
            At("own_figures.enter", f"{LIST}bestand/{one.pk}/controle/"),
            At("own_figures.enter", f"{LIST}bestand/{one.pk}/fouten.csv"),
            At("own_figures.enter", f"{LIST}bestand/{one.pk}/publiceren/", "post", {}),
            At("own_figures.enter", f"{LIST}bestand/{one.pk}/weg/", "post", {}),
        ],
        lists=lambda one: [At("statistics.see", LIST), At("statistics.see", "/en/own-figures/")],
        secrets=lambda one: [one.title, one.file_name],
        publish=_published,
    ),
    Shelf(
        "own_record",
        make=_initiative,
        opens=lambda one: [
            At("own_record.edit", _note(one)),
            At("own_record.edit", _note(one), "post", {"name": "x"}),
            At("own_record.edit", f"{_note(one)}weg/", "post", {}),
        ],
        lists=lambda one: [At("own_record.see", f"{LIST}bijhouden/initiatieven/")],
        secrets=lambda one: [one.name],
    ),
]
