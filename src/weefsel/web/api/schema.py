"""What answers look like: the records that several operations share.

Fields are written in camelCase; a figure that is not known is ``null`` with its reason.
An answer holds exactly the fields that are described: a test sends every answer past this.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel


class Record(Schema):
    """A record with camelCase fields and no others than those described."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class OpenRecord(Schema):
    """A record that may hold more than is described."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")


class Problem(OpenRecord):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="A kind of problem, as an address; about:blank for a status.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong, where, and what to do.")


class Sentence(Record):
    """A sentence in both languages."""

    nl: str
    en: str


class ReadAt(Record):
    """Where something was read."""

    title: str
    url: str
    year: int | None


class CheckedOut(Record):
    """What was checked at the source, how and when."""

    how: str = Field(description="read_original, read_copy or not_read.")
    what: Sentence
    when: date
    also: list[str] = Field(description="Further pages on which something was seen.")


class FigureOut(Record):
    """A figure: unrounded, with its range, state, sources and the reason for what it lacks."""

    id: str
    value: float | None = Field(description="Null when it is not known: reason says why.")
    low: float | None
    high: float | None
    level: float | None = Field(description="How much of the outcomes the range holds, 0 to 1.")
    range_kind: str
    unit: str
    payer: str | None
    year: int | None
    certainty: str | None
    state: str = Field(description="quantified, conditional or pm.")
    flag: str = Field(description="measured, model_estimate, suppressed, missing or imputed.")
    sources: list[str] = Field(description="Ids of sources.")
    reason: str | None = Field(description="Why there is no value, or no range; in English.")


class SourceOut(OpenRecord):
    """Where figures come from."""

    id: str
    title: str
    publisher: str
    year: int | None
    licence: str
    url: str
    evidence_grade: str | None
    remark: str | None


class Page(Record):
    """Which part of a list this is."""

    page: int
    page_size: int
    total: int = Field(description="How many there are in all.")


def sentence(said: Any) -> dict[str, str]:
    """Give a text in both languages."""
    return {lang: said.render(lang) for lang in ("nl", "en")}
