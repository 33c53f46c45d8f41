"""A case of twenty posts over twenty years beside plain NumPy, and the value of knowing more."""

from __future__ import annotations

import numpy as np
import pytest

from weefsel.base.document import write_toml
from weefsel.weigh.case import Case
from weefsel.weigh.case_run import run
from weefsel.weigh.value_of_information import per_parameter

POSTS, YEARS, DRAWS = 20, 20, 16_384
PAYERS = ["municipality", "health_insurer", "state", "employer", "justice", "resident"]
GROUP = "a case of 20 posts, 20 years and 6 payers in 16,384 draws"
KNOW = "the value of knowing 63 numbers, 6 options, 16,384 draws"
LOW, MIDDLE, HIGH = 50.0, 100.0, 150.0
RATE = 0.03


@pytest.fixture(scope="module")
def case() -> Case:
    ranged = {"low": LOW, "high": HIGH, "range_kind": "min_max", "source": "invented"}
    posts = [
        {
            "id": f"post-{number}",
            "payer": PAYERS[number % len(PAYERS)],
            "kind": "gain",
            "times": [{"name": f"n{number}", "value": MIDDLE, "money": True, **ranged}],
        }
        for number in range(POSTS)
    ]
    return Case.read(
        write_toml(
            {
                "schema": "weefsel.case/1",
                "title": "Twenty posts",
                "base_year": 2024,
                "horizon": YEARS,
                "price_year": 2024,
                "draws": DRAWS,
                "discount_percent": {"value": RATE * 100, "exact": True, "source": "invented"},
                "option": [{"id": "do", "post": posts}],
            }
        ),
        "twenty.toml",
    )


def plain() -> np.ndarray:
    """Draw, multiply, discount and add up, everything held whole; P5 and P95 of the sum."""
    amounts = np.random.default_rng(1).triangular(LOW, MIDDLE, HIGH, (DRAWS, POSTS))
    factors = (1 + RATE) ** -np.arange(YEARS)
    by_payer = np.zeros((DRAWS, len(PAYERS), YEARS))
    for post in range(POSTS):
        by_payer[:, post % len(PAYERS)] += amounts[:, post, None] * factors
    return np.quantile(by_payer.sum(axis=(1, 2)), [0.05, 0.95])


@pytest.mark.benchmark(group=GROUP)
def test_plain_numpy(benchmark) -> None:
    low, high = benchmark(plain)
    assert low < high


@pytest.mark.benchmark(group=GROUP)
def test_weefsel(benchmark, case: Case) -> None:
    social = benchmark(run, case).option("do").social
    assert [social.low, social.high] == pytest.approx(plain().tolist(), rel=0.01)


@pytest.mark.benchmark(group=KNOW)
def test_value_of_63_numbers(benchmark) -> None:
    random = np.random.default_rng(2)
    drawn = {str(number): random.normal(size=DRAWS) for number in range(63)}
    net = np.stack([np.zeros(DRAWS), *(random.normal(size=(5, DRAWS)) + drawn["0"])])
    found = benchmark(per_parameter, net, drawn, seed=1)
    assert found[0].parameter == "0"
