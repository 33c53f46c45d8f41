"""The posts of a case as streams of money: who, when, and how much in every draw.

A transfer makes two streams, at the payer and at who receives it, so that it cancels in the
total of all. Nothing is held per year and draw together but one option at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from weefsel.base.draws import Array
from weefsel.weigh.case import Case, CaseOption, Stated
from weefsel.weigh.case_terms import Terms

Values = Mapping[str, Array]  # quantity id -> shape (draw,); the centre is one "draw"


@dataclass(frozen=True)
class Stream:
    """One side of a post: the ids of what is multiplied, and its weight by year."""

    post: Stated
    payer: str
    payer_name: str
    sign: float
    times: tuple[str, ...]
    off: tuple[str, ...]  # shares taken off
    drop_off: str
    weights: Array  # shape (year,)
    since: Array  # years since the first, shape (year,)
    mirrored: bool = False  # the receiving side of a transfer

    @property
    def needs(self) -> tuple[str, ...]:
        """Give the ids of all its quantities."""
        return (*self.times, *self.off, *((self.drop_off,) if self.drop_off else ()))

    def amount(self, values: Values) -> Array:
        """Give the amount of a full year, with its sign, shape (draw,)."""
        total: Array = np.asarray(self.sign)
        for one in self.times:
            total = total * values[one]
        for one in self.off:
            total = total * (1 - values[one])
        return np.atleast_1d(total)

    def by_year(self, values: Values) -> Array:
        """Give the amount by year, shape (draw, year)."""
        amount = self.amount(values)[:, None] * self.weights
        if not self.drop_off:
            return amount
        stays = 1 - values[self.drop_off]
        kept: Array = amount * stays[:, None] ** self.since
        return kept

    def present(self, values: Values, discount: Array) -> Array:
        """Give the discounted sum over the years, shape (draw,)."""
        if not self.drop_off:
            return self.amount(values) * float(self.weights @ discount)
        summed: Array = self.by_year(values) @ discount
        return summed


def streams(case: Case, option: CaseOption, terms: Terms, place: str) -> tuple[Stream, ...]:
    """Make the streams of an option, entering its terms.

    Raises ``InputError`` as ``Terms.add`` does.
    """
    found: list[Stream] = []
    for number, post in enumerate(option.post):
        where = f"{place}.post[{number}]"
        times = tuple(
            terms.add(term, f"{where}.times[{place_}]") for place_, term in enumerate(post.times)
        )
        off = tuple(terms.add(term, f"{where}.{key}", share=True) for key, term in post.factors)
        drop = terms.add(post.drop_off, f"{where}.drop_off", share=True) if post.drop_off else ""
        if post.cashable is not None:
            terms.add(post.cashable, f"{where}.cashable", share=True)
        weights, since = _weights(case, post)
        made = Stream(
            post, post.payer, post.payer_name, post.sign, times, off, drop, weights, since
        )
        found.append(made)
        if post.to is not None:
            found.append(
                Stream(post, post.to, "", -post.sign, times, off, drop, weights, since, True)
            )
    return tuple(found)


def _weights(case: Case, post: Stated) -> tuple[Array, Array]:
    first = case.base_year if post.from_year is None else post.from_year
    years = np.array(case.years)
    since = np.maximum(years - first, 0)
    active = years >= first
    if post.years is not None:
        active &= years < first + post.years
    shares = np.asarray(post.by_year or (1.0,))
    weights = np.where(active, shares[np.minimum(since, shares.size - 1)], 0.0)
    return weights.astype(np.float64), since.astype(np.float64)


def kept_shares(case: Case, made: tuple[Stream, ...], present: Array) -> Array:
    """Give what stays of every stream after overlap is corrected, shape (stream, draw).

    Of the posts of one overlap the largest stays whole in every draw, the others keep the
    overlap's factor. ``present`` has shape (stream, draw).
    """
    kept = np.ones_like(present)
    factors = {one.id: one.factor for one in case.overlap}
    for group, factor in factors.items():
        posts = list(dict.fromkeys(s.post.id for s in made if s.post.overlap == group))
        if len(posts) < 2:
            continue
        sides = {
            post: [n for n, s in enumerate(made) if s.post.id == post and s.post.overlap == group]
            for post in posts
        }
        sizes = np.stack([np.abs(present[sides[post][0]]) for post in posts])
        largest = sizes.argmax(axis=0)
        for number, post in enumerate(posts):
            share = np.where(largest == number, 1.0, factor)
            for side in sides[post]:
                kept[side] = share
    return kept
