"""What an install keeps for its pages, and how it is set by the environment."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from weefsel.base.errors import InputError
from weefsel.web.install import database, secret_key

TELL = (
    "import django; from django.conf import settings as s; django.setup(); "
    "from django.test import Client; "
    "print(s.DEBUG, s.ALLOWED_HOSTS, s.AUTH_USER_MODEL, s.DATABASES['default']['ENGINE'])"
)


def settings_with(home: Path, **given: str) -> str:
    source = Path(__file__).parents[2] / "src"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(source),
        "WEEFSEL_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "weefsel.web.settings",
        **given,
    }
    done = subprocess.run(
        [sys.executable, "-c", TELL], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path, monkeypatch):
    monkeypatch.delenv("WEEFSEL_SECRET_KEY", raising=False)
    first = secret_key(tmp_path / "home")
    assert len(first) >= 50
    assert secret_key(tmp_path / "home") == first
    mode = stat.S_IMODE((tmp_path / "home" / "secret_key").stat().st_mode)
    assert mode == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret_key"]


def test_a_secret_from_the_environment_is_not_written_down(tmp_path, monkeypatch):
    monkeypatch.setenv("WEEFSEL_SECRET_KEY", "geheim")
    assert secret_key(tmp_path) == "geheim"
    assert not list(tmp_path.iterdir())


def test_without_an_address_there_is_one_database_file_in_the_home(tmp_path):
    found = database(tmp_path, None)
    assert found["NAME"] == tmp_path / "weefsel.sqlite3"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_the_address_of_postgresql_is_taken_apart(tmp_path):
    found = database(tmp_path, "postgresql://jan:p%40s@db.intern:5433/weefsel")
    assert (found["USER"], found["PASSWORD"]) == ("jan", "p@s")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.intern", "5433", "weefsel")


@pytest.mark.parametrize("url", ["mysql://db/weefsel", "postgresql://db", "onzin"])
def test_another_database_is_refused_with_a_sentence(tmp_path, url):
    with pytest.raises(InputError) as fault:
        database(tmp_path, url)
    assert "WEEFSEL_DATABASE_URL" in fault.value.sentence("nl")


def test_what_nobody_set_is_safe(tmp_path):
    said = settings_with(tmp_path)
    assert said.startswith("False ['127.0.0.1', 'localhost', '[::1]'] accounts.User")
    assert "sqlite3" in said


def test_names_to_serve_under_are_added(tmp_path):
    said = settings_with(tmp_path, WEEFSEL_HOSTS="weefsel.gemeente.example, andere.example")
    assert "'weefsel.gemeente.example', 'andere.example'" in said


@pytest.mark.django_db
def test_the_first_migration_makes_our_own_users():
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    user = get_user_model().objects.create_user("ans", password="x")
    assert user._meta.label == "accounts.User"
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_municipality_can_bring_its_own_colours(visitor, home):
    assert "huisstijl.css" not in visitor.get("/").content.decode()
    style = home / "style.css"
    style.write_text(":root { --teal: #123456; }")
    try:
        assert "huisstijl.css" in visitor.get("/").content.decode()
        answer = visitor.get("/huisstijl.css")
        assert answer["Content-Type"].startswith("text/css")
        assert b"#123456" in answer.getvalue()
    finally:
        style.unlink()
    assert visitor.get("/huisstijl.css").status_code == 404
