"""Step 1: which indicators make a condition, and how heavily: the working set.

The catalogue gives the set that Weefsel works with. A municipality may leave an indicator
out, take one in or weigh it otherwise, each with its reason; the changes are part of the
recipe. What the catalogue keeps out of every condition stays out: origin, context, and
composites of the same things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from weefsel.atlas.indicator import CONDITIONS, Indicator, Named
from weefsel.base.document import Document
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.said import Number

_LONGEST = 2000  # characters of a reason: a page, so that it stays one


class IndicatorChange(Document):
    """One change to the working set of a condition, with who-knows-why it was made.

    ``weight`` is set against the 1 of most indicators; 0 leaves the indicator out. ``on`` is
    the date of the change, ISO.
    """

    condition: Literal["socio_economic_security", "inclusion", "cohesion", "empowerment"]
    indicator: str
    weight: float = Field(ge=0)
    reason: str = Field(max_length=_LONGEST)
    on: str

    @field_validator("reason")
    @classmethod
    def _says_why(cls, reason: str) -> str:
        if not reason.strip():
            raise InputError(
                text("a change to the working set needs its reason."),
                where="indicator_changes.reason",
                todo=text("Say in a sentence why the indicator counts otherwise here."),
            )
        return reason.strip()

    @field_validator("on")
    @classmethod
    def _is_date(cls, on: str) -> str:
        try:
            return date.fromisoformat(on).isoformat()
        except ValueError as fault:
            raise InputError(
                text("'%(on)s' is not a date.", on=on[:60]),
                where="indicator_changes.on",
                todo=text("Give year, month and day, such as 2026-11-22."),
            ) from fault


Changes = tuple[IndicatorChange, ...]


def unrepeated(changes: Changes) -> Changes:
    """Refuse a second change of one indicator; raises ``InputError`` that names it."""
    seen: set[str] = set()
    for one in changes:
        if one.indicator in seen:
            raise _refused(text("this indicator is changed twice."), one.indicator,
                           text("Keep one change for each indicator."))  # fmt: skip
        seen.add(one.indicator)
    return changes


def same_weights(one: Changes, other: Changes) -> bool:
    """Tell whether two lists of changes make the same scores, whatever their reasons."""

    def weights(changes: Changes) -> dict[str, float]:
        return {change.indicator: change.weight for change in changes}

    return weights(one) == weights(other)


def check_changes(
    catalogue: Mapping[str, Indicator], changes: Sequence[IndicatorChange], municipality: str
) -> None:
    """Refuse a change that the catalogue does not allow, with one sentence.

    Raises ``InputError`` for an indicator that is not known here, says something of origin,
    is a composite of the same things, has no direction, or belongs to another condition.
    """
    for one in changes:
        indicator = catalogue.get(one.indicator)
        if indicator is None or indicator.owner not in ("", municipality):
            raise _refused(text("this indicator is not in the catalogue."), one.indicator,
                           text("Look in the list of indicators for its id."))  # fmt: skip
        why = why_never(indicator)
        if why is not None:
            raise _refused(why, one.indicator, text("Leave this change out."))
        if indicator.condition != one.condition:
            raise _refused(
                text("this indicator belongs to another condition (%(condition)s).",
                     condition=indicator.condition),
                one.indicator, text("Change it there."),
            )  # fmt: skip


def said(catalogue: Mapping[str, Indicator], changes: Changes) -> tuple[Text, ...]:
    """Say each change in a sentence, with its reason: it stands with the scores it makes."""
    return tuple(
        text(
            "%(indicator)s does not count here since %(on)s: %(reason)s",
            indicator=Named(catalogue[one.indicator]),
            on=one.on,
            reason=one.reason,
        )
        if one.weight == 0
        else text(
            "%(indicator)s weighs %(weight)s here since %(on)s: %(reason)s",
            indicator=Named(catalogue[one.indicator]),
            weight=Number(one.weight),
            on=one.on,
            reason=one.reason,
        )
        for one in changes
    )


def why_never(indicator: Indicator) -> Text | None:
    """Say why an indicator can never enter a condition; none when it can."""
    if indicator.origin_trait:
        return text("an indicator of origin never enters a condition.")
    if indicator.composite:
        return text("a composite of the same things is shown, never put inside a condition.")
    if not indicator.direction or indicator.condition not in CONDITIONS:
        return text("a context figure has no strong or weak side and enters no condition.")
    return None


def _refused(what: Text, indicator: str, todo: Text) -> InputError:
    return InputError(what, where=f"indicator_changes: {indicator[:60]}", todo=todo)


def working_set(
    catalogue: Mapping[str, Indicator],
    condition: str,
    indicator_set: str,
    changes: Sequence[IndicatorChange] = (),
) -> dict[str, float]:
    """Give the indicators that may enter a condition with their weights, by id in order.

    Never one that says something of origin, nationality or religion (rule 9), never one
    without a direction, never a composite of the same things.
    """
    mine = {one.indicator: one.weight for one in changes if one.condition == condition}
    found = {}
    for key in sorted(catalogue):
        indicator = catalogue[key]
        if indicator.condition != condition or why_never(indicator) is not None:
            continue
        if key in mine:
            weight = mine[key]
        else:
            weight = indicator.weight if indicator.core or indicator_set == "all" else 0.0
        if weight > 0:
            found[key] = weight
    return found
