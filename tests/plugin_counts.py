"""Counts how many tests on real data ran and how many were skipped, and says so at the end."""

from __future__ import annotations

from collections import Counter

import pytest


class RealDataCounts:
    """Counts tests marked ``realdata`` by what became of them."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: where it ran, or where it was skipped."""
        if "realdata" not in report.keywords:
            return
        if report.skipped:
            self.counts["skipped"] += 1
        elif report.when == "call" or report.failed:
            self.counts["ran"] += 1

    def line(self) -> str:
        """Give the one line that stands at the end of a run."""
        return f"Real data: {self.counts['ran']} ran, {self.counts['skipped']} skipped"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the line, also when there was no such test."""
        terminalreporter.write_line(self.line())


def pytest_configure(config: pytest.Config) -> None:
    """Count where the reports come together: not in the workers of pytest-xdist."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(RealDataCounts(), "real-data-counts")
