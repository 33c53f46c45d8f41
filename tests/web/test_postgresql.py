"""The pages on PostgreSQL: where an address of a server is given, every migration runs on it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import needs_postgresql, postgresql

pytestmark = [pytest.mark.postgres, needs_postgresql]
WALK = """
import django
django.setup()
from io import StringIO
from django.core.management import call_command
from django.db import connection
from django.test import Client
call_command("migrate", interactive=False, verbosity=0)
left = StringIO()
call_command("makemigrations", check=True, dry_run=True, stdout=left)
from weefsel.web.accounts.models import User
made = User.objects.create_user("wijkwerker", password="een lang geheim voor een proef")
found = User.objects.get(pk=made.pk)
assert found.check_password("een lang geheim voor een proef")
assert not found.check_password("iets anders")
answer = Client(headers={"host": "127.0.0.1"}).get("/kiezen/")
print(connection.vendor, User._meta.db_table, User.objects.count(), answer.status_code)
"""


@pytest.fixture
def database() -> Iterator[str]:
    """Give the address of an empty database of our own, and drop it afterwards."""
    with postgresql() as address:
        yield address


def test_on_postgresql_every_migration_runs_and_somebody_can_be_registered(
    database, home, tmp_path
):
    source = Path(__file__).parents[2] / "src"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(source),
        "WEEFSEL_HOME": str(home),
        "WEEFSEL_DATABASE_URL": database,
        "WEEFSEL_SECRET_KEY": secrets.token_hex(),
        "DJANGO_SETTINGS_MODULE": "weefsel.web.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", WALK],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["postgresql", "accounts_user", "1", "200"]
