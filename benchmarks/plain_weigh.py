"""The choice about a meeting place written out plainly: the other side of the benchmark.

The same distributions as Weefsel's, drawn with ordinary pseudo-random numbers, one draw at
a time or as NumPy arrays. Gives P5 and P95 of the turning value and of the insurer's line.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from statistics import NormalDist, quantiles
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from weefsel.evidence.assumption import assumptions
from weefsel.evidence.parameter import parameters
from weefsel.weigh.choice import Act, Choice, Own

UNIT = NormalDist()
AT_95, AT_975 = UNIT.inv_cdf(0.95), UNIT.inv_cdf(0.975)

# family and its numbers: triangle (low, top, high); normal, lognormal, logitnormal (mean, sd)
Law = tuple[str, tuple[float, ...]]
Range = tuple[float, float]


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _through(family: str, change: Callable[[float], float], low: float, high: float) -> Law:
    low, high = change(low), change(high)
    return family, ((low + high) / 2, (high - low) / (2 * AT_95))


def _own(own: Own | None, *, share: bool = False) -> Law:
    assert own is not None
    assert own.low is not None
    assert own.high is not None
    if own.range_kind == "min_max":
        return "triangle", (own.low, own.value, own.high)
    family, change = ("logitnormal", _logit) if share else ("lognormal", math.log)
    return _through(family, change, own.low, own.high)


def laws(act: Act) -> dict[str, Law]:
    """Give the distribution of everything that one act of the template needs."""
    known, ours = parameters(), assumptions()
    tariff, index = known["uc_begl_hr"].latest, known["idx_soc"].values
    to_2025 = math.prod(1 + index[year].value / 100 for year in (2024, 2025))
    lonely, more = known["lone_18plus_2022"].latest.value / 100, known["eff_lonely_mh"].latest
    effect, cost = known["eff_lonely_meta"].latest, known["uc_ggz_pat"].latest
    prices = known["cpi"].values
    dearer = prices[2025].value / prices[2024].value
    width, twice = ours["width_b"].value, ours["width_effect_factor"].value
    error = (effect.high - effect.low) / (2 * AT_975)
    ratio = ours["loss_to_gain"]
    association = more.value / 100
    return {
        "cost": _own(act.cost_eur_per_year),
        "one_off": _own(act.one_off_eur),
        "visitors": _own(act.regular_visitors),
        "vulnerable": _own(act.vulnerable_share, share=True),
        "hours": _own(act.guidance_hours_per_client_per_year),
        "tariff": _through("lognormal", math.log, tariff.low * to_2025, tariff.high * to_2025),
        "ratio": _through("lognormal", math.log, ratio.low, ratio.high),
        "lonely": _through("logitnormal", _logit, lonely * (1 - width), lonely * (1 + width)),
        "effect": ("normal", (effect.value, math.hypot(error, ours["tau_effect"].value))),
        "more": ("normal", (association, association * width * twice / AT_95)),
        "spent": ("triangle", (cost.low * dearer, cost.value * dearer, cost.high * dearer)),
    }


def weights(choice: Choice, act: Act) -> tuple[float, float, float]:
    """Give the discounted years of the cost, of the one-off cost and of everything else."""
    rate = parameters()["disc_std"].latest.value / 100
    shares = (1.0,) if act.avoidable_share is None else act.avoidable_share.values
    years = range(act.from_year, choice.base_year + choice.horizon)
    factor = [(1 + rate) ** (choice.base_year - year) for year in years]
    left = [shares[min(at, len(shares) - 1)] for at in range(len(factor))]
    running = sum(f * s for f, s in zip(factor, left, strict=True))
    return running if act.kind == "cut" else sum(factor), factor[0], sum(factor)


def _outcomes(
    v: dict[str, Any], act: Act, years: tuple[float, float, float], shifted: Callable
) -> tuple[Any, Any]:
    """Give the turning value and the insurer's line, of one draw or of arrays of draws."""
    running, first, full = years
    treated = parameters()["ggz_pat_2023"].latest.value
    residents = parameters()["residents_nl_2024"].latest.value
    closing = act.kind == "cut"
    everyone = v["visitors"] * v["vulnerable"] * v["hours"] * v["tariff"] * full
    if closing:
        turning = (v["cost"] * running - v["one_off"] * first) / everyone
        moved = -v["effect"] * v["ratio"]
    else:
        turning = (v["cost"] * running + v["one_off"] * first) / (everyone / v["ratio"])
        moved = v["effect"]
    fewer = v["lonely"] - shifted(v["lonely"], moved)
    line = v["visitors"] * fewer * v["more"] * v["spent"] * treated / residents * full
    return turning, line


Result = dict[str, tuple[Range, Range]]  # option -> ranges of turning value and line


def _acts(choice: Choice) -> Iterable[tuple[str, Act]]:
    return ((option.id, act) for option in choice.option for act in option.acting)


def one_by_one(choice: Choice) -> Result:
    """Draw and compute one draw at a time, with nothing but Python's own numbers."""
    draw = random.Random(choice.seed)

    def value(law: Law) -> float:
        family, numbers = law
        if family == "triangle":
            low, top, high = numbers
            return draw.triangular(low, high, top)
        found = draw.gauss(*numbers)
        if family == "normal":
            return found
        return math.exp(found) if family == "lognormal" else 1 / (1 + math.exp(-found))

    def shifted(share: float, moved: float) -> float:
        return UNIT.cdf(UNIT.inv_cdf(share) + moved)

    found: Result = {}
    for option, act in _acts(choice):
        known, years = laws(act), weights(choice, act)
        drawn = [
            _outcomes({k: value(law) for k, law in known.items()}, act, years, shifted)
            for _ in range(choice.draws)
        ]
        turning, line = zip(*drawn, strict=True)
        found[option] = _ends(turning), _ends(line)
    return found


def _ends(values: Iterable[float]) -> Range:
    twentieths = quantiles(values, n=20, method="inclusive")
    return twentieths[0], twentieths[-1]


def by_numpy(choice: Choice) -> Result:
    """Draw and compute all draws at once, on one thread."""
    draw = np.random.default_rng(choice.seed)

    def value(law: Law) -> np.ndarray:
        family, numbers = law
        if family == "triangle":
            return draw.triangular(*numbers, size=choice.draws)
        found = draw.normal(*numbers, size=choice.draws)
        if family == "normal":
            return found
        return np.exp(found) if family == "lognormal" else 1 / (1 + np.exp(-found))

    def shifted(share: np.ndarray, moved: np.ndarray) -> np.ndarray:
        return ndtr(ndtri(share) + moved)

    found: Result = {}
    for option, act in _acts(choice):
        drawn = {k: value(law) for k, law in laws(act).items()}
        turning, line = _outcomes(drawn, act, weights(choice, act), shifted)
        low_high = [np.quantile(one, [0.05, 0.95]) for one in (turning, line)]
        found[option] = tuple((float(one[0]), float(one[1])) for one in low_high)
    return found
