"""The portfolio of Weverdam: published, with a few decisions taken, so that there is one to see.

Its lines are those of ``examples/weverdam-portefeuille.csv`` (a test reads that file and holds
the record beside this module to it). Read from a record, because before the server starts
nothing may be computed: see ``login.example_users``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from weefsel.web.accounts.models import House
from weefsel.web.choose.keeping import make
from weefsel.web.choose.portfolio.found import Held, inside, mark_of, read_written, written
from weefsel.web.choose.portfolio.models import Destination, Portfolio
from weefsel.web.choose.portfolio.rows import as_row
from weefsel.web.login.example_users import MUNICIPALITY, may_exist

RECORD = Path(__file__).with_name("example.json")
FAMILY = UUID("5b1f6c1e-7a53-4f0e-9a64-6e2f1d0f9990")  # of the ids that are made here
KEY = uuid5(FAMILY, "portfolio")


def id_of(key: str) -> UUID:
    """Give the id that a line of the example always has."""
    return uuid5(FAMILY, key)


def record() -> dict[str, Any]:
    """Give what comes with Weefsel."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


@transaction.atomic
def renew() -> bool:
    """Give Weverdam its portfolio where it has none; tell whether it was made.

    Where visitors changed it, theirs stays.
    """
    house = House.objects.filter(slug=MUNICIPALITY[2], fictitious=True).first()
    if house is None or not may_exist() or Portfolio.objects.filter(pk=KEY).exists():
        return False
    held = read_written(record())
    book = held.portfolio
    thing = Portfolio(
        pk=KEY,
        house=house,
        title=book.title,
        area=book.municipality,
        year=book.years[-1],
        source=book.source,
    )
    make(None, "portfolio.bring", thing)
    decisions = {one.line: one for one in held.decisions}
    for place, line in enumerate(book.lines):
        row = as_row(line, decisions.get(line.key))
        row.pk, row.portfolio, row.place = id_of(line.key), thing, place
        row.save(force_insert=True)
    for number, one in enumerate(held.given):
        Destination.objects.create(
            pk=uuid5(FAMILY, f"given-{number}"),
            portfolio=thing,
            amount=one.amount,
            from_year=one.from_year,
            to=one.to,
            line_id=id_of(one.line) if one.line else None,
            name=one.name,
            kind=one.kind or "",
            aim=one.aim or "",
            form=one.form or "",
        )
    _publish(thing, {str(id_of(key)) for key in held.withheld})
    return True


def _publish(thing: Portfolio, withheld: set[str]) -> None:
    """Publish it; which counts of people the door withholds stands in the record."""
    held: Held = inside(thing)
    lines = tuple(
        replace(one, participants=None) if one.key in withheld else one
        for one in held.portfolio.lines
    )
    shown = Held(
        replace(held.portfolio, lines=lines), held.decisions, held.given, frozenset(withheld)
    )
    thing.published_at = timezone.now()
    thing.published_title = thing.title
    thing.published_document = json.dumps(written(shown), ensure_ascii=False)
    thing.published_mark = mark_of(thing)
    thing.save()
