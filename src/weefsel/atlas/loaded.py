"""What a load did, in numbers and in sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from weefsel.base.language import Text, plural, render, text
from weefsel.sources.model import Edition
from weefsel.sources.said import Listed as Listed
from weefsel.sources.said import Number as Number


@dataclass(frozen=True)
class LoadReport:
    """What one table did to the store.

    ``added`` rows were not there; ``filled`` were there without a value and have one now;
    ``changed`` replaced another value; ``same`` were already there. Rows are observations
    (with or without a value), or areas with a boundary for geometry. ``areas``,
    ``indicators`` (with a value) and ``values`` are what the file holds, new or not.
    ``said`` are sentences of whoever read the file.
    """

    edition: Edition
    kind: str  # observations, geometry
    added: int = 0
    filled: int = 0
    changed: int = 0
    same: int = 0
    areas: int = 0
    indicators: tuple[str, ...] = ()
    values: int = 0
    areas_new: int = 0  # areas of the division that were added or named anew
    said: tuple[Text, ...] = ()

    @property
    def new(self) -> bool:
        """Tell whether the store differs from before."""
        return bool(self.added or self.filled or self.changed or self.areas_new)

    def saying(self, *more: Text) -> LoadReport:
        """Give the same report with sentences added."""
        return replace(self, said=self.said + more)

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Give what happened, a sentence each: first the sum of it, then what was noticed."""
        title = text("%(title)s (%(edition)s)", title=self.edition.title, edition=self.edition.id)
        said = []
        if not self.new:
            said.append(text("%(title)s: nothing new.", title=title))
        elif self.kind == "geometry":
            said.append(
                plural(
                    "%(title)s: the boundary of %(areas)s area.",
                    "%(title)s: the boundaries of %(areas)s areas.",
                    self.areas,
                    title=title,
                    areas=Number(self.areas, 0),
                )
            )
        else:
            said.append(
                text(
                    "%(title)s: %(areas)s, %(indicators)s, %(values)s.",
                    title=title,
                    areas=_counted("%(n)s area", "%(n)s areas", self.areas),
                    indicators=_counted(
                        "%(n)s indicator", "%(n)s indicators", len(self.indicators)
                    ),
                    values=_counted("%(n)s figure", "%(n)s figures", self.values),
                )
            )
            if self.same or self.filled:
                said.append(
                    plural(
                        "%(count)s row was new or newly filled; the rest was there already.",
                        "%(count)s rows were new or newly filled; the rest was there already.",
                        self.added + self.filled,
                        count=Number(self.added + self.filled, 0),
                    )
                )
        if self.changed:
            said.append(
                plural(
                    "%(count)s figure was replaced by another.",
                    "%(count)s figures were replaced by others.",
                    self.changed,
                    count=Number(self.changed, 0),
                )
            )
        return (*said, *self.said)

    def document(self) -> dict[str, Any]:
        """Give the report as a plain record."""
        return {
            "edition": self.edition.id,
            "kind": self.kind,
            "new": self.new,
            "added": self.added,
            "filled": self.filled,
            "changed": self.changed,
            "same": self.same,
            "areas": self.areas,
            "values": self.values,
            "areas_new": self.areas_new,
            "indicators": list(self.indicators),
            "said": [render(sentence, "en") for sentence in self.sentences],
        }


def _counted(one: str, many: str, count: int) -> Text:
    """Give a count with its noun."""
    return plural(one, many, count, n=Number(count, 0))
