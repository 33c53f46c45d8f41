"""Weighing a meeting place with 16,384 draws beside a plain loop over the draws."""

from __future__ import annotations

from importlib import resources

import pytest

from weefsel.weigh.choice import Choice
from weefsel.weigh.model import ChoiceResult
from weefsel.weigh.run import weigh

from . import plain_weigh

GROUP = "weighing one meeting place, two options, 16,384 draws"
# Both sides draw by chance: their ranges differ by a few times the Monte Carlo error, which
# is about one percent of the width of a range at this number of draws.
CLOSE = 0.05
SLOW_ROUNDS = 2


@pytest.fixture(scope="module")
def choice() -> Choice:
    template = resources.files("weefsel.weigh") / "templates" / "meeting_place.toml"
    return Choice.read(template.read_bytes(), template.name)


def agree(result: ChoiceResult, plain: plain_weigh.Result) -> None:
    """Check that both sides give the same ranges, near enough for chance."""
    for option, (turning, line) in plain.items():
        mine = result.option(option)
        in_100 = (100 * turning[0], 100 * turning[1])
        for name, ends in (("turning_value", in_100), ("mental_health", line)):
            figure = mine.figure(name)
            margin = CLOSE * (ends[1] - ends[0])
            assert figure.low == pytest.approx(ends[0], abs=margin)
            assert figure.high == pytest.approx(ends[1], abs=margin)


def test_a_plain_loop_weighs(timed, choice: Choice) -> None:
    found = timed(
        GROUP,
        "plain Python loop, ranges only",
        lambda: plain_weigh.one_by_one(choice),
        baseline=True,
        rounds=SLOW_ROUNDS,
    )
    agree(weigh(choice), found)


def test_numpy_weighs(timed, choice: Choice) -> None:
    found = timed(GROUP, "NumPy on one thread, ranges only", lambda: plain_weigh.by_numpy(choice))
    agree(weigh(choice), found)


@pytest.mark.parametrize("threads", [1, 2])
def test_weefsel_weighs(timed, choice: Choice, threads: int) -> None:
    name = f"weefsel, the whole result, {threads} thread{'s' if threads > 1 else ''}"
    result = timed(GROUP, name, lambda: weigh(choice, threads=threads))
    assert result.json() == weigh(choice).json()
