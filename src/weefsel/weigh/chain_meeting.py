"""The chain of a meeting place: what an act does each year, per payer and post.

Municipality, per year: avoidable own cost minus u x visitors x vulnerable share x hours x
tariff, where u, the share who ask for guidance when the place is not there, is unknown.
Insurer, apart: loneliness moves by a standardised effect d, which shifts a normal scale
over its cut-off, so that a share p of lonely people becomes Phi(Phi^-1(p) + d); times
visitors, times the association of loneliness with mental health spending, times that
spending per resident. The figures of the chain and their verdicts are in
``evidence/data/chains/meeting.toml``.

References
----------
Cohen, J. (1988). Statistical Power Analysis for the Behavioral Sciences, section 2.2
(a standardised difference as the distance between two normal distributions).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri

from weefsel.base.draws import Array
from weefsel.evidence.chain import Chain
from weefsel.weigh.choice import Act
from weefsel.weigh.quantity import Book, MissingEvidenceError

Values = Mapping[str, Array]  # quantity id -> shape (draw,); the centre is one "draw"
PostKind = Literal["own", "conditional", "association"]

# Post id -> payer who bears it.
PAYERS = {
    "own_cost": "municipality",
    "one_off": "municipality",
    "guidance": "municipality",
    "mental_health": "health_insurer",
}


@dataclass(frozen=True)
class Post:
    """One stream of money of one act.

    ``annual`` gives the amount of a full year, positive for a gain of the payer, from the
    values of the quantities, shape (draw,); ``weights`` multiplies it per year, shape
    (year,). A conditional post is the amount when everyone asks (u = 1). With ``missing``
    set there is no amount: the post is p.m.
    """

    id: str
    kind: PostKind
    weights: Array
    annual: Callable[[Values], Array] | None
    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    missing: str = ""

    @property
    def payer(self) -> str:
        """Give who bears it or gains from it."""
        return PAYERS[self.id]


def lonely_after(share: Array, shift: Array) -> Array:
    """Give the share above the cut-off after a shift of the scale, in standard deviations.

    The scale is taken as normal with unchanged spread: Phi(Phi^-1(share) + shift). A
    negative shift is less loneliness.
    """
    return np.asarray(ndtr(ndtri(share) + shift), dtype=np.float64)


def posts(chain: Chain, act: Act, where: str, years: tuple[int, ...], book: Book) -> list[Post]:
    """Make the posts of one act on a meeting place.

    ``where`` tells option and act; quantities are entered in the book. A post whose
    evidence is missing comes back as p.m., never as zero.
    """
    closing = act.kind == "cut"
    active = np.array([float(year >= act.from_year) for year in years])
    first = np.array([float(year == act.from_year) for year in years])
    shares = (1.0,) if act.avoidable_share is None else act.avoidable_share.values
    avoidable = np.array(
        [
            shares[min(year - act.from_year, len(shares) - 1)] if year >= act.from_year else 0.0
            for year in years
        ]
    )
    sign = 1.0 if closing else -1.0
    # A place that opens step by step costs in full from the start: only a cut runs down.
    cost_weights = avoidable if closing else -active
    return [
        _single(chain, act, where, book, "own_cost", "cost_eur_per_year", cost_weights),
        _single(chain, act, where, book, "one_off", "one_off_eur", -first),
        _guidance(chain, act, where, book, -sign * active),
        _mental_health(chain, act, where, book, active),
    ]


def _own(chain: Chain, act: Act, where: str, book: Book, key: str) -> str:
    """Enter one of the user's figures and give its id."""
    held = act.own(key)
    if held is None:
        raise MissingEvidenceError(f"own:{where}.{key}")
    return book.own(where, act.object, held, chain.bring(key)).id


def _single(
    chain: Chain, act: Act, where: str, book: Book, post: str, key: str, weights: Array
) -> Post:
    try:
        quantity = _own(chain, act, where, book, key)
    except MissingEvidenceError as fault:
        return Post(post, "own", weights, None, missing=fault.missing)
    sources = book.quantities[quantity].sources
    return Post(post, "own", weights, lambda v: v[quantity], (quantity,), sources)


def _guidance(chain: Chain, act: Act, where: str, book: Book, weights: Array) -> Post:
    """Make the post of guidance when everyone in a vulnerable position asks for it.

    A cut loses what an investment of the same size would gain, times the loss-to-gain
    ratio; u is the loss, so an investment's gain is divided by that ratio.
    """
    try:
        visitors = _own(chain, act, where, book, "regular_visitors")
        vulnerable = _own(chain, act, where, book, "vulnerable_share")
        hours = _own(chain, act, where, book, "guidance_hours_per_client_per_year")
        tariff = book.parameter(chain.find("guidance_price").parameters[0]).id
        needs = [visitors, vulnerable, hours, tariff]
        ratio = ""
        if act.kind == "invest":
            ratio = book.assumption("loss_to_gain").id
            needs.append(ratio)
    except MissingEvidenceError as fault:
        return Post("guidance", "conditional", weights, None, missing=fault.missing)

    def annual(v: Values) -> Array:
        everyone = v[visitors] * v[vulnerable] * v[hours] * v[tariff]
        return everyone / v[ratio] if ratio else everyone

    return Post("guidance", "conditional", weights, annual, tuple(needs), _all(book, needs))


def _mental_health(chain: Chain, act: Act, where: str, book: Book, weights: Array) -> Post:
    """Make the insurer's line through loneliness: an association, not a saving."""
    try:
        visitors = _own(chain, act, where, book, "regular_visitors")
        lonely = (
            book.parameter(chain.bring("lonely_share").default_parameter).id
            if act.lonely_share is None
            else _own(chain, act, where, book, "lonely_share")
        )
        shift = book.effect(chain.find("contact_loneliness")).id
        more = book.parameter(chain.find("loneliness_mental_health").parameters[0]).id
        spent, treated, residents = (
            book.parameter(one).id for one in chain.find("mental_health_spending").parameters
        )
        ratio = book.assumption("loss_to_gain").id
    except MissingEvidenceError as fault:
        return Post("mental_health", "association", weights, None, missing=fault.missing)
    closing = act.kind == "cut"

    def annual(v: Values) -> Array:
        per_resident = v[spent] * v[treated] / v[residents]
        moved = -v[shift] * v[ratio] if closing else v[shift]
        fewer_lonely = v[lonely] - lonely_after(v[lonely], moved)
        return v[visitors] * fewer_lonely * v[more] * per_resident

    needs = (visitors, lonely, shift, more, spent, treated, residents, ratio)
    return Post("mental_health", "association", weights, annual, needs, _all(book, needs))


def _all(book: Book, needs: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Give the sources of all quantities a post needs, each once, in order."""
    found = (source for need in needs for source in book.quantities[need].sources)
    return tuple(dict.fromkeys(found))
