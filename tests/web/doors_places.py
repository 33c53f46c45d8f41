"""The doors of a search for the best place."""

from __future__ import annotations

import json
import uuid
from typing import Any

from web.rights_doors import At, Shelf


def _search(house: Any) -> Any:
    from weefsel.web.social_map.models import Search

    house.area, house.fictitious = "GM9990", True
    house.save()
    return Search.objects.create(
        house=house,
        municipality="GM9990",
        state="failed",
        fault=json.dumps(dict.fromkeys(("nl", "en"), f"Mislukt {uuid.uuid4().hex}")),
        recipe={"municipality": "GM9990", "question": "best_place", "kind": "library"},
    )


SHELVES = [
    Shelf(
        "search",
        make=_search,
        opens=lambda one: [
            At("search.see", f"/beste-plek/{one.pk}/"),
            At("search.run", f"/beste-plek/{one.pk}/stoppen/", "post", {}),
        ],
        lists=lambda one: [At("search.see", "/gemeente/GM9990/beste-plek/")],
        secrets=lambda one: [json.loads(one.fault)["nl"]],
    ),
]
