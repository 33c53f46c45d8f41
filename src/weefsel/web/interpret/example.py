"""Stories and findings of Weverdam, so that there are some to see: all of it is invented.

The frozen copy of what is published stands in the record too, because before the server starts
nothing may be computed (see ``login.example_users``). When the figures of Weverdam change,
``python -m weefsel.web.interpret.example`` writes it anew; a test holds it to the figures.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from weefsel.web.accounts.models import House, Membership
from weefsel.web.interpret.models import Finding, Session, Story
from weefsel.web.login.example_users import MUNICIPALITY, ORGANISATION, may_exist

RECORD = Path(__file__).with_name("example.json")
FAMILY = UUID("7c1b2a0e-64d1-4f5e-8f0a-3d2e1c0b9990")  # of the ids that are made here
ADVISER = "policy_adviser"


def id_of(kind: str, key: str) -> UUID:
    """Give the id that something of the example always has."""
    return uuid5(FAMILY, f"{kind}-{key}")


def record() -> dict[str, Any]:
    """Give what comes with Weefsel."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


@transaction.atomic
def renew() -> bool:
    """Give Weverdam its stories and findings where it has none; tell whether they were made.

    Where visitors changed them, theirs stay.
    """
    town = House.objects.filter(slug=MUNICIPALITY[2], fictitious=True).first()
    workers = House.objects.filter(slug=ORGANISATION[2], fictitious=True).first()
    if town is None or workers is None or not may_exist():
        return False
    if Finding.objects.filter(house=town).exists() or Story.objects.exists():
        return False
    said = record()
    for one in said["stories"]:
        house = town if one["role"] == ADVISER else workers
        made = _moment(one["on"])
        _save(
            Story(
                pk=id_of("story", one["key"]),
                house=house,
                author=_example_of(house, one["role"]),
                role=one["role"],
                area=one["area"],
                figure=one["figure"],
                year=one["year"],
                recognised=one["recognised"],
                why=one["why"],
                made_at=made,
                changed_at=made,
                published_at=made if one["published"] else None,
            )
        )
    for one in said["sessions"]:
        told = {name: value for name, value in one.items() if name not in {"key", "held_on"}}
        held_on = date.fromisoformat(one["held_on"])
        key = id_of("session", one["key"])
        _save(Session(pk=key, house=town, held_on=held_on, **told))
    for one in said["findings"]:
        _save(_finding(town, one, said["frozen"].get(one["key"])))
    return True


def _finding(town: House, one: dict[str, Any], frozen: dict[str, Any] | None) -> Finding:
    made = _moment(one["on"])
    thing = Finding(
        pk=id_of("finding", one["key"]),
        house=town,
        author=_example_of(town, ADVISER),
        area=one["area"],
        title=one["title"],
        conclusion=one["conclusion"],
        strengths=one["strengths"],
        strains=one["strains"],
        made_at=made,
        changed_at=made,
    )
    if frozen is not None:
        thing.published_at = made
        thing.published_role, thing.published_house = ADVISER, town.name
        thing.published_document = json.dumps(frozen["document"], ensure_ascii=False)
        thing.published_mark = frozen["mark"]
    return thing


def _save(thing: Any) -> None:
    thing._history_user = None
    thing.save(force_insert=True)


def _moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=UTC)


def _example_of(house: House, role: str) -> Any:
    held = Membership.objects.filter(house=house, role=role, until=None).first()
    return None if held is None else held.user


def frozen_now() -> dict[str, Any]:
    """Give the frozen copies as the figures of Weverdam are now."""
    from weefsel.scan.interpretation import edition_mark
    from weefsel.web import ask
    from weefsel.web.interpret.published import to_freeze

    said = record()
    found: dict[str, Any] = {}
    for one in said["findings"]:
        if one["published"]:
            result = ask.scan_of(one["area"])
            plain = {name: one[name] for name in ("area", "title", "conclusion")}
            thing = Finding(**plain, strengths=one["strengths"], strains=one["strains"])
            found[one["key"]] = {
                "document": to_freeze(thing, result),
                "mark": edition_mark(result, one["area"]),
            }
    return {"frozen": found}


def rewrite() -> None:
    """Write the record anew with the figures of now."""
    said = json.dumps(record() | frozen_now(), ensure_ascii=False, indent=2)
    RECORD.write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    from weefsel.web.install import set_up

    set_up()
    rewrite()
