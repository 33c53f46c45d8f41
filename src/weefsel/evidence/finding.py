"""What the list of parameters and one parameter say, in one sentence that follows the figures."""

from __future__ import annotations

from dataclasses import dataclass

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.evidence.listing import read_of
from weefsel.evidence.parameter import Parameter

COUNTED_HERE = text("Counted in the files that come with Weefsel, so there is no range.")
COUNT_SOURCE = "computed:evidence"


@dataclass(frozen=True)
class Span:
    """The words "from x to y" of a figure, as a part of a sentence."""

    figure: Figure

    def render(self, lang: str = "nl") -> str:
        """Give the range in a language."""
        return self.figure.range_words(lang)


def count(key: str, value: int) -> Figure:
    """Give a count of files as a figure."""
    return Figure(
        f"evidence:{key}", value, decimals=0, sources=(COUNT_SOURCE,), reason=COUNTED_HERE
    )


def list_finding(held: tuple[Parameter, ...]) -> Text:
    """Say how many of some parameters were read at the source."""
    if not held:
        return text("No figure fits what you ask for")
    read = read_of(held)
    parts = {
        "all": count("all", read.all),
        "original": count("original", read.original),
        "copy": count("copy", read.copy),
    }
    if read.original == read.all:
        return text("Of %(all)s figures every one was read at the source itself", **parts)
    if read.original:
        return text(
            "Of %(all)s figures %(original)s were read at the source itself, %(copy)s in a copy",
            **parts,
        )
    if read.copy:
        return text(
            "Of %(all)s figures none was read at the source itself, %(copy)s were seen in a copy",
            **parts,
        )
    return text("Of %(all)s figures none was read at the source", **parts)


def parameter_finding(held: Parameter) -> Text:
    """Say the figure of a parameter with what its range tells."""
    name = held.name.text()
    if not held.values:
        told = ends(held)
        if len(told) > 1:
            return text("%(name)s: %(low)s and %(high)s", name=name, low=told[0], high=told[1])
        if told:
            return text("%(name)s: %(end)s", name=name, end=told[0])
        return text("%(name)s: the source gives no figure", name=name)
    now = held.figure()
    if len(held.values) > 1:
        first = min(held.values)
        return text(
            "%(name)s: from %(was)s in %(first)s to %(now)s in %(last)s",
            name=name,
            was=held.figure(first),
            first=first,
            now=now,
            last=held.newest,
        )
    if now.low is None or now.high is None:
        return text("%(name)s: %(value)s", name=name, value=now)
    said = {
        "between_places": text("%(name)s: %(value)s; between places %(range)s"),
        "other_year": text("%(name)s: %(value)s; over the years %(range)s"),
        "subgroup": text("%(name)s: %(value)s; by group %(range)s"),
        "min_max": text("%(name)s: %(value)s; found %(range)s"),
        "assumed": text("%(name)s: %(value)s; by our assumption %(range)s"),
    }.get(held.range_kind, text("%(name)s: %(value)s; unsure from %(range)s"))
    return Text(said.msgid, {"name": name, "value": now, "range": Span(now)})


def ends(held: Parameter) -> tuple[Text, ...]:
    """Say the ends of a parameter whose source gives no value between them."""
    if held.bounds is None:
        return ()
    low, high = _end(held, held.bounds.low), _end(held, held.bounds.high)
    found = []
    if low is not None:
        found.append(text("at least %(end)s", end=low))
    if high is not None:
        found.append(text("at most %(end)s", end=high))
    return tuple(found)


def _end(held: Parameter, value: float | None) -> Figure | None:
    if value is None:
        return None
    return Figure(
        f"{held.id}:end",
        value,
        unit=held.unit,
        decimals=0 if value == int(value) else None,
        sources=(f"parameter:{held.id}",),
        reason=text("this is an end of the range; the source gives no value within it"),
    )
