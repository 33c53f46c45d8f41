"""Houses on PostgreSQL: its rules hold, who was there stays, and members are walked.

Every other door is walked on it by ``python3 run.py test`` (tests/on_postgresql.txt).
"""

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
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

# Somebody who was there before there were houses is still there after.
executor = MigrationExecutor(connection)
executor.migrate([("accounts", "0001_initial")])
before = executor.loader.project_state([("accounts", "0001_initial")]).apps
before.get_model("accounts", "User").objects.create(
    username="Eerder", first_name="Els", last_name="Eerder")
call_command("migrate", interactive=False, verbosity=0)
from weefsel.web.accounts.models import House, Membership, User
found = User.objects.get_by_natural_key("eerder")
assert (found.name, found.username_key, bool(found.uid)) == ("Els Eerder", "eerder", True)

for double in ("EERDER", "eerdér"):
    try:
        with transaction.atomic():
            User.objects.create_user(double)
        raise AssertionError(double)
    except IntegrityError:
        pass
house = House.objects.create(kind="organisation", name="Huis", slug="huis")
Membership.objects.create(user=found, house=house, role="director")
for role in ("council", "baas"):
    try:
        with transaction.atomic():
            Membership.objects.create(user=found, house=house, role=role)
        raise AssertionError(role)
    except IntegrityError:
        pass

from web.doors_accounts import SHELVES
from web.rights_walk import walk
opened = 0
for shelf in SHELVES:
    count, wrong = walk(shelf)
    assert not wrong, wrong
    opened += count
print(connection.vendor, opened)
"""


@pytest.fixture
def database() -> Iterator[str]:
    """Give the address of an empty database of our own, and drop it afterwards."""
    with postgresql() as address:
        yield address


def test_on_postgresql_each_role_gets_through_each_door_as_far_as_expected(
    database, home, tmp_path
):
    tests = Path(__file__).parents[1]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(tests.parent / "src"), str(tests)]),
        "WEEFSEL_HOME": str(home),
        "WEEFSEL_DATABASE_URL": database,
        "WEEFSEL_SECRET_KEY": secrets.token_hex(),
        "WEEFSEL_SECOND_FACTOR": "off",
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
    vendor, opened = done.stdout.split()
    assert vendor == "postgresql"
    assert int(opened) > 100
