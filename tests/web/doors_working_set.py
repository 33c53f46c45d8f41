"""The doors of what a municipality sets itself: open to read, its own house changes it."""

from __future__ import annotations

from typing import Any

from web.rights_doors import At, Shelf

SET = "/gemeente/GM9990/werkset/"
TOLD = {"weight": "2", "reason": "Hier telt het dubbel", "seen": "1"}


def _setting(house: Any) -> Any:
    from weefsel.web.see.models import IndicatorSetting

    house.kind, house.area, house.fictitious = "municipality", "GM9990", True
    house.save()
    return IndicatorSetting.objects.update_or_create(
        house=house,
        indicator="lonely_18plus",
        defaults={
            "condition": "inclusion", "weight": 1.0, "reason": "Hier telt het mee",
            "author_role": "director", "version": 1, "withdrawn_at": None,
        },
    )[0]  # fmt: skip


SHELVES = [
    Shelf(
        "working_set",
        make=_setting,
        opens=lambda one: [
            At("statistics.see", SET),
            At("statistics.see", "/en/municipality/GM9990/working-set/"),
            At("statistics.see", "/gemeente/GM9990/veerkracht/"),
            At("working_set.edit", f"{SET}indicator/lonely_18plus/"),
            At("working_set.edit", f"{SET}indicator/lonely_18plus/", "post", TOLD),
            At("working_set.edit", f"{SET}indicator/lonely_18plus/terugnemen/", "post", {}),
            At("working_set.edit", f"{SET}kenmerk/low_income/"),
            At("working_set.edit", f"{SET}kenmerk/low_income/", "post", TOLD),
            At("working_set.edit", f"{SET}kenmerk/?figure=lonely_18plus"),
            At("working_set.edit", f"{SET}vergelijking/BU99900101/"),
            At("working_set.edit", f"{SET}vergelijking/BU99900101/", "post", TOLD),
        ],
        secrets=lambda one: [],
    )
]
