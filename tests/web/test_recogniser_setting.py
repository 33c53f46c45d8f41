"""The second reader of names starts with the pages, unless the install says no."""

from __future__ import annotations

import os

import pytest

from weefsel.web import recogniser


@pytest.fixture
def started(monkeypatch):
    """Give what was started, and start nothing."""
    found = []
    monkeypatch.setattr(recogniser, "start", lambda room, parent: found.append((room, parent)))
    monkeypatch.delenv(recogniser.SETTING, raising=False)
    return found


def test_it_starts_with_the_pages_and_its_workers_may_ask(started, tmp_path):
    assert recogniser.asker(tmp_path) is None
    assert recogniser.start_here(tmp_path)
    assert started == [(recogniser.room(tmp_path), os.getpid())]
    assert recogniser.asker(tmp_path) is not None


@pytest.mark.parametrize("word", ["0", "off", "No"])
def test_an_install_that_says_no_has_none(started, tmp_path, monkeypatch, word):
    monkeypatch.setenv(recogniser.SETTING, word)
    assert not recogniser.start_here(tmp_path)
    assert started == []
    assert recogniser.asker(tmp_path) is None
