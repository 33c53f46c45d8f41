"""The example's budget and its ready choice: both invented."""

from __future__ import annotations

import tomllib
from typing import Any

import numpy as np
import polars as pl

from weefsel.example.aggregates import DATA
from weefsel.example.design import Design
from weefsel.example.streams import stream
from weefsel.provisions.budget import Budget, Line
from weefsel.provisions.social_map import Entry
from weefsel.weigh.choice import SCHEMA, Choice


def make_budget(design: Design, seed: int) -> Budget:
    """Draw the account of one year around the national amounts per resident."""
    part = design.record["budget"]
    names = tomllib.loads((DATA / "iv3_fields.toml").read_text(encoding="utf-8"))
    national = pl.read_csv(
        DATA / "iv3_per_resident.csv",
        comment_prefix="#",
        schema_overrides={"field": pl.String},
    )
    residents = design.record["population"]["residents"][design.years.index(part["year"])]
    lines = []
    for row in national.iter_rows(named=True):
        noise = stream(seed, "budget", row["field"]).normal(size=2)
        spent, received = (
            float(np.floor(row[key] * residents / 1000 * np.exp(part["spread"] * chance) + 0.5))
            for key, chance in zip(("expenditure_eur", "income_eur"), noise, strict=True)
        )
        lines.append(
            Line(
                field=row["field"],
                name=names[row["field"]],
                expenditure_thousand_eur=spent,
                income_thousand_eur=received,
            )
        )
    return Budget(
        municipality=design.code,
        year=part["year"],
        stage="account",
        source=part["source"],
        fictitious=True,
        line=tuple(lines),
    )


def make_choice(design: Design, place: Entry) -> Choice:
    """Make the ready choice about one meeting place: keep, close or extend it."""
    part, offer = design.record["choice"], place.offer

    def own(values: tuple[float, float, float], **more: Any) -> dict[str, Any]:
        middle, low, high = values
        return {
            "value": middle,
            "low": low,
            "high": high,
            "range_kind": "min_max",
            "source": part["source"],
            **more,
        }

    act = {
        "object": place.object_id,
        "name": place.name,
        "areas": [place.neighbourhood],
        "from_year": part["from_year"],
        "chain": "meeting",
        "vulnerable_share": own(tuple(part["vulnerable"])),
        "guidance_hours_per_client_per_year": own(tuple(part["guidance_hours"])),
    }
    priced = {"price_year": offer.price_year}
    cost = (float(offer.cost_eur_per_year or 0), part["cost_low"], part["cost_high"])
    visitors = (float(offer.regular_visitors or 0), part["visitors_low"], part["visitors_high"])
    close = {
        **act,
        "kind": "cut",
        "cost_eur_per_year": own(cost, **priced),
        "one_off_eur": own(tuple(part["closing_one_off"]), **priced),
        "regular_visitors": own(visitors),
        "avoidable_share": {"values": part["avoidable"], "source": part["source"]},
    }
    extend = {
        **act,
        "kind": "invest",
        "cost_eur_per_year": own(tuple(part["extra_cost"]), **priced),
        "one_off_eur": own(tuple(part["extending_one_off"]), **priced),
        "regular_visitors": own(tuple(part["extra_visitors"])),
    }
    record = {
        "schema": SCHEMA,
        "title": part["title"],
        "question": part["question"],
        "area": design.code,
        "base_year": part["base_year"],
        "horizon": part["horizon"],
        "seed": part["seed"],
        "dated": part["dated"],
        "fictitious": True,
        "option": [
            {"id": "zero", "title": "Openhouden", "zero": True},
            {"id": "close", "title": "Sluiten", "act": [close]},
            {"id": "extend", "title": "Uitbreiden", "act": [extend]},
        ],
    }
    return Choice.model_validate(record)
