"""Whole installs for the tests of backup and restore, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli import warm
from databases import postgresql

TESTS = Path(__file__).parents[1]
SOURCE = TESTS.parent / "src"
WALK = Path(__file__).with_name("keep_walk.py")
SUM = re.compile(r"\b[0-9a-f]{64}\b")

# Some people with a second factor, two houses, and a number that was given out and taken back.
PEOPLE = """
from weefsel.web.install import prepare
prepare()
from django_otp.plugins.otp_totp.models import TOTPDevice
from weefsel.web.accounts.models import House, Membership, User
gemeente = House.objects.create(kind="municipality", name="Gemeente Voorbeeld", slug="a")
welzijn = House.objects.create(kind="organisation", name="Welzijn ’t Hüske", slug="b")
for number in range(5):
    user = User(username=f"verzonnen{number}", name=f"Verzonnen {number}")
    user.set_unusable_password()
    user.save()
    TOTPDevice.objects.create(user=user, name="default", confirmed=True)
    house = welzijn if number % 2 else gemeente
    Membership.objects.create(user=user, house=house, role="director")
gone = User(username="weg")
gone.save()
User.objects.filter(pk=gone.pk)._raw_delete("default")
"""


@dataclass(frozen=True)
class Install:
    """An install: its folder and, on PostgreSQL, the address of its database."""

    home: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """Give the settings that make it this install."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("WEEFSEL_")}
        return kept | {
            "PYTHONPATH": os.pathsep.join([str(SOURCE), str(TESTS)]),
            "WEEFSEL_HOME": str(self.home),
            "WEEFSEL_DATABASE_URL": self.url,
            "WEEFSEL_LANG": "en",
        }

    def python(self, code: str, *arguments: object) -> str:
        """Run code in it; give what it printed."""
        done = warm.run(["-c", code, *map(str, arguments)], self.environment)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self, *command: object) -> subprocess.Popen[str]:
        """Start a Python process in it and go on."""
        return subprocess.Popen(
            [sys.executable, *map(str, command)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def weefsel(self, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the command in it."""
        return warm.weefsel(list(map(str, arguments)), self.environment | more)

    def backup(self, target: Path, *arguments: object) -> str:
        """Take a backup; give the checksum of the content that it printed."""
        done = self.weefsel("backup", target, *arguments)
        assert done.returncode == 0, done.stderr
        (found,) = SUM.findall(done.stdout)
        return str(found)

    def restore(self, source: Path, *arguments: object) -> str:
        """Restore a backup; give what it said."""
        done = self.weefsel("restore", source, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def do(self, *actions: list[object]) -> list[Any]:
        """Do several things in one process (``keep_walk.py``); give what came of each."""
        done = warm.run([str(WALK), json.dumps(actions, default=str)], self.environment)
        assert done.returncode == 0, done.stderr[-3000:]
        found: list[Any] = json.loads(done.stdout)
        return found


@contextmanager
def empty(kind: str, home: Path) -> Iterator[Install]:
    """Give an install without anything."""
    with nullcontext("") if kind == "sqlite" else postgresql() as url:
        yield Install(home, url)


@contextmanager
def copied(install: Install, home: Path) -> Iterator[Install]:
    """Give a copy of an install, which may be spoilt."""
    shutil.copytree(install.home, home)
    with postgresql(install.url) if install.url else nullcontext("") as url:
        yield Install(home, url)


def furnish(install: Install) -> None:
    """Put people, statistics and files into an install."""
    from atlas.tables import counts, raw
    from weefsel.atlas.store import Store

    install.python(PEOPLE)
    Store(install.home).load(raw(), counts())
    (install.home / "choices").mkdir()
    (install.home / "choices" / "de-schakel.toml").write_text('schema = "weefsel.choice/1"\n')
    (install.home / "style.css").write_text(":root { --teal: #123456; }\n")
    (install.home / "secret_key.pem").write_text("not to be taken along\n")
