"""Whatever is loaded, in whatever order: the store answers like a plain dictionary."""

from __future__ import annotations

import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from atlas.tables import TOWN, areas, edition, observed, raw, seen
from weefsel.atlas.store import Store
from weefsel.errors import ConflictError

Rows = dict[tuple[str, str], float | None]

ROWS = st.dictionaries(
    st.tuples(st.sampled_from(TOWN), st.sampled_from(["cars", "population"])),
    st.none() | st.integers(0, 3).map(float),
    min_size=1,
)
YEARS = st.sampled_from([2020, 2021])


class StoreLikeADictionary(RuleBasedStateMachine):
    """Load, replace, forget and reopen, beside a dictionary that does the same."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name))
        self.model: dict[int, Rows] = {}

    @rule(year=YEARS, rows=ROWS, replace=st.booleans())
    def load(self, year: int, rows: Rows, replace: bool) -> None:
        of, known = edition(year), self.model.get(year, {})
        differs = any(
            key in known and known[key] is not None and known[key] != value
            for key, value in rows.items()
        )
        before = seen(self.store)
        table = raw(of, areas(tuple(sorted({area for area, _ in rows}))))
        try:
            report = self.store.load(table, observed(rows, of), replace=replace)
        except ConflictError:
            assert differs
            assert not replace
            assert seen(self.store) == before
            return
        assert replace or not differs
        assert report.new == (seen(self.store) != before)
        self.model[year] = known | rows

    @rule(year=YEARS)
    def load_again(self, year: int) -> None:
        if year in self.model:
            of, before = edition(year), seen(self.store)
            self.store.load(raw(of, areas(())), observed(self.model[year], of))
            assert seen(self.store) == before

    @rule(year=YEARS)
    def forget(self, year: int) -> None:
        with self.store.change() as change:
            change.forget(edition=f"EX-KWB-{year}")
        self.model.pop(year, None)

    @rule()
    def reopen(self) -> None:
        self.store = Store(self.store.home)

    @invariant()
    def answers_what_was_loaded(self) -> None:
        found = self.store.observations(country="XX00")
        told = {
            (year, (area, indicator)): value
            for area, indicator, year, value in found.select(
                "area", "indicator", "year", "value"
            ).iter_rows()
        }
        assert told == {(y, key): v for y, rows in self.model.items() for key, v in rows.items()}
        assert found.height == len(told)

    def teardown(self) -> None:
        self.folder.cleanup()


TestStoreLikeADictionary = StoreLikeADictionary.TestCase
TestStoreLikeADictionary.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None
)
