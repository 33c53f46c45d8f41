"""The method of a scan: its numbers, each with its source, in one dated file."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from weefsel.base.document import Document, read_document
from weefsel.base.errors import InputError
from weefsel.base.figure import Source
from weefsel.base.language import text

CURRENT = "2026-11-22"


class Value(Document):
    """One number of the method, what it means and where it comes from."""

    value: float
    description: str
    source: str
    kind: Literal["choice", "assumption", "formula"]


class Method(Document):
    """Every number that a scan uses."""

    dated: str
    title: str
    max_age_years: Value
    minimum_residents: Value
    minimum_filled: Value
    minimum_weight: Value
    skew_threshold: Value
    kurtosis_threshold: Value
    centre: Value
    spread: Value
    lowest_score: Value
    highest_score: Value
    minimum_reference_share: Value
    minimum_reference_areas: Value
    minimum_country_share: Value
    lowest_point: Value
    highest_point: Value
    peers_for_missing: Value
    residents_base: Value
    assumed_error: Value
    error_within_model: Value
    error_between_neighbours: Value
    minimum_reliability: Value
    draws: Value
    confidence: Value
    most_areas_for_method: Value
    sensitivity_points: Value

    def number(self, key: str) -> float:
        """Give one number by its key."""
        value = getattr(self, key)
        assert isinstance(value, Value)
        return value.value

    def sources(self) -> dict[str, Source]:
        """Give a source per number, keyed ``assumption:scan_<key>``."""
        found = {}
        for key, value in self:
            if isinstance(value, Value):
                source_id = f"assumption:scan_{key}"
                found[source_id] = Source(
                    id=source_id,
                    title=value.description,
                    publisher="Weefsel",
                    remark=value.source,
                    extra={"value": f"{value.value:g}", "dated": self.dated, "kind": value.kind},
                )
        return found


@cache
def method(dated: str = CURRENT) -> Method:
    """Give the method of a date.

    Raises ``InputError`` when there is no method of that date.
    """
    folder = Path(str(resources.files("weefsel.scan"))) / "methods"
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if dated not in known:
        raise InputError(
            text("there is no method of '%(dated)s'.", dated=dated[:60]),
            where="method",
            todo=text("Leave it out, or choose: %(known)s.", known=", ".join(known)),
        )
    return read_document(Method, folder / f"{dated}.toml")
