"""The sentences that follow from access, gaps and pillars; they turn when the figures turn."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from weefsel.base.certainty import Certainty
from weefsel.base.language import Text, render, text
from weefsel.provisions import reach_figures as figures
from weefsel.provisions.pillars import MISSING_PILLAR, PillarProfile
from weefsel.provisions.place_kind import PlaceKind, place_kind
from weefsel.provisions.reached import KindReach, Reached, first_before_second
from weefsel.sources.said import Listed

BORDERS = text("no range: a count of neighbourhoods")


@dataclass(frozen=True)
class Capital:
    """A name at the head of a sentence."""

    name: PlaceKind

    def render(self, lang: str) -> str:
        """Give the name with a capital."""
        said = render(self.name, lang)
        return said[:1].upper() + said[1:]


def nothing_to_measure(name: str) -> Text:
    """Say that there is nothing to measure yet."""
    return text(
        "Nothing can be measured yet: the social map of %(name)s knows no provision with a place.",
        name=name,
    )


def reach_title(one: KindReach) -> Text:
    """Say of one kind how many in need have one near, or can be served."""
    kind = Capital(place_kind(one.kind))
    within = figures.distance(one, one.ways.within)
    if one.by_share and one.total_need > 0:
        served = 1.0 - one.total_gap / one.total_need
        return text(
            "%(kind)s: there is room for %(share)s of %(who)s.",
            kind=kind,
            share=figures.whole_share(one, served, "served"),
            who=one.demand.who,
        )
    share = one.near_share
    if share is None:
        middle = one.areas["nearest"].median()
        if not isinstance(middle, int | float):
            return text("%(kind)s: none is near any neighbourhood.", kind=kind)
        return text(
            "%(kind)s: half of the neighbourhoods have one within %(distance)s.",
            kind=kind,
            distance=figures.distance(one, float(middle), "middle"),
        )
    if share >= 1.0:
        return text(
            "%(kind)s: all %(who)s have one within %(within)s.",
            kind=kind,
            who=one.demand.who,
            within=within,
        )
    if share <= 0.0:
        return text(
            "%(kind)s: none of %(who)s have one within %(within)s.",
            kind=kind,
            who=one.demand.who,
            within=within,
        )
    return text(
        "%(kind)s: %(share)s of %(who)s have one within %(within)s.",
        kind=kind,
        share=figures.whole_share(one, share, "near"),
        who=one.demand.who,
        within=within,
    )


def gap_title(found: Reached, name: str, one: KindReach | None = None) -> Text:
    """Say where the largest gap is, of one kind or of all."""
    kinds = _meant(found, one)
    if not kinds:
        return nothing_to_measure(name)
    if one is not None and one.no_need is not None:
        return text(
            "%(kind)s: whom it does not reach is not known.", kind=Capital(place_kind(one.kind))
        )
    ordered = _ordered(kinds)
    if ordered.is_empty():
        if not any(each.total_need > 0 for each in kinds):
            return text("Whom nothing reaches is not known: no figure of the need is loaded.")
        if one is not None:
            return text(
                "%(kind)s: no gap; all %(who)s have one within %(within)s.",
                kind=Capital(place_kind(one.kind)),
                who=one.demand.who,
                within=figures.distance(one, one.ways.within),
            )
        return text("No gap is known: everybody in need has one of each kind within reach.")
    row = ordered.row(0, named=True)
    first = next(each for each in kinds if each.kind == row["kind"])
    parts = {
        "kind": place_kind(first.kind),
        "area": str(row["name"]),
        "count": figures.gap(first, row),
        "who": first.demand.who,
    }
    if first.by_share:
        return text(
            "The largest gap is %(kind)s in %(area)s: %(count)s %(who)s are not served.", **parts
        )
    return text(
        "The largest gap is %(kind)s in %(area)s: %(count)s %(who)s have none within %(within)s.",
        **parts,
        within=figures.distance(first, first.ways.within),
    )


def how_sure(found: Reached, one: KindReach | None = None) -> Text | None:
    """Say how sure it is that the first gap is the largest; none when there is no gap."""
    kinds = _meant(found, one)
    ordered = _ordered(kinds)
    if ordered.is_empty():
        return None
    first = next(each for each in kinds if each.kind == ordered["kind"][0])
    second = next((each for each in kinds if ordered.height > 1
                   and each.kind == ordered["kind"][1]), first)  # fmt: skip
    if not first.sure or not second.sure:
        return text(
            "How sure this order is cannot be said: the need is an estimate of a model, and its "
            "maker publishes no error."
        )
    word = first_before_second(first, ordered)
    if word is None:
        return None
    if word is Certainty.INDISTINGUISHABLE:
        return text("It cannot be told from the next one: the difference lies within the error.")
    return text("That it is larger than the next one is %(sure)s.", sure=word)


def _meant(found: Reached, one: KindReach | None) -> tuple[KindReach, ...]:
    """Give the kind asked; else those for people in some need, or all where these have no gap."""
    if one is not None:
        return (one,)
    return found.targeted if not _ordered(found.targeted).is_empty() else found.kinds


def _ordered(kinds: tuple[KindReach, ...]) -> pl.DataFrame:
    frames = [one.areas for one in kinds]
    if not frames:
        return pl.DataFrame(schema={"gap": pl.Float64, "kind": pl.String})
    there = pl.concat(frames).filter(pl.col("gap") > 0)
    return there.sort("gap", "kind", "area", descending=[True, False, False])


def pillar_title(profile: PillarProfile) -> Text:
    """Say which pillar is least known in the districts."""
    if not profile.total:
        return text("The social map of %(name)s knows no provision yet.", name=profile.name)
    if not profile.districts:
        return text("No districts of %(name)s are loaded.", name=profile.name)
    lacking = {
        number: sum(number in one.missing for one in profile.districts)
        for number in MISSING_PILLAR
    }
    worst = max(lacking, key=lambda number: (lacking[number], -number))
    of = figures.count("districts", len(profile.districts))
    if not lacking[worst]:
        return text(
            "All %(of)s districts of %(name)s have something of each of the three pillars.",
            of=of,
            name=profile.name,
        )
    return text(
        "In %(count)s of %(of)s districts nothing is known of %(pillar)s.",
        count=figures.count(f"without_pillar{worst}", lacking[worst]),
        of=of,
        pillar=MISSING_PILLAR[worst],
    )


def absent_note(found: Reached) -> Text | None:
    """Name the kinds that nobody put in the social map, none when there are none."""
    if not found.absent:
        return None
    return text(
        "Not measured, for the social map knows no place of it: %(kinds)s. Whether they are there "
        "is not known.",
        kinds=Listed(tuple(place_kind(one.kind) for one in found.absent)),
    )


def border_note(found: Reached) -> Text | None:
    """Say how many neighbourhoods no figure holds, none when every one has a border."""
    missing = len(found.without_border)
    if not missing:
        return None
    there = found.kinds[0].areas.height if found.kinds else 0
    return text(
        "Of %(count)s of %(of)s neighbourhoods no border is loaded: they are in no figure here, "
        "and not in a share either.",
        count=figures.count("without_border", missing, reason=BORDERS),
        of=figures.count("neighbourhoods", missing + there, reason=BORDERS),
    )


def _other_borders(found: Reached) -> Text:
    return text(
        "The neighbourhoods are those of %(division)s and their borders those of %(year)s: one "
        "that was redrawn since is measured where it was.",
        division=str(found.division),
        year=str(found.border_year),
    )


def method_notes(found: Reached) -> tuple[Text, ...]:
    """Say what holds for every figure of access, reach and gaps."""
    older = found.border_year not in (None, found.division)
    return (
        *((_other_borders(found),) if older else ()),
        text("Each neighbourhood is measured from one point inside its border."),
        text(
            "Words of certainty speak of the error of the figures, not of how well these stand "
            "for the need."
        ),
        text("Residents and provisions on the other side of the municipal border do not count."),
        text(
            "Who finds a place full goes on to one nearby with room: the share served is what "
            "there is room for."
        ),
        text(
            "A gap is about a neighbourhood and a kind of provision, never about a resident. It "
            "asks a question; it decides nothing."
        ),
    )
