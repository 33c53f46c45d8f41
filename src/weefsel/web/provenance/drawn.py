"""The pictures of one parameter: its years, and its range with the distribution it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weefsel.base.figure import Figure
from weefsel.base.language import text
from weefsel.evidence.parameter import WHOLE, Parameter
from weefsel.report.charts import value_range, values_over_years
from weefsel.report.picture import Picture
from weefsel.web.accounts.shown import lang

# Farther off than this share of the value, the centre is worth a sentence.
_WORTH_SAYING = 0.001


@dataclass(frozen=True)
class Drawn:
    """A picture for a wide page and for a phone."""

    wide: Picture
    narrow: Picture


def history(held: Parameter) -> Drawn | None:
    """Draw the value by year, where there are several."""
    if len(held.values) < 2:
        return None
    figures = [held.figure(year) for year in sorted(held.values)]
    told: dict[str, Any] = {"lang": lang(), "name": held.name.text()}
    return Drawn(
        values_over_years(figures, size="page", **told),
        values_over_years(figures, size="phone", **told),
    )


def in_range(held: Parameter, own: Figure | None = None) -> Drawn | None:
    """Draw the value with its range and an own value; nothing where there is only one number."""
    figure = held.figure()
    if sum(one is not None for one in (figure.value, figure.low, figure.high)) < 2 and own is None:
        return None
    told: dict[str, Any] = {
        "lang": lang(),
        "name": held.name.text(),
        "fitted": held.distribution() if held.values else None,
        "scale": scale(held),
        "own": own,
    }
    return Drawn(
        value_range(figure, size="page", **told), value_range(figure, size="phone", **told)
    )


def scale(held: Parameter) -> float:
    """Give what brings a distribution to the unit of the figure: a share of one to percent."""
    return WHOLE[held.unit] if held.support == "share" else 1.0


def gap(held: Parameter) -> Figure | None:
    """Give how far the centre of the distribution lies from the value of the source."""
    fitted = held.distribution() if held.values else None
    if fitted is None or abs(fitted.gap * scale(held)) < _WORTH_SAYING * abs(held.latest.value):
        return None
    return Figure(
        f"{held.id}:gap",
        fitted.gap * scale(held),
        unit=held.unit,
        sources=(f"parameter:{held.id}",),
        reason=text("It follows from the value and its two ends."),
    )


def at_end(held: Parameter) -> bool:
    """Tell whether the value is one of the two ends of its range."""
    return bool(held.values) and held.latest.value in (held.latest.low, held.latest.high)
