"""Many provisions made by chance, to search in: no name of them exists."""

from __future__ import annotations

import random

from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.social_map import (
    Closed,
    Entry,
    Location,
    Offer,
    Opening,
    Organisation,
    Service,
)

WORDS = (
    "samen", "koffie", "drinken", "met", "buren", "uit", "de", "wijk", "spreekuur", "over",
    "geld", "en", "formulieren", "taal", "leren", "oefenen", "sporten", "zingen", "voor",
    "ouderen", "jongeren", "kinderen", "hun", "ouders", "op", "de", "fiets", "wandelen",
    "huiswerk", "spel", "muziek", "tuin", "gereedschap", "koken", "eten", "gesprek",
    "vrijwilliger", "inloop", "zonder", "afspraak", "gratis", "kopje", "thee", "zaal",
    "cursus", "schilderen", "naaien", "computer", "bewegen", "zwemmen", "lezen", "schrijven",
)  # fmt: skip


def many(count: int, seed: int = 1) -> tuple[Entry, ...]:
    """Make provisions over all kinds, with descriptions of forty words, hours and holidays."""
    chance = random.Random(seed)
    return tuple(_one(number, chance) for number in range(count))


def _one(number: int, chance: random.Random) -> Entry:
    kinds = place_kinds()
    kind = chance.choice(list(kinds))
    key = f"p{number}"
    service = Service(
        id=key,
        organisation=key,
        name=f"{kinds[kind].nl.capitalize()} {chance.choice(WORDS)} {number}",
        kind=kind,
        description=" ".join(chance.choices(WORDS, k=40)),
        activities=tuple(sorted(chance.sample(list(ACTIVITIES), 2))),
        groups=tuple(sorted(chance.sample(list(GROUPS), 2))),
        free=chance.choice([True, False, None]),
        languages=tuple(chance.sample(["nl", "ar", "tr", "en"], 2)),
    )
    location = Location(
        id=key,
        street=f"{chance.choice(WORDS).capitalize()}straat",
        number=str(chance.randrange(1, 90)),
        postcode=f"{1000 + number % 900} AB",
        town="Weverdam",
        longitude=5 + chance.random() / 5,
        latitude=52 + chance.random() / 5,
        wheelchair=chance.choice([True, None]),
    )
    week = tuple(
        Opening(day=day, opens="09:00", closes=chance.choice(["12:00", "17:00", "02:00"]))
        for day in range(1, 6)
    )
    christmas = Closed.model_validate({"first": "2026-12-25", "last": "2026-12-26"})
    offer = Offer(
        id=key, service=key, location=key, slug=key, municipality="GM9990",
        opening=week, closed=(christmas,),
    )  # fmt: skip
    name = f"Stichting {chance.choice(WORDS).capitalize()} {number % 300}"
    return Entry(offer, service, Organisation(id=key, name=name), location)
