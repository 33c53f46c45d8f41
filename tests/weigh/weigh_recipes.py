"""Small fictitious recipes for the tests of weighing."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from weefsel.base.document import write_toml
from weefsel.weigh.choice import Choice

TEMPLATE = Path(str(resources.files("weefsel.weigh"))) / "templates/meeting_place.toml"


def template() -> Choice:
    return Choice.read(TEMPLATE.read_bytes(), TEMPLATE.name)


def exact(value: float) -> dict[str, Any]:
    """Make a figure without any uncertainty."""
    kind = {"low": value, "high": value, "range_kind": "min_max"}
    return {"value": value, **kind, "source": "invented for a test"}


def act(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "kind": "cut",
        "object": "provision:weefhuis",
        "name": "Het Weefhuis",
        "areas": ["BU99900301"],
        "from_year": 2026,
        "chain": "meeting",
        "cost_eur_per_year": exact(100_000),
        "one_off_eur": exact(0),
        "regular_visitors": exact(100),
        "vulnerable_share": exact(0.4),
        "guidance_hours_per_client_per_year": exact(50),
    }
    made.update(changes)
    return {key: value for key, value in made.items() if value is not None}


def record(*acts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "schema": "weefsel.choice/1",
        "title": "Buurthuis Het Weefhuis",
        "area": "GM9990",
        "base_year": 2026,
        "horizon": 10,
        "draws": 1024,
        "seed": 1,
        "option": [
            {"id": "zero", "zero": True},
            {"id": "change", "act": list(acts) or [act()]},
        ],
    }
    made.update(changes)
    return made


def choice(*acts: dict[str, Any], **changes: Any) -> Choice:
    return Choice.read(write_toml(record(*acts, **changes)), "recipe.toml")
