"""Backup and restore: all that people made, whole, on both kinds of database, proven by sums."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.installs import SUM, Install, copied, empty, furnish
from databases import BOTH, needs_postgresql
from weefsel.atlas.store import Store


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Iterator[Install]:
    """Give an install on SQLite with people, statistics and files; look, do not change."""
    with empty("sqlite", tmp_path_factory.mktemp("lived") / "home") as install:
        furnish(install)
        yield install


@pytest.fixture(scope="module")
def taken(plain: Install, tmp_path_factory) -> tuple[Path, str]:
    """Give a backup of it, with its checksum and nothing else that it printed."""
    target = tmp_path_factory.mktemp("backup") / "een.weefsel-backup"
    return target, plain.backup(target)


@pytest.mark.parametrize(
    "way",
    [["sqlite"], pytest.param(["postgresql", "postgresql", "sqlite"], marks=needs_postgresql)],
)
def test_restored_on_either_kind_of_database_the_checksum_is_the_same(plain, taken, way, tmp_path):
    """From SQLite to SQLite; to PostgreSQL, from there to another, and back."""
    source, checksum = taken
    for number, kind in enumerate(way):
        with empty(kind, tmp_path / str(number)) as other:
            target = tmp_path / f"{number}.weefsel-backup"
            _, again, told = other.do(["restore", source], ["backup", target], ["tell"])
            assert again == checksum
            assert told[:3] == [kind, 2, 5]
            assert told[3] > 6  # the number of who was deleted does not come back
            source = target
    before, after = Store(plain.home), Store(other.home)
    assert not before.observations(country="XX00").is_empty()
    assert after.observations(country="XX00").equals(before.observations(country="XX00"))
    assert (other.home / "choices" / "de-schakel.toml").read_text().startswith("schema")
    assert (other.home / "style.css").exists()


def test_no_secret_is_in_a_backup_and_what_is_left_out_is_said(plain, tmp_path):
    done = plain.weefsel("backup", tmp_path)
    assert "secret_key.pem" in done.stdout
    (made,) = tmp_path.iterdir()
    assert made.name.startswith("weefsel-2")  # a folder gets a file with the moment in its name
    secret = (plain.home / "secret_key").read_text().strip()
    with zipfile.ZipFile(made) as inside:
        names = inside.namelist()
        assert not [name for name in names if "secret" in name]
        assert not [name for name in names if "sessions." in name or "opensession" in name]
        assert "database/accounts.user.jsonl" in names  # so that the names above would be there
        assert not [name for name in names if secret.encode() in inside.read(name)]
    assert made.stat().st_mode & 0o077 == 0
    assert json.loads((plain.home / "last_backup.json").read_text())["file"] == str(made)


def test_a_file_that_is_there_is_only_written_over_on_request(plain, tmp_path):
    (tmp_path / "b").write_text("mine")
    refused = plain.weefsel("backup", tmp_path / "b")
    assert refused.returncode == 2
    assert (tmp_path / "b").read_text() == "mine"
    plain.backup(tmp_path / "b", "--replace")


LATER = """
from weefsel.base.home import home
from weefsel.web.accounts.models import House
House.objects.create(kind="municipality", name="Later", slug="later")
(home() / "style.css").unlink()
(home() / "budgets").mkdir()
(home() / "budgets" / "later.toml").write_text("later")
"""


@pytest.mark.parametrize("kind", BOTH)
def test_what_was_there_is_kept_and_can_come_back(taken, kind, tmp_path):
    source, checksum = taken
    with empty(kind, tmp_path / "home") as other:
        _, _, changed, done, again = other.do(
            ["restore", source],
            ["run", LATER],
            ["backup", tmp_path / "later"],
            ["restore", source],
            ["backup", tmp_path / "again"],
        )
        assert changed != checksum
        assert again == checksum
        assert not (other.home / "budgets").exists()
        former = Path(done["former"])
        assert (former / "budgets" / "later.toml").read_text() == "later"
        assert bool(done["schema"]) == (kind == "postgresql")
        _, back = other.do(["restore", tmp_path / "later"], ["backup", tmp_path / "back"])
        assert back == changed


def test_a_sealed_backup_opens_only_with_its_passphrase(plain, taken, tmp_path):
    (tmp_path / "geheim").write_text("een zin die niemand anders bedenkt\n")
    sealed = tmp_path / "b"
    assert plain.backup(sealed, "--passphrase-file", tmp_path / "geheim") == taken[1]
    assert b"jsonl" not in sealed.read_bytes()
    other = Install(tmp_path / "home")
    refused = other.weefsel("restore", sealed)
    assert refused.returncode == 2
    assert "passphrase" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    said = other.restore(sealed, "--passphrase-file", tmp_path / "geheim")
    assert SUM.findall(said) == [taken[1]]


def rewritten(source: Path, target: Path, change: Any) -> Path:
    """Give a backup of which the list was changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                record = json.loads(content)
                change(record)
                content = json.dumps(record).encode()
            new.writestr(name, content)
    return target


