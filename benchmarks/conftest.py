"""Times work beside a named baseline of its group, and prints the ratios at the end.

Never a limit: a benchmark fails only when both sides do not give the same answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

ROUNDS = 5  # the fastest counts: what else the machine does only ever makes a run slower

Answer = TypeVar("Answer")
Timed = Callable[..., Answer]


@dataclass(frozen=True)
class Timing:
    """The fastest run of one piece of work."""

    group: str
    name: str
    baseline: bool
    seconds: float


TIMINGS = pytest.StashKey[list[Timing]]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep a list of timings for this run."""
    config.stash[TIMINGS] = []


@pytest.fixture
def timed(benchmark: Any, request: pytest.FixtureRequest) -> Timed:
    """Give a function that times work under a name within a group, and gives its answer."""

    def run(
        group: str,
        name: str,
        work: Callable[[], Answer],
        *,
        baseline: bool = False,
        rounds: int = ROUNDS,
    ) -> Answer:
        benchmark.group = group
        answer = benchmark.pedantic(work, rounds=rounds, warmup_rounds=1)
        if benchmark.stats is not None:  # none under --benchmark-disable
            fastest = benchmark.stats.stats.min
            request.config.stash[TIMINGS].append(Timing(group, name, baseline, fastest))
        return answer

    return run


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print a table of ratios per group, as Markdown."""
    timings = config.stash[TIMINGS]
    if not timings:
        return
    write = terminalreporter.write_line
    write("")
    clock = str(config.getoption("benchmark_timer"))
    write(f"Ratios, {datetime.now(UTC).date()}, {os.cpu_count()} CPUs, clock: {clock}")
    for group in dict.fromkeys(one.group for one in timings):
        mine = [one for one in timings if one.group == group]
        base = next((one for one in mine if one.baseline), None)
        write("")
        write(f"| {group} | time, baseline = 1 | times as fast |")
        write("| --- | ---: | ---: |")
        for one in mine:
            if base is None:
                write(f"| {one.name} | baseline did not run | |")
                continue
            ratio = one.seconds / base.seconds
            mark = " (baseline)" if one.baseline else ""
            write(f"| {one.name}{mark} | {ratio:.3g} | {1 / ratio:.3g} |")
