"""A folder is changed for another whole, at whatever moment the process is killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from cli import warm
from weefsel.base import swap
from weefsel.base.errors import InputError

OLD = {"data.db": "old", "data.db-wal": "old log", "store/list": "old", "stays.txt": "mine"}
NEW = {"data.db": "new", "store/list": "new", "extra/a": "new"}
KNOWN = {"data.db", "data.db-wal", "store", "extra", "style.css"}

# Commits and finishes a swap in a child that is killed at its n-th step on the disk.
KILLED = """
import os, signal, sys
from pathlib import Path
from weefsel.base import swap
home, fatal = Path(sys.argv[1]), int(sys.argv[2])
steps = 0
def counted(act):
    def stepped(*given, **named):
        global steps
        steps += 1
        if steps == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*given, **named)
    return stepped
os.replace, os.fsync, os.rmdir = counted(os.replace), counted(os.fsync), counted(os.rmdir)
Path.unlink, Path.mkdir = counted(Path.unlink), counted(Path.mkdir)
swap.commit(home, "then", %r)
swap.finish(home)
print(steps)
"""


def lay(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def seen(home: Path) -> dict[str, str]:
    """Give the files of a folder, those of the swap itself left out."""
    return {
        path.relative_to(home).as_posix(): path.read_text()
        for path in home.rglob("*")
        if path.is_file() and path.relative_to(home).parts[0] not in {swap.STAGE, swap.FORMER}
    }


def made_ready(home: Path) -> Path:
    lay(home, OLD)
    lay(swap.begin(home), NEW)
    return home


AFTER = NEW | {"stays.txt": "mine"}


def test_the_new_takes_the_place_of_the_old_which_is_kept(tmp_path):
    home = made_ready(tmp_path)
    assert seen(home) == OLD
    swap.commit(home, "then", KNOWN)
    former = swap.finish(home)
    assert seen(home) == AFTER
    assert former == home / swap.FORMER / "then"
    assert (former / "data.db-wal").read_text() == "old log"
    assert not (former / "stays.txt").exists()
    assert not (home / swap.STAGE).exists()
    assert swap.finish(home) is None


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_at_any_step_it_is_the_old_or_becomes_the_new(tmp_path):
    script = KILLED % KNOWN
    became, step = [], 0
    while True:
        step += 1
        home = made_ready(tmp_path / str(step))
        done = warm.run(["-c", script, str(home), str(step)], os.environ)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        if swap.decided(home):
            swap.finish(home)
            became.append(step)
            assert seen(home) == AFTER
            assert (home / swap.FORMER / "then" / "data.db").read_text() == "old"
        elif seen(home) != AFTER:  # killed after the journal was done with, or before it began
            assert seen(home) == OLD
            assert not became
            swap.begin(home)  # what was left does not stand in the way of another try
            assert seen(home) == OLD
    assert seen(home) == AFTER
    assert len(became) > len(NEW)


def test_what_else_must_be_done_is_asked_again_until_it_succeeds(tmp_path):
    home = made_ready(tmp_path)
    swap.commit(home, "then", KNOWN, {"schema": "x"})
    asked = []

    def fails_once(journal: swap.Journal) -> None:
        asked.append(journal.extra)
        if len(asked) == 1:
            raise ConnectionError

    with pytest.raises(InputError):
        swap.finish(home, fails_once)
    assert swap.decided(home)
    swap.finish(home, fails_once)
    assert asked == [{"schema": "x"}] * 2
    assert seen(home) == AFTER


def test_a_journal_that_cannot_be_read_deletes_nothing(tmp_path):
    home = made_ready(tmp_path)
    (home / swap.STAGE / swap.JOURNAL).write_text("{half")
    with pytest.raises(InputError):
        swap.finish(home)
    assert seen(home) == OLD
    assert (home / swap.STAGE / swap.NEW / "data.db").read_text() == "new"
