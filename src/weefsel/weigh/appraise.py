"""Appraisal of one option: present values, their draws, and what hangs on the unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from weefsel.base.distributions import P5, P95
from weefsel.base.draws import SCRAMBLES, Array, DrawPlan, monte_carlo_error, over_scrambles
from weefsel.evidence.chain import Chain
from weefsel.weigh.chain_meeting import Post
from weefsel.weigh.choice import Act, Option
from weefsel.weigh.quantity import Book
from weefsel.weigh.unknown import Balance


@dataclass(frozen=True)
class PlannedAct:
    """An act with its chain and its posts."""

    number: int  # counted from 1
    act: Act
    chain: Chain
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class PlannedOption:
    """An option with its acts worked out into posts."""

    option: Option
    acts: tuple[PlannedAct, ...]

    def missing(self, *kinds: str) -> str:
        """Give the evidence that a post of these kinds misses, empty when none does."""
        found = (post.missing for act in self.acts for post in act.posts if post.kind in kinds)
        return next((one for one in found if one), "")

    def sources(self, *posts: str) -> tuple[str, ...]:
        """Give the sources of posts, each once, in order."""
        found = (
            source
            for act in self.acts
            for post in act.posts
            if post.id in posts
            for source in post.sources
        )
        return tuple(dict.fromkeys(found))


AnnualKey = tuple[str, int, str]  # option, act, post
Annual = dict[AnnualKey, Array]


def centre(options: Sequence[PlannedOption], book: Book) -> Annual:
    """Give every post's amount of a full year at the central values, shape (1,)."""
    values = {key: np.array([one.value]) for key, one in book.quantities.items()}
    return _annual(options, values)


def drawn(options: Sequence[PlannedOption], book: Book, plan: DrawPlan, threads: int) -> Annual:
    """Give every post's amount of a full year in all draws, shape (scramble, draw).

    Options share the draws of the quantities they share.
    """

    def one(scramble: int) -> Annual:
        values = {key: held.draw(plan, scramble) for key, held in book.quantities.items()}
        return _annual(options, values)

    chunks = over_scrambles(one, threads=threads)
    return {key: np.stack([chunk[key] for chunk in chunks]) for key in chunks[0]}


def _annual(options: Sequence[PlannedOption], values: dict[str, Array]) -> Annual:
    return {
        (option.option.id, act.number, post.id): post.annual(values)
        for option in options
        for act in option.acts
        for post in act.posts
        if post.annual is not None
    }


def present_value(
    option: PlannedOption, posts: Sequence[str], annual: Annual, discount: Array
) -> Array:
    """Add up the discounted amounts of posts over acts and years; axes as in ``annual``."""
    total: Array = np.zeros(1)
    for act in option.acts:
        for post in act.posts:
            if post.id in posts and post.annual is not None:
                key = (option.option.id, act.number, post.id)
                total = total + float(post.weights @ discount) * annual[key]
    return total


def yearly(option: PlannedOption, posts: Sequence[str], annual: Annual, discount: Array) -> Array:
    """Give the discounted central amounts of posts by year, shape (year,)."""
    total: Array = np.zeros_like(discount)
    for act in option.acts:
        for post in act.posts:
            if post.id in posts and post.annual is not None:
                key = (option.option.id, act.number, post.id)
                total = total + post.weights * discount * float(annual[key][0])
    return total


CERTAIN_POSTS = ("own_cost", "one_off")
UNKNOWN_POSTS = ("guidance",)


def balance(option: PlannedOption, annual: Annual, discount: Array) -> Balance:
    """Give the municipality's central balance at the horizon as a line over the unknown."""
    fixed = present_value(option, CERTAIN_POSTS, annual, discount)
    slope = present_value(option, UNKNOWN_POSTS, annual, discount)
    return Balance(float(fixed[0]), float(slope[0]))


@dataclass(frozen=True)
class Spread:
    """P5 and P95 of a drawn number, their Monte Carlo error, and the share above zero."""

    low: float
    high: float
    error: tuple[float, float]
    positive: float

    @property
    def fixed(self) -> bool:
        """Tell whether nothing varies."""
        return self.low == self.high


def spread(values: Array) -> Spread:
    """Summarise draws of shape (scramble, draw)."""
    if values.shape == (1,):  # nothing was added up: no post, so no uncertainty either
        return Spread(float(values[0]), float(values[0]), (0.0, 0.0), float(values[0] > 0))
    levels = [P5, P95]
    low, high = np.quantile(values, levels)
    per = np.quantile(values, levels, axis=1)
    assert per.shape == (len(levels), SCRAMBLES)
    errors = (monte_carlo_error(per[0].tolist()), monte_carlo_error(per[1].tolist()))
    return Spread(float(low), float(high), errors, float((values > 0).mean()))