CHANGES: dict[str, Any] = {
    "does not know": lambda one: one["migrations"]["accounts"].append("9999_from_the_future"),
    "has the form": lambda one: one.update(form="weefsel.backup/99"),
    "is damaged": lambda one: one.update(content="0" * 64),
    "damaged": lambda one: one["tables"][0].update(rows=77),
    "not a whole backup": lambda one: one.update(parts="none"),
}


def test_what_cannot_be_trusted_or_read_changes_nothing(plain, taken, tmp_path):
    bad = {
        said: rewritten(taken[0], tmp_path / str(number), change)
        for number, (said, change) in enumerate(CHANGES.items())
    }
    for number, content in enumerate([b"", b"geen backup", b"PK\x03\x04 nep"]):
        (tmp_path / f"no{number}").write_bytes(content)
        bad["not a whole backup" + " " * number] = tmp_path / f"no{number}"
    with copied(plain, tmp_path / "home") as other:
        before, *refused, after = other.do(
            ["backup", tmp_path / "before"],
            *(["restore", path] for path in bad.values()),
            ["backup", tmp_path / "after"],
        )
        for said, got in zip(bad, refused, strict=True):
            assert said.strip() in got["refused"]
        assert after == before == taken[1]
        assert not (other.home / "former").exists()


def test_while_weefsel_runs_a_backup_works_and_a_restore_is_refused(plain, taken, tmp_path):
    with copied(plain, tmp_path / "home") as other:
        code = "import weefsel.web.wsgi, time; print('on', flush=True); time.sleep(60)"
        server = other.start("-c", code)
        try:
            assert server.stdout.readline() == "on\n", server.stderr.read()
            made, refused = other.do(["backup", tmp_path / "while"], ["restore", taken[0]])
            assert made == taken[1]
            assert str(server.pid) in refused["refused"]
        finally:
            server.kill()
            server.wait()
        done, made = other.do(["restore", taken[0]], ["backup", tmp_path / "after"])
        assert "refused" not in done  # a killed server keeps nobody out
        assert made == taken[1]


@pytest.mark.postgres
@needs_postgresql
def test_on_postgresql_nobody_else_may_use_the_database(taken, tmp_path):
    import psycopg

    with empty("postgresql", tmp_path / "home") as other:
        with psycopg.connect(other.url) as stranger:
            (refused,) = other.do(["restore", taken[0]])
            assert "1 other connection" in refused["refused"]
            stranger.execute("CREATE TABLE boekhouding (id int)")
        (refused,) = other.do(["restore", taken[0]])
        assert "boekhouding" in refused["refused"]
        with psycopg.connect(other.url) as stranger:
            assert stranger.execute("SELECT count(*) FROM boekhouding").fetchone() == (0,)


THEN = """
from django.core.management import call_command
from django.db import connection
call_command("migrate", "accounts", "0001", verbosity=0)
row = "'', false, 'vroeger', '', '', '', false, true, '2024-01-01 12:00:00+00'"
columns = "password, is_superuser, username, first_name, last_name, email, is_staff, is_active"
with connection.cursor() as cursor:
    cursor.execute(f"INSERT INTO accounts_user ({columns}, date_joined) VALUES ({row})")
"""


@pytest.mark.parametrize("kind", BOTH)
def test_a_backup_of_an_older_version_is_brought_up_to_date(kind, tmp_path):
    """Taken when accounts had one migration: what it lacks is made after it was read."""
    Install(tmp_path / "then").do(["run", THEN], ["backup", tmp_path / "old"])
    with empty(kind, tmp_path / "now") as now:
        check = (
            "from weefsel.web.accounts.models import User as U; U.objects.get(username='vroeger')"
        )
        *_, told = now.do(["restore", tmp_path / "old"], ["run", check], ["tell"])
    assert told[1:3] == [0, 1]  # no house, and the one user of then


def test_statistics_alone_can_be_backed_up_too(plain, tmp_path):
    shutil.copytree(plain.home / "store", tmp_path / "only" / "store")
    (checksum,) = Install(tmp_path / "only").do(["backup", tmp_path / "b"])
    other = Install(tmp_path / "other")
    assert SUM.findall(other.restore(tmp_path / "b")) == [checksum]
    assert other.do(["tell"])[0][1:3] == [0, 0]
