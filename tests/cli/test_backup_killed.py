"""``kill -9`` in the middle of anything: nothing acknowledged is lost, nothing is half."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.installs import Install, empty, furnish
from databases import BOTH

KILLED = Path(__file__).with_name("killed_keep.py")
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs fork and SIGKILL")

# Writes a house and a membership together, over and over, and says so once they are stored.
WRITES = """
from itertools import count
from weefsel.web.install import set_up
set_up()
from django.db import transaction
from weefsel.web.accounts.models import House, Membership, User
user = User.objects.first()
for number in count():
    with transaction.atomic():
        house = House.objects.create(kind="organisation", name=f"W{number}", slug=f"w{number}")
        Membership.objects.create(user=user, house=house, role="director")
    print(number, flush=True)
"""
COUNT = """
from weefsel.web.accounts.models import House, Membership
from weefsel.base.home import home
slugs = House.objects.filter(slug__startswith="w").exclude(name__startswith="Welzijn")
numbers = sorted(int(slug[1:]) for slug in slugs.values_list("slug", flat=True))
pairs = Membership.objects.filter(house__in=slugs).count()
whole = numbers == list(range(len(numbers)))
(home() / "cache" / "%s").write_text(f"{len(numbers)} {int(whole)} {pairs}")
"""


GONE = """
from weefsel.web.accounts.models import House
House.objects.filter(slug__startswith="w").delete()
"""


@pytest.fixture(scope="module", params=BOTH)
def install(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Install]:
    with empty(request.param, tmp_path_factory.mktemp("killed") / "home") as made:
        furnish(made)
        yield made


def counted(install: Install, name: str) -> tuple[int, int, int]:
    """Give how many houses there are, whether none between is missing, and their members."""
    total, whole, pairs = map(int, (install.home / "cache" / name).read_text().split())
    return total, whole, pairs


def test_what_was_acknowledged_before_a_kill_is_in_the_next_backup(install, tmp_path):
    writer = install.start("-c", WRITES)
    try:
        acknowledged = int(writer.stdout.readline() or -1)
        assert acknowledged >= 0, writer.stderr.read()
        (during,) = install.do(["backup", tmp_path / "during"])
        time.sleep(0.2)
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    said = writer.stdout.read().split()
    acknowledged = int(said[-1]) if said else acknowledged
    (after,) = install.do(["backup", tmp_path / "after"])
    with empty("postgresql" if install.url else "sqlite", tmp_path / "home") as other:
        _, first, _, _, second, _ = other.do(
            ["restore", tmp_path / "during"],
            ["backup", tmp_path / "x"],
            ["run", COUNT % "during"],
            ["restore", tmp_path / "after"],
            ["backup", tmp_path / "y"],
            ["run", COUNT % "after"],
        )
        assert (first, second) == (during, after)
        total, whole, pairs = counted(other, "during")
        assert whole
        assert total == pairs  # both of a transaction or neither, also in the middle of writing
        total, whole, pairs = counted(other, "after")
        assert whole
        assert total == pairs
        assert total in {acknowledged + 1, acknowledged + 2}  # one may be stored but not yet said
    install.do(["run", GONE])


def killed(install: Install, what: str, file: Path, other: Path) -> list[dict[str, object]]:
    process = install.start(KILLED, what, file, other)
    said, wrong = process.communicate(timeout=300)
    assert process.returncode == 0, wrong[-3000:]
    found: list[dict[str, object]] = json.loads(said)
    return found


def test_a_backup_killed_at_any_moment_is_whole_or_not_there(install, tmp_path):
    (before,) = install.do(["backup", tmp_path / "before"])
    found = killed(install, "backup", tmp_path / "b", tmp_path / "b")
    assert all(one["killed"] for one in found)
    assert {one["content"] for one in found} == {before}
    named = [str(one["moment"]) for one in found if one["file"]]
    assert "with its name" in named
    assert not {"after a table", "before the list", "before its name"} & set(named)
    assert {one.get("whole", before) for one in found} == {before}


def test_a_restore_killed_at_any_moment_is_not_begun_or_finished_by_the_next(install, tmp_path):
    later = "from weefsel.web.accounts.models import House as H; H.objects.{}"
    one, _, two = install.do(
        ["backup", tmp_path / "one"],
        ["run", later.format("create(kind='organisation', name='Later', slug='later')")],
        ["backup", tmp_path / "two"],
    )
    content, there = {"one": one, "two": two}, two
    found = killed(install, "restore", tmp_path / "one", tmp_path / "two")
    assert all(each["killed"] for each in found), found
    for each in found:
        there = content[str(each["aim"])] if each["decided"] else there
        assert each["content"] == there, each["moment"]
        assert each["unfinished"] == [] or not each["decided"]
    assert {each["decided"] for each in found} == {False, True}
    last, again = install.do(["restore", tmp_path / "one"], ["backup", tmp_path / "z"])
    assert again == one
    assert "refused" not in last
