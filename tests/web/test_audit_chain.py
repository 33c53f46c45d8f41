"""The chain of the log: whoever changes, drops, swaps or cuts off an entry is found."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from weefsel.web.audit.chain import BEGIN, FIELDS, canonical, digest, verify

WORDS = st.text(max_size=20)
FILLED = st.fixed_dictionaries(
    {
        "at": WORDS,
        "right": WORDS,
        "seen": st.booleans(),
        "kind": WORDS,
        "about": WORDS,
        "house": st.none() | WORDS,
        "by": st.none() | WORDS,
        "via": WORDS,
        "what": WORDS,
    }
)


def chained(filled: list[dict[str, Any]]) -> list[dict[str, Any]]:
    former, made = BEGIN, []
    for number, one in enumerate(filled, start=1):
        entry = {**one, "number": number, "former": former}
        former = digest(entry)
        made.append({**entry, "hash": former})
    return made


LOGS = st.lists(FILLED, min_size=1, max_size=8).map(chained)
LONGER = st.lists(FILLED, min_size=3, max_size=8).map(chained)


@given(LOGS)
def test_a_whole_log_holds_and_so_does_its_copy_through_json(log):
    found = verify(log)
    assert (found.holds, found.entries, found.head) == (True, len(log), log[-1]["hash"])
    assert verify(json.loads(json.dumps(log))).holds
    assert all(verify(log, entry["hash"]).holds for entry in log)


@given(LOGS, st.data())
def test_any_changed_field_of_any_entry_is_found_at_that_entry(log, data):
    place = data.draw(st.integers(0, len(log) - 1))
    field = data.draw(st.sampled_from([*FIELDS, "hash"]))
    other = data.draw(WORDS | st.integers() | st.none() | st.booleans() | st.floats())
    if canonical_or_none(other) == canonical_or_none(log[place][field]):
        return
    changed = [*log[:place], {**log[place], field: other}, *log[place + 1 :]]
    found = verify(changed)
    assert not found.holds
    assert found.broken_at in {place + 1, other}


def canonical_or_none(value: Any) -> str | None:
    try:
        return canonical({"": value})
    except ValueError:
        return None


@given(LONGER, st.data())
def test_a_dropped_entry_in_the_middle_is_found_where_it_stood(log, data):
    place = data.draw(st.integers(0, len(log) - 2))
    found = verify(log[:place] + log[place + 1 :])
    assert (found.holds, found.broken_at) == (False, place + 1)


@given(LONGER, st.data())
def test_a_dropped_entry_whose_followers_were_renumbered_is_found(log, data):
    place = data.draw(st.integers(0, len(log) - 2))
    left = log[:place] + [
        {**one, "number": number} for number, one in enumerate(log[place + 1 :], start=place + 1)
    ]
    found = verify(left)
    assert (found.holds, found.broken_at) == (False, place + 1)


@given(LONGER, st.data())
def test_two_swapped_entries_are_found(log, data):
    first = data.draw(st.integers(0, len(log) - 2))
    second = data.draw(st.integers(first + 1, len(log) - 1))
    swapped = list(log)
    swapped[first], swapped[second] = log[second], log[first]
    found = verify(swapped)
    assert (found.holds, found.broken_at) == (False, first + 1)


@given(LONGER, st.data())
def test_a_log_that_was_cut_off_is_found_by_a_head_kept_elsewhere(log, data):
    left = data.draw(st.integers(0, len(log) - 1))
    found = verify(log[:left], log[-1]["hash"])
    assert (found.holds, found.broken_at) == (False, left + 1)
    assert verify(log[:left]).holds  # without a head kept elsewhere nobody can know


@given(LONGER, st.data())
def test_a_log_written_anew_from_some_entry_on_is_found_by_the_head(log, data):
    place = data.draw(st.integers(0, len(log) - 1))
    rewritten = chained(
        [{**one, "right": one["right"] + "x"} if n >= place else one for n, one in enumerate(log)]
    )
    assert verify(rewritten).holds
    assert not verify(rewritten, log[-1]["hash"]).holds


@given(
    st.dictionaries(
        WORDS,
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
            max_leaves=8,
        ).filter(lambda one: "inf" not in repr(one)),
    )
)
def test_what_is_written_down_is_ascii_and_comes_back(held):
    written = canonical(held)
    assert written.isascii()
    assert "\0" not in written
    assert json.loads(written) == held
