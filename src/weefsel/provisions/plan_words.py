"""What an answer about places says: a finding that turns with its figures, and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from weefsel.atlas.local_error import two_sided
from weefsel.base.distributions import P5, P95
from weefsel.base.figure import Figure, Flag, Source
from weefsel.base.language import Text, plural, text
from weefsel.provisions.demand import Demand
from weefsel.provisions.locate import Plan
from weefsel.provisions.pairs import MINUTES
from weefsel.provisions.place_kind import place_kind
from weefsel.provisions.place_recipe import WEIGHTS, Change
from weefsel.provisions.plan import SAME, Answer
from weefsel.sources.said import Listed, Number

METRES_IN_KM = 1000
ACCESS, WAY, COUNT = "computed:place_access", "computed:place_way", "computed:place_count"
COMPUTED = {
    one.id: one
    for one in (
        Source(
            id=ACCESS,
            title="Access before and after: enhanced two-step floating catchment (Luo & Qi 2009)",
            publisher="Weefsel",
        ),
        Source(
            id=WAY,
            title="Mean way to the nearest place, by residents in need (p-median, Hakimi 1964)",
            publisher="Weefsel",
        ),
        Source(
            id=COUNT,
            title="Count of neighbourhoods or places in this question",
            publisher="Weefsel",
        ),
    )
}
NO_ERROR = text("no range: the error of these figures is not published")
NOT_WORKED_OUT = text("no range: it is not worked out for this number")
ONE_POINT = text("no range: each neighbourhood counts as one point")
COUNTED = text("a count on the social map")


def people(answer: Answer, key: str, value: float, where: Sequence[bool] | None = None) -> Figure:
    """Give a number of people in need; with its range where the error of each area is known."""
    return people_of(answer.ground.demand, key, value, where)


def people_of(
    demand: Demand, key: str, value: float, where: Sequence[bool] | None = None
) -> Figure:
    """Give a number of people of some demand, of the areas ``where``."""
    low = high = None
    reason: Text | None = NO_ERROR if demand.estimate else NOT_WORKED_OUT
    if where is not None:
        error = demand.error[np.array(where, dtype=bool)]
        if error.size and np.isfinite(error).all():
            off = two_sided(P95 - P5) * float(np.sqrt((error**2).sum()))
            low, high, reason = max(0.0, value - off), value + off, None
    return Figure(
        id=f"place:{key}",
        value=value,
        low=low,
        high=high,
        range_kind="none" if low is None else "p5_p95",
        flag=Flag.MODEL_ESTIMATE if demand.estimate else Flag.MEASURED,
        year=demand.year or demand.base_year,
        sources=(ACCESS, *demand.sources),
        reason=reason,
    )


def way(answer: Answer, key: str, value: float | None) -> Figure:
    """Give a way in kilometres, or in minutes with a table of travel times."""
    minutes = answer.ground.ways.unit == MINUTES
    both = (answer.way_before, answer.way_after)
    mean = key.startswith("way_") and None not in both
    close = mean and abs(both[0] - both[1]) < METRES_IN_KM / 10  # type: ignore[operator]
    return Figure(
        id=f"place:{key}",
        decimals=2 if close else 1,
        value=None if value is None else value if minutes else value / METRES_IN_KM,
        unit="min" if minutes else "km",
        sources=(WAY, *answer.ground.demand.sources),
        reason=ONE_POINT if value is not None else text("none is open"),
    )


def within(answer: Answer) -> Figure:
    """Give how far counts as within reach."""
    limit = answer.ground.ways.within
    minutes = answer.ground.ways.unit == MINUTES
    return Figure(
        id="place:within",
        value=limit if minutes else limit / METRES_IN_KM,
        unit="min" if minutes else "km",
        sources=(WAY,),
        reason=text("set in the recipe"),
    )


def count(key: str, number: float) -> Figure:
    """Give a count of areas or places."""
    return Figure(
        id=f"place:{key}", value=float(number), decimals=0, sources=(COUNT,), reason=COUNTED
    )


def sure_of(plan: Plan) -> Text:
    """Say how good a plan is, its gap as a figure with its account."""
    said = plan.sentence
    gap = said.params.get("gap")
    if not isinstance(gap, Number):
        return said
    figure = Figure(
        id="place:gap",
        value=gap.value,
        decimals=gap.decimals,
        sources=(WAY,),
        reason=text("no plan can beat the bound that the search proved"),
    )
    return replace(said, params={"gap": figure})


def deed_words(answer: Answer, one: Change) -> Text:
    """Say one change in a few words."""
    name = one.name
    if one.provision and one.provision in answer.sites:
        name = answer.sites[one.provision].name
    if one.act == "close":
        return text("%(name)s closes", name=name)
    if one.act == "move":
        return text("%(name)s moves to %(place)s", name=name, place=_place(answer, one))
    if one.act == "hours":
        return text(
            "%(name)s is open %(hours)s hours a week",
            name=name,
            hours=Number(one.hours_per_week or 0.0),
        )
    return text("%(name)s opens in %(place)s", name=name, place=_place(answer, one))


def _place(answer: Answer, one: Change) -> str | Text:
    demand = answer.ground.demand
    if one.neighbourhood in demand.areas:
        return demand.names[demand.areas.index(one.neighbourhood)]
    return text("another place")


def title_of(answer: Answer) -> Text:
    """Say what the answer is, in one sentence that follows from the figures."""
    question = answer.recipe.question
    if question == "what_if":
        return _what_if(answer)
    if question == "least_harm":
        return _least_harm(answer)
    if question == "most_reached":
        return _most_reached(answer)
    return _best_place(answer)


def _what_if(answer: Answer) -> Text:
    said: str | Text = deed_words(answer, answer.recipe.change[0])
    for one in answer.recipe.change[1:]:
        said = text("%(one)s and %(other)s", one=said, other=deed_words(answer, one))
    who = answer.ground.demand.who
    falls, rises = answer.areas["falls"].to_list(), answer.areas["rises"].to_list()
    lose, gain = answer.people("falls"), answer.people("rises")
    loses = people(answer, "loses", lose, falls)
    gains = people(answer, "gains", gain, rises)
    if lose > 0 and gain > 0:
        return text(
            "If %(what)s, access falls for %(lose)s %(who)s and rises for %(gain)s.",
            what=said, lose=loses, gain=gains, who=who,
        )  # fmt: skip
    if lose > 0:
        gone = answer.total("loses_all")
        if gone >= lose * (1 - SAME):
            return text(
                "If %(what)s, %(lose)s %(who)s have nothing within %(within)s any more.",
                what=said, lose=loses, who=who, within=within(answer),
            )  # fmt: skip
        if gone > 0:
            return text(
                "If %(what)s, access falls for %(lose)s %(who)s; %(none)s of them then have "
                "nothing within %(within)s.",
                what=said, lose=loses, who=who, none=people(answer, "loses_all", gone),
                within=within(answer),
            )  # fmt: skip
        return text(
            "If %(what)s, access falls for %(lose)s %(who)s; all of them keep a place within "
            "%(within)s.",
            what=said, lose=loses, who=who, within=within(answer),
        )  # fmt: skip
    if gain > 0:
        first = answer.total("gains_first")
        if first > 0:
            return text(
                "If %(what)s, access rises for %(gain)s %(who)s; %(first)s of them had nothing "
                "within %(within)s.",
                what=said, gain=gains, who=who, first=people(answer, "gains_first", first),
                within=within(answer),
            )  # fmt: skip
        return text(
            "If %(what)s, access rises for %(gain)s %(who)s.", what=said, gain=gains, who=who
        )
    return text(
        "If %(what)s, access changes for no %(who)s within %(within)s.",
        what=said, who=who, within=within(answer),
    )  # fmt: skip


def _best_place(answer: Answer) -> Text:
    kind = place_kind(answer.recipe.kind)
    where = Listed(tuple(one.name for one in answer.opened))
    assert answer.plan is not None
    sure = sure_of(answer.plan)
    before, after = answer.way_before, answer.way_after
    if answer.recipe.capacities:
        return text(
            "The best place for %(kind)s with room for everybody is %(where)s: people go %(way)s"
            " on average. %(sure)s",
            kind=kind, where=where, way=_way_with_room(answer), sure=sure,
        )  # fmt: skip
    if before is None:
        return text(
            "The best place for %(kind)s is %(where)s: on average %(after)s away. %(sure)s",
            kind=kind, where=where, after=way(answer, "way_after", after), sure=sure,
        )  # fmt: skip
    if after is None or after >= before:
        return text("No new place for %(kind)s makes the way shorter. %(sure)s",
                    kind=kind, sure=sure)  # fmt: skip
    return text(
        "The best new place for %(kind)s is %(where)s: the way to the nearest goes from "
        "%(before)s to %(after)s on average. %(sure)s",
        kind=kind,
        where=where,
        before=way(answer, "way_before", before),
        after=way(answer, "way_after", after),
        sure=sure,
    )


def _way_with_room(answer: Answer) -> Figure:
    """Give the mean way to where there is room: with capacities not all go to the nearest."""
    assert answer.plan is not None
    return way(answer, "way_with_room", answer.plan.value / float(answer.ground.need.sum()))


def _least_harm(answer: Answer) -> Text:
    assert answer.plan is not None
    if answer.recipe.capacities:
        return text(
            "Closing %(where)s does the least harm that leaves room for everybody: people then"
            " go %(way)s on average. %(sure)s",
            where=Listed(tuple(one.name for one in answer.closed)),
            way=_way_with_room(answer),
            sure=sure_of(answer.plan),
        )
    parts = {
        "where": Listed(tuple(one.name for one in answer.closed)),
        "before": way(answer, "way_before", answer.way_before),
        "after": way(answer, "way_after", answer.way_after),
        "sure": sure_of(answer.plan),
    }
    same = answer.way_after == answer.way_before
    if same:
        return text(
            "Closing %(where)s does the least harm: the way to the nearest stays %(after)s on "
            "average. %(sure)s",
            **parts,
        )
    return text(
        "Closing %(where)s does the least harm: the way to the nearest goes from %(before)s to "
        "%(after)s on average. %(sure)s",
        **parts,
    )


def _most_reached(answer: Answer) -> Text:
    assert answer.plan is not None
    kind, who = place_kind(answer.recipe.kind), answer.ground.demand.who
    first = answer.total("gains_first")
    reached = answer.areas["nearest_after"].is_not_null().to_list()
    parts = {
        "who": who,
        "within": within(answer),
        "reached": people(answer, "reached", answer.plan.value, reached),
        "sure": sure_of(answer.plan),
    }
    if first <= 0:
        return text(
            "No new place for %(kind)s reaches more %(who)s: %(reached)s have one within "
            "%(within)s. %(sure)s",
            kind=kind,
            **parts,
        )
    return text(
        "A new place at %(where)s reaches most: %(first)s more %(who)s have %(kind)s within "
        "%(within)s, %(reached)s in all. %(sure)s",
        kind=kind,
        where=Listed(tuple(one.name for one in answer.opened)),
        first=people(answer, "gains_first", first),
        **parts,
    )


def lead_of(answer: Answer) -> tuple[Text, ...]:
    """Say in a few sentences in how many neighbourhoods, and how the search went."""
    said = []
    falls, rises = int(answer.areas["falls"].sum()), int(answer.areas["rises"].sum())
    if falls:
        said.append(
            plural(
                "Access falls in %(count)s neighbourhood.",
                "Access falls in %(count)s neighbourhoods.",
                falls,
                count=count("falling", falls),
            )
        )
    if rises:
        said.append(
            plural(
                "Access rises in %(count)s neighbourhood.",
                "Access rises in %(count)s neighbourhoods.",
                rises,
                count=count("rising", rises),
            )
        )
    if (
        answer.recipe.question == "what_if"
        and answer.way_before
        and answer.way_after
        and (answer.way_before != answer.way_after)
    ):
        said.append(
            text(
                "The mean way to the nearest goes from %(before)s to %(after)s.",
                before=way(answer, "way_before", answer.way_before),
                after=way(answer, "way_after", answer.way_after),
            )
        )
    if answer.plan is not None and answer.plan.stopped:
        said.append(text("The search was ended before the best plan was proven."))
    return tuple(said)


def notes_of(answer: Answer) -> tuple[Text, ...]:
    """Say how it was counted, what is assumed and what could not be counted."""
    ground = answer.ground
    said = [*ground.notes, ground.ways.said(), WEIGHTS[ground.weight]]
    said.append(
        text(
            "Each neighbourhood counts as one point in its middle: in a large one the real way "
            "differs."
        )
    )
    if ground.assumed:
        said.append(
            text(
                "Without known hours, so with the middle number of the others: %(names)s.",
                names=Listed(ground.assumed),
            )
        )
    if ground.unknown:
        said.append(
            text(
                "The need is not known, so nobody counts, in: %(names)s.",
                names=Listed(ground.unknown),
            )
        )
    if ground.demand.without_border:
        said.append(
            text(
                "No border is loaded, so nobody counts, in: %(names)s.",
                names=Listed(ground.demand.without_border),
            )
        )
    if ground.left_out:
        said.append(
            text(
                "Not counted, for nobody said where it is: %(names)s.",
                names=Listed(tuple(one.name for one, _ in ground.left_out)),
            )
        )
    return tuple(said)
